internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

extension ReferenceBook {
  mutating func exclude() {
    for rule in policy.exclusions {
      if let measures = rule.measures {
        exclude(by: rule, among: measures)
      } else {
        excludeOnBases(by: rule)
      }
    }
    nameKeptClaims()
  }

  /// Where the claim that excluded another was excluded after it, the reason names the one that stays.
  private mutating func nameKeptClaims() {
    for index in claims.indices where reasons[index] == .excluded {
      guard let first = excluders[index] else { continue }
      var kept = first
      while reasons[kept] == .excluded, let next = excluders[kept] { kept = next }
      if kept == first { continue }
      excluders[index] = kept
      note(index, Message("exclusivity", zh: "不重复享受"), by: nil) {
        $0 == .english
          ? "\(claims[first].id) is excluded itself; \(claims[kept].id) stays"
          : "\(claims[first].id) 亦不再享受,由 \(claims[kept].id) 享受"
      }
    }
  }

  // MARK: among: basis

  /// One matter is rewarded once: the claims of one subject on one basis compete, whatever their
  /// measures. A claim on a blank basis has that basis to itself.
  private mutating func excludeOnBases(by rule: Exclusion) {
    let bases = grouped(claims.indices) { index -> [String]? in
      guard let claimant = claims[index].claimant else { return nil }
      let who =
        rule.scope == .enterprise
        ? "enterprise \(claimant.enterprise)" : "subject \(claimant.subject)"
      return [who, claimant.basis.map { "basis \($0)" } ?? "claim \(index)"]
    }
    for onBasis in bases {
      let competing = onBasis.filter { amounts[$0] > 0 }
      // A barred claim does not compete, but what it tells of the basis is true all the same.
      if onBasis.contains(where: { claims[$0].claimant!.isSupportedElsewhere }) {
        for index in competing {
          set(index, to: 0, reason: .supportedElsewhere)
          note(index, name(of: rule), by: rule.article) {
            $0 == .english
              ? "the basis is supported by another policy" : "该项目已由其他政策支持"
          }
        }
      } else {
        compete(competing, by: rule)
      }
    }
  }

  /// Allies do not compete with each other: the claims of one ladder family; the claims of one measure
  /// that are parts of one whole. The alliance of the highest value stays (ties: lowest article, item,
  /// id among its claims); all claims of the others are excluded by its highest claim.
  private mutating func compete(_ competing: [Int], by rule: Exclusion) {
    if competing.count < 2 { return }
    let before = Dictionary(uniqueKeysWithValues: competing.map { ($0, amounts[$0]) })
    var alliances = grouped(competing) { index -> String? in
      let measure = measure(index)
      if let ladder = measure.ladder { return "ladder \(ladder.family)" }
      if measure.rivalsUnlessDiffers != nil { return "measure \(measure.id)" }
      return "claim \(index)"
    }
    for alliance in alliances {
      excludeRepeatedParts(alliance, by: rule)
    }
    alliances = alliances.map { $0.filter { amounts[$0] > 0 } }
    func value(_ alliance: [Int]) -> BigInt { alliance.reduce(0) { $0 + amounts[$1] } }
    func first(_ alliance: [Int]) -> Int { alliance.min(by: byPlace)! }

    let winner = alliances.min { a, b in
      if rule.keep == .first { return byID(a.min(by: byID)!, b.min(by: byID)!) }
      let (x, y) = (value(a), value(b))
      return x != y ? x > y : byPlace(first(a), first(b))
    }!
    let excluder = winner.min(by: byAmountThenPlace)!
    for alliance in alliances where alliance != winner {
      for index in alliance {
        set(index, to: 0, reason: .excluded, excluder: excluder)
      }
    }
    for index in competing {
      note(index, name(of: rule), by: rule.article) { language in
        let rivals = competing.filter { $0 != index }.map {
          "\(claims[$0].id) (\(yuanText(before[$0]!)))"
        }.joined(separator: ", ")
        return outcome(index, language)
          + (language == .english ? "; on the same basis: " : ";同一项目的申报:") + rivals
      }
    }
  }

  /// Of the parts of one whole, each value of the input that tells them apart is paid once: to the
  /// best claim with it (highest amount, then id).
  private mutating func excludeRepeatedParts(_ alliance: [Int], by rule: Exclusion) {
    guard measure(alliance[0]).ladder == nil,
      let differing = measure(alliance[0]).rivalsUnlessDiffers
    else { return }
    for same in grouped(alliance, by: { claims[$0].facts.inputs[differing] }) {
      let best = same.min(by: rule.keep == .first ? byID : byAmountThenID)!
      for index in same where index != best {
        set(index, to: 0, reason: .excluded, excluder: best)
      }
    }
  }

  // MARK: among listed measures

  /// Of the claims of the listed measures that one claimant has (or one subject, or one subject on one
  /// basis), those of one claim or of one measure stay.
  private mutating func exclude(by rule: Exclusion, among measures: [Int]) {
    for group in groups(of: measures, by: rule.scope) where group.count > 1 {
      let kept: [Int]
      switch rule.keep {
      case .highest: kept = [group.min(by: byAmountThenPlace)!]
      case .first: kept = [group.min(by: byID)!]
      case .listed:
        // Claims of the measure that is kept do not compete with each other.
        let measure = measures.first { measure in
          group.contains { claims[$0].measure == measure }
        }!
        kept = group.filter { claims[$0].measure == measure }
      }
      let excluder = kept.min(by: byID)!
      let before = listed(group)
      for index in group where !kept.contains(index) {
        set(index, to: 0, reason: .excluded, excluder: excluder)
      }
      for index in group {
        note(index, name(of: rule), by: rule.article) {
          outcome(index, $0) + ($0 == .english ? "; among: " : ";相关申报:") + before
        }
      }
    }
  }

  private func name(of rule: Exclusion) -> Message {
    Message("exclusivity: \(rule.id)", zh: "不重复享受:\(rule.id)")
  }

  private func outcome(_ index: Int, _ language: Language) -> String {
    if let excluder = excluders[index], amounts[index] == 0 {
      return language == .english
        ? "excluded by \(claims[excluder].id)" : "由 \(claims[excluder].id) 享受,本申报不再享受"
    }
    return language == .english ? "stays" : "保留"
  }
}

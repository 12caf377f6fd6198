internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

extension ReferenceBook {
  /// A rise of level pays what the level is worth less what was held before.
  ///
  /// Claims of one subject on one basis in one family are one climb: from the lowest amount up (ties
  /// by id) each pays what it rises above both its own level held before and what the climb has
  /// reached. Together they so pay the highest level less what was held before. A claim on a blank
  /// basis climbs alone. An amount is the assessed one unless an earlier step has cut it: that a
  /// ladder does not give back.
  mutating func climbLadders() {
    let climbing = claims.indices.filter {
      amounts[$0] > 0 && claims[$0].claimant != nil && measure($0).ladder != nil
    }
    let climbs = grouped(climbing) { index -> [String]? in
      let claimant = claims[index].claimant!
      let basis = claimant.basis.map { "basis \($0)" } ?? "claim \(index)"
      return [measure(index).ladder!.family, "\(claimant.subject)", basis]
    }
    for climb in climbs {
      let upward = climb.sorted { a, b in
        amounts[a] != amounts[b] ? amounts[a] < amounts[b] : byID(a, b)
      }
      let levels = upward.map { amounts[$0] }
      var reached = BigInt(0)
      for (index, level) in zip(upward, levels) {
        let held = assessments[index].held
        set(index, to: max(0, level - max(held, reached)), reason: .noRise)
        noteClimb(index, level: level, held: held, reached: reached, among: zip(upward, levels))
        reached = max(reached, level)
      }
    }
  }

  private func noteClimb(
    _ index: Int, level: BigInt, held: BigInt, reached: BigInt,
    among climb: Zip2Sequence<[Int], [BigInt]>
  ) {
    let measure = measure(index)
    note(index, Message("ladder", zh: "升级补差"), by: measure.article, item: measure.item) {
      language in
      var line: String
      if reached > held {
        line =
          language == .english
          ? "\(yuanText(level)) less what lower claims of the ladder reach, \(yuanText(reached))"
          : "\(yuanText(level)) 减去同一阶梯较低申报已达的 \(yuanText(reached))"
      } else {
        line =
          language == .english
          ? "\(yuanText(level)) less what was held before, \(yuanText(held))"
          : "\(yuanText(level)) 减去原级别 \(yuanText(held))"
      }
      let others = climb.filter { $0.0 != index }.map { "\(claims[$0].id) (\(yuanText($1)))" }
      if !others.isEmpty {
        line += (language == .english ? "; on the same ladder: " : ";同一阶梯:")
        line += others.joined(separator: ", ")
      }
      return line
    }
  }
}

internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

extension ReferenceBook {
  /// A rise of level pays what the level is worth less what was held before.
  ///
  /// Claims of one subject on one basis in one family are one climb: from the lowest assessed amount
  /// up (ties by id) each pays what it rises above both its own level held before and what the climb
  /// has reached. Together they so pay the highest level less what was held before. A claim on a
  /// blank basis climbs alone. What an earlier step has cut from a claim, a ladder does not give back.
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
        let (x, y) = (assessments[a].assessed, assessments[b].assessed)
        return x != y ? x < y : byID(a, b)
      }
      var reached = BigInt(0)
      for index in upward {
        let (assessed, held) = (assessments[index].assessed, assessments[index].held)
        let rise = max(0, assessed - max(held, reached))
        set(index, to: min(amounts[index], rise), reason: .noRise)
        noteClimb(index, held: held, reached: reached, among: upward)
        reached = max(reached, assessed)
      }
    }
  }

  private func noteClimb(_ index: Int, held: BigInt, reached: BigInt, among climb: [Int]) {
    let measure = measure(index)
    note(index, Message("ladder", zh: "升级补差"), by: measure.article, item: measure.item) {
      language in
      let assessed = yuanText(assessments[index].assessed)
      var line =
        language == .english
        ? "\(assessed) less what was held before, \(yuanText(held))"
        : "\(assessed) 减去原级别 \(yuanText(held))"
      if reached > held {
        line =
          language == .english
          ? "\(assessed) less what lower claims of the ladder reach, \(yuanText(reached))"
          : "\(assessed) 减去同一阶梯较低申报已达的 \(yuanText(reached))"
      }
      let others = climb.filter { $0 != index }.map(claimAssessed)
      if !others.isEmpty {
        line += (language == .english ? "; on the same ladder: " : ";同一阶梯:")
        line += others.joined(separator: ", ")
      }
      return line
    }
  }

  private func claimAssessed(_ index: Int) -> String {
    "\(claims[index].id) (\(yuanText(assessments[index].assessed)))"
  }
}

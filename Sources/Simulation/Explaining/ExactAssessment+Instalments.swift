internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

extension ExactEvaluator {
  /// The part of a promise that the claim is for.
  ///
  /// The promise is the award rounded half up to the fen. Each part but the last is its share of the
  /// promise, rounded as the policy rounds assessed amounts; the last takes what the others leave.
  func part(
    of award: Rational, held: Rational, instalments: Instalments, _ journal: ClaimJournal?
  ) -> ExactAssessment {
    let promised = parts(of: award, instalments)
    guard let index = partClaimed(instalments) else {
      journal?.add(
        Message("instalment", zh: "分期"),
        bilingual {
          valueText(.input(instalments.part), $0)
            + ($0 == .english ? ": there is no such part" : ":无此期")
        }, amount: 0)
      return ExactAssessment(assessed: 0, reason: .conditionNotMet, held: 0, laterParts: [])
    }
    let part = instalments.parts[index]
    if let failed = firstFailure(of: part.when) {
      journal?.add(
        Message("instalment \(part.name)", zh: "分期 \(part.name)"),
        bilingual { truthText(failed.expression, $0) + " ✗" }, amount: 0)
      return ExactAssessment(assessed: 0, reason: .conditionNotMet, held: 0, laterParts: [])
    }
    let assessed = promised[index]
    journal?.add(
      Message("instalment \(part.name)", zh: "分期 \(part.name)"),
      bilingual { language in
        let all = zip(instalments.parts, promised).map { "\($0.name): \(yuanText($1))" }
        return (language == .english ? "of the promise " : "承诺额 ") + yuanText(promise(award))
          + " = " + all.joined(separator: " + ")
      }, amount: assessed)
    let later = instalments.parts.indices.dropFirst(index + 1).map {
      ExactAssessment.LaterPart(
        name: instalments.parts[$0].name, yearsLater: $0 - index, amount: promised[$0])
    }
    return ExactAssessment(
      assessed: assessed, reason: assessed == 0 ? .belowThreshold : nil,
      held: parts(of: held, instalments)[index], laterParts: later)
  }

  private func promise(_ award: Rational) -> BigInt {
    award.rounded(to: Rational(1, 100), .halfUp).fenRoundedDown
  }

  private func parts(of award: Rational, _ instalments: Instalments) -> [BigInt] {
    let promise = promise(award)
    var left = promise
    return instalments.parts.enumerated().map { index, part in
      if index == instalments.parts.count - 1 { return max(0, left) }
      let share =
        instalments.isEqual ? Rational(1, BigInt(instalments.parts.count)) : number(part.share)
      let amount = assessedFen(Rational(promise, 100) * share)
      left -= amount
      return amount
    }
  }

  /// Index of the part, by its count from 1 or by its level; nil where there is no such part.
  private func partClaimed(_ instalments: Instalments) -> Int? {
    switch value(.input(instalments.part)) {
    case .text(let level): instalments.parts.firstIndex { $0.name == level }
    case .number(let count):
      instalments.parts.indices.first { Rational($0 + 1) == count }
    case .flag, .date: preconditionFailure("the catalogue let through a part of the wrong type")
    }
  }
}

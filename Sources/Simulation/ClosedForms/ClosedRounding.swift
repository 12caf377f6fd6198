import PolicyCatalogue

/// How a policy rounds what a claim is worth, and by how much that can differ from the exact amount.
struct ClosedRounding: Sendable {
  private let assessed: WholeRounding
  private let award: WholeRounding?
  /// In fen, for one claim.
  let bound: Double

  init(_ policy: Policy, _ values: ParameterValues) {
    assessed = WholeRounding(policy.assessedRounding, values)
    award = policy.awardRounding.map { WholeRounding($0, values) }
    bound = assessed.largestDifference + (award?.largestDifference ?? 0)
  }

  /// Whether whole fen stay as they are.
  var keepsWholeFen: Bool { assessed.unit == 1 && award?.unit ?? 1 == 1 }

  /// numerator ÷ denominator fen as they are awarded; nothing where that is below zero.
  func round(_ numerator: Int128, over denominator: Int128) -> Int64 {
    if numerator <= 0 { return 0 }
    let whole = assessed.round(numerator, over: denominator)
    return award?.round(Int128(whole), over: 1) ?? whole
  }
}

extension WholeRounding {
  /// In fen.
  fileprivate var largestDifference: Double {
    switch direction {
    case .halfUp, .halfDown, .halfEven: Double(unit) / 2
    case .up, .down: Double(unit)
    }
  }
}

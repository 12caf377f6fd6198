import PolicyCatalogue

/// How a policy rounds what a claim is worth, and by how much that can differ from the exact amount.
struct ClosedRounding: Sendable {
  private let assessment: WholeRounding
  private let award: WholeRounding?
  /// Half up to the fen.
  private let isPlain: Bool
  /// In fen, for one claim.
  let bound: Double

  init(_ policy: Policy, _ values: ParameterValues) {
    assessment = WholeRounding(policy.assessedRounding, values)
    award = policy.awardRounding.map { WholeRounding($0, values) }
    isPlain = assessment.unit == 1 && assessment.direction == .halfUp
    bound = assessment.largestDifference + (award?.largestDifference ?? 0)
  }

  /// Whether amounts are rounded half up to the fen and not once more.
  var isToFen: Bool { isPlain && keepsWholeFen }

  /// Whether whole fen stay as they are.
  var keepsWholeFen: Bool { assessment.unit == 1 && award?.unit ?? 1 == 1 }

  /// numerator ÷ denominator fen as they are assessed; nothing where that is below zero.
  @inline(__always)
  func assessed(_ numerator: Int128, over denominator: Int128) -> Int64 {
    if numerator <= 0 { return 0 }
    // Most amounts fit in 64 bits, where a division takes a fifth of the time.
    if isPlain, numerator < Self.short, denominator < Self.short {
      let (n, d) = (UInt64(truncatingIfNeeded: numerator), UInt64(truncatingIfNeeded: denominator))
      return Int64((2 * n + d) / (2 * d))
    }
    return assessment.round(numerator, over: denominator)
  }

  private static let short: Int128 = 1 << 61

  /// An assessed amount as it is awarded.
  func awarded(_ fen: Int64) -> Int64 { award?.round(Int128(fen), over: 1) ?? fen }
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

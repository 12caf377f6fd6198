import PolicyCatalogue

/// What is left of each claim while the rules between claims are applied.
struct ClaimState: Sendable {
  /// In whole fen.
  var amounts: [Double]
  /// The first step that struck; `.none` while nothing has.
  var reasons: [Reason]
  /// Row of the claim that excludes; empty while none is excluded.
  var excluders: [Int32] = []

  init(_ assessment: Assessment) {
    amounts = assessment.assessed
    reasons = [Reason](repeating: .none, count: amounts.count)
  }

  /// Sets what is left of a claim; nothing left gives it the reason.
  mutating func set(_ row: Int, to amount: Double, else reason: Reason) {
    amounts[row] = amount
    if amount == 0 && reasons[row] == .none { reasons[row] = reason }
  }

  mutating func exclude(_ row: Int, by excluder: Int32) {
    if excluders.isEmpty { excluders = [Int32](repeating: -1, count: amounts.count) }
    set(row, to: 0, else: .excluded)
    excluders[row] = excluder
  }
}

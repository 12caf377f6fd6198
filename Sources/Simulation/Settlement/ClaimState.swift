import PolicyCatalogue
import Population

/// What is left of each claim while the rules between claims are applied.
///
/// The cells lie in memory that tasks running at once may write, each the rows that are its own; no two
/// tasks ever touch one row, and no step begins before the last one has ended. That is what makes it
/// safe to be shared.
final class ClaimState: @unchecked Sendable {
  /// In whole fen.
  let amounts: UnsafeMutableBufferPointer<Double>
  /// Why the claim is worth nothing: the first step that struck, or the measure's own rule.
  let reasons: UnsafeMutableBufferPointer<Reason>
  /// Row of the claim that excludes, or -1; empty where no rule excludes.
  let excluders: UnsafeMutableBufferPointer<Int32>
  private let ownsCells: Bool

  /// In memory of its own.
  init(_ assessment: Assessment, excludes: Bool) {
    amounts = .allocate(capacity: assessment.assessed.count)
    _ = amounts.initialize(from: assessment.assessed)
    reasons = .allocate(capacity: assessment.assessed.count)
    _ = reasons.initialize(from: assessment.reasons)
    excluders = .allocate(capacity: excludes ? assessment.assessed.count : 0)
    excluders.initialize(repeating: -1)
    ownsCells = true
  }

  /// In cells that hold what was assessed, and of excluders -1, and that outlive the state.
  init(
    amounts: UnsafeMutableBufferPointer<Double>, reasons: UnsafeMutableBufferPointer<Reason>,
    excluders: UnsafeMutableBufferPointer<Int32>
  ) {
    self.amounts = amounts
    self.reasons = reasons
    self.excluders = excluders
    ownsCells = false
  }

  deinit {
    if ownsCells {
      excluders.deallocate()
      amounts.deallocate()
      reasons.deallocate()
    }
  }

  /// Sets what is left of a claim; nothing left gives it the reason.
  func set(_ row: Int, to amount: Double, else reason: Reason) {
    amounts[row] = amount
    if amount == 0 && reasons[row] == .none { reasons[row] = reason }
  }

  /// Takes a claim out of the year, whatever its own measure makes of it: that reason gives way.
  func bar(_ row: Int, _ reason: Reason) {
    amounts[row] = 0
    switch reasons[row] {
    case .none, .belowThreshold, .conditionNotMet: reasons[row] = reason
    default: break
    }
  }

  func exclude(_ row: Int, by excluder: Int32) {
    set(row, to: 0, else: .excluded)
    excluders[row] = excluder
  }

  /// Names the claim that is kept in the place of one that was itself excluded later.
  ///
  /// No chain closes: each excluder was still due something when the claim before it was not.
  func followExcluders(among rows: some Sequence<Int32>) {
    if excluders.isEmpty { return }
    for row in rows.lazy.map({ Int($0) }) where excluders[row] >= 0 {
      while excluders[Int(excluders[row])] >= 0 {
        excluders[row] = excluders[Int(excluders[row])]
      }
    }
  }
}

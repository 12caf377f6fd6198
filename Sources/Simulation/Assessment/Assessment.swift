import CKernels
import Diagnostics
import PolicyCatalogue

/// What every claim is worth by its measure's own rule, over all rows of the plan.
struct Assessment: Sendable {
  /// In whole fen.
  var assessed: [Double]
  /// Why it is zero, where it is.
  var reasons: [Reason]
  /// What was held before, in whole fen; filled in the rows of measures with a ladder only, and empty
  /// if there is none.
  var held: [Double]
}

extension Assessment {
  /// That of some rows.
  func selecting(_ rows: [Int32]) -> Assessment {
    Assessment(
      assessed: rows.map { assessed[Int($0)] }, reasons: rows.map { reasons[Int($0)] },
      held: held.isEmpty ? [] : rows.map { held[Int($0)] })
  }
}

extension Assessment {
  mutating func withCells(_ body: (AssessmentCells) throws(DataError) -> Void) throws(DataError) {
    try assessed.withUnsafeMutableBufferPointer { assessed throws(DataError) in
      try reasons.withUnsafeMutableBufferPointer { reasons throws(DataError) in
        try held.withUnsafeMutableBufferPointer { held throws(DataError) in
          try body(AssessmentCells(assessed: assessed, amounts: nil, reasons: reasons, held: held))
        }
      }
    }
  }
}

/// Where an assessment is written; tasks that run at once each write their own rows.
struct AssessmentCells: @unchecked Sendable {
  let assessed: UnsafeMutableBufferPointer<Double>
  /// A second copy of what is assessed, from which the rules between claims take away.
  let amounts: UnsafeMutableBufferPointer<Double>?
  let reasons: UnsafeMutableBufferPointer<Reason>
  /// Empty without ladders; only the rows of measures with a ladder are ever written or read.
  let held: UnsafeMutableBufferPointer<Double>

  func set(_ row: Int, to amount: Double, _ reason: Reason) {
    assessed[row] = amount
    amounts?[row] = amount
    reasons[row] = reason
  }

  /// A block of claims: assessed amounts, reasons, and of a ladder what was held.
  ///
  /// - Returns: what the amounts come to.
  func fill(_ first: Int, _ count: Int, _ outputs: [UnsafePointer<Double>]) -> Double {
    precondition(first + count <= assessed.count)
    if outputs.count > 2 {
      for i in 0..<count { held[first + i] = outputs[2][i] }
    }
    // A reason is its code and nothing else.
    return (reasons.baseAddress! + first).withMemoryRebound(to: UInt16.self, capacity: count) {
      outlay_store_claims(
        assessed.baseAddress! + first, amounts.map { $0.baseAddress! + first }, $0, outputs[0],
        outputs[1], count)
    }
  }
}

extension Policy {
  var hasLadders: Bool { measures.contains { $0.ladder != nil } }
}

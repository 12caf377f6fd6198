package import Diagnostics

/// An amount that a case expects beside what its claims get: of a pool, or of what the year leaves
/// behind for a claim.
package struct ExpectedFigure: Sendable {
  package enum Kind: Sendable, Hashable {
    case poolDemand(String)
    case poolProtected(String)
    case poolPaid(String)
    /// What is to be taken back of a claim: index of the measure, row in its table.
    case clawback(measure: Int, row: Int)
    /// What falls due in a later part of the claim's promise.
    case commitment(measure: Int, row: Int, part: String)
  }

  package var kind: Kind
  package var name: Message
  /// In fen.
  package var amount: Int64
  package var location: SourceLocation

  /// What a settlement says in its place; nothing where it says nothing.
  func amount(in settlement: Settlement) -> Int64 {
    func pool(_ id: String) -> PoolOutcome? { settlement.pools.first { $0.id == id } }
    let offsets = settlement.claims.offsets
    switch kind {
    case .poolDemand(let id): return pool(id)?.demand ?? 0
    case .poolProtected(let id): return pool(id)?.protected ?? 0
    case .poolPaid(let id): return pool(id)?.paid ?? 0
    case .clawback(let measure, let row):
      return settlement.clawbacks.filter { $0.row == offsets[measure] + row }
        .reduce(0) { $0 + $1.amount }
    case .commitment(let measure, let row, let part):
      return settlement.commitments.filter { $0.row == offsets[measure] + row && $0.part == part }
        .reduce(0) { $0 + $1.amount }
    }
  }
}

package struct FigureResult: Sendable {
  package var expected: ExpectedFigure
  /// In fen.
  package var amount: Int64

  package var passed: Bool { amount == expected.amount }
}

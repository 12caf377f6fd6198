package import PolicyCatalogue

/// What became of every claim and every pool in one policy year.
package struct Settlement: Sendable {
  package var claims: ClaimOutcomes
  /// In the order of the scenario's pools.
  package var pools: [PoolOutcome]
  /// Awards by measure with every band at its low end and at its high end, in fen.
  package var lowAwards: [Int64]
  package var highAwards: [Int64]
  /// Later parts of instalments that are promised, in fen.
  package var commitments: [Commitment]
  /// What was paid to those found out later in the year.
  package var clawbacks: [ClawbackItem]
  /// Indices of open measures for which nothing is assumed.
  package var unquantified: [Int]

  package init(
    claims: ClaimOutcomes, pools: [PoolOutcome], lowAwards: [Int64], highAwards: [Int64],
    commitments: [Commitment], clawbacks: [ClawbackItem], unquantified: [Int]
  ) {
    self.claims = claims
    self.pools = pools
    self.lowAwards = lowAwards
    self.highAwards = highAwards
    self.commitments = commitments
    self.clawbacks = clawbacks
    self.unquantified = unquantified
  }
}

/// Columns over all claims: the measures in the order of the policy, within a measure the rows of its
/// table. An open measure for which an amount is assumed has one row, the claim `assumed:<id>`, which
/// is in no table and has no enterprise.
package struct ClaimOutcomes: Sendable {
  /// Measure `m` has the rows `offsets[m]..<offsets[m + 1]`.
  package var offsets: [Int]
  /// In whole fen.
  package var assessed: [Double]
  package var awards: [Double]
  package var paid: [Double]
  package var reasons: [Reason]
  /// Row of the claim that excludes, where the reason is `.excluded`; else -1. Empty when there is
  /// no such claim.
  package var excluders: [Int32]

  package init(
    offsets: [Int], assessed: [Double], awards: [Double], paid: [Double], reasons: [Reason],
    excluders: [Int32]
  ) {
    self.offsets = offsets
    self.assessed = assessed
    self.awards = awards
    self.paid = paid
    self.reasons = reasons
    self.excluders = excluders
  }

  package var count: Int { awards.count }

  /// The measure to which a row belongs. Complexity: O(log measures).
  package func measure(of row: Int) -> Int {
    var (low, high) = (0, offsets.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if offsets[middle] <= row { low = middle } else { high = middle }
    }
    return low
  }
}

/// A budget line after settlement; amounts in fen.
package struct PoolOutcome: Sendable, Hashable {
  package var id: String
  package var budget: Int64?
  package var protected: Int64
  /// Sum of the unprotected awards.
  package var demand: Int64
  /// min(1, (budget − protected) / demand), never below zero; 1 without demand or without a budget.
  package var factor: Fraction
  package var paid: Int64

  package init(
    id: String, budget: Int64?, protected: Int64, demand: Int64, factor: Fraction, paid: Int64
  ) {
    self.id = id
    self.budget = budget
    self.protected = protected
    self.demand = demand
    self.factor = factor
    self.paid = paid
  }

  /// Article 53: the protected awards first, the others pro rata from what is left of the budget.
  package init(id: String, budget: Int64?, protected: Int64, demand: Int64) {
    let need = protected + demand
    self.init(
      id: id, budget: budget, protected: protected, demand: demand, factor: .one,
      paid: min(budget ?? need, need))
    if paid < need, demand > 0 {
      factor = Fraction(Int128(max(0, paid - protected)), Int128(demand))
    }
  }

  package var shortfall: Int64 { protected + demand - paid }
}

package struct Commitment: Sendable, Hashable {
  package var row: Int
  package var part: String
  /// How many years after the policy year it falls due.
  package var yearsLater: Int
  package var amount: Int64

  package init(row: Int, part: String, yearsLater: Int, amount: Int64) {
    self.row = row
    self.part = part
    self.yearsLater = yearsLater
    self.amount = amount
  }
}

package struct ClawbackItem: Sendable, Hashable {
  package var row: Int
  package var amount: Int64

  package init(row: Int, amount: Int64) {
    self.row = row
    self.amount = amount
  }
}

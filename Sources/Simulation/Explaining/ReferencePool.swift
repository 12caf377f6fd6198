internal import BigInt
internal import PolicyCatalogue

/// A pool of claims and what its budget pays of them.
struct ReferencePool {
  let id: String
  /// In fen; nil is without limit.
  let budget: BigInt?
  /// Indices in the book, in the order of ids.
  let claims: [Int]
  /// By position in `claims`: the part paid first, and the rest.
  let protectedParts: [BigInt]
  let openParts: [BigInt]
  /// By position in `claims`.
  let paid: [BigInt]

  var protected: BigInt { protectedParts.reduce(0, +) }
  var demand: BigInt { openParts.reduce(0, +) }

  /// min(1, (budget − protected) / demand), never below zero; 1 without demand or without a budget.
  var factor: Rational {
    guard let budget, demand > 0 else { return 1 }
    return min(1, Rational(max(0, budget - protected), demand))
  }

  /// Protected parts are paid first, cut to the budget by largest remainder where it is short of them;
  /// then the rest in proportion to what is left, by largest remainder; ties by claim id. Together
  /// they come to the lesser of the budget and all awards. Where payments are made in whole units
  /// only, each loses what is no whole unit, and nobody else gains it.
  init(
    id: String, budget: BigInt?, claims: [Int], protectedParts: [BigInt], openParts: [BigInt],
    unit: BigInt
  ) {
    self.id = id
    self.budget = budget
    self.claims = claims
    self.protectedParts = protectedParts
    self.openParts = openParts
    let protected = protectedParts.reduce(0, +)
    let first = Self.pay(protectedParts, from: budget)
    let second = Self.pay(openParts, from: budget.map { max(0, $0 - protected) })
    paid = zip(first, second).map { ($0 + $1) / unit * unit }
  }

  private static func pay(_ parts: [BigInt], from money: BigInt?) -> [BigInt] {
    guard let money, parts.reduce(0, +) > money else { return parts }
    return apportion(money, by: parts.map { Rational($0) }, tiesInOrder: Array(parts.indices))
  }
}

extension ReferenceBook {
  /// In the order of the scenario's pools.
  var pools: [ReferencePool] {
    let ordered = claims.indices.sorted(by: byID)
    let unit = paymentUnit ?? 1
    return scenario.pools.map { pool in
      let members = Set(pool.measures)
      let mine = ordered.filter { members.contains(claims[$0].measure) }
      let protectedParts = mine.map(protectedPart)
      return ReferencePool(
        id: pool.id, budget: scenario.budget.ofPool(pool.id), claims: mine,
        protectedParts: protectedParts,
        openParts: zip(mine, protectedParts).map { amounts[$0] - $1 }, unit: unit)
    }
  }

  /// In fen; nil where payments are not brought to whole units.
  var paymentUnit: BigInt? {
    policy.paymentRounding.map { rounding in
      ExactEvaluator(policy: policy, values: values).number(rounding.unit).fenRoundedDown
    }
  }
}

extension Scenario.Budget {
  func ofPool(_ id: String) -> BigInt? {
    switch self {
    case .unlimited: nil
    case .total(let fen): BigInt(fen)
    case .pools(let budgets): budgets[id].map { BigInt($0) }
    }
  }
}

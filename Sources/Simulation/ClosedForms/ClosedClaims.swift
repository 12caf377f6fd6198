import Diagnostics
import PolicyCatalogue
import Population

/// Parts the claims of a population into those that closed forms answer and the rest.
struct ClosedClaims {
  let plan: Plan
  let settler: Settler
  /// The parameters that move, and their places in the settings.
  let moving: Set<Int>
  let places: [Int: Int]
  let readers: ParameterReaders

  /// - Parameter places: in the settings, by index of the parameter, with those that follow another.
  init(plan: Plan, settler: Settler, places: [Int: Int], readers: ParameterReaders) {
    self.plan = plan
    self.settler = settler
    self.places = places
    self.readers = readers
    moving = Set(places.keys)
  }

  var policy: Policy { plan.policy }

  struct Found {
    var shapes: [ClosedShape] = []
    var pieces: [ClosedPiece] = []
    var rivals = ClosedRivals()
    /// Free claims of the measures that move.
    var closed = 0
    /// By row of the plan.
    var isAnswered: [Bool]

    /// The claims that nothing here answers.
    func rest(of plan: Plan) -> Population {
      var rest = plan.population
      for measure in plan.policy.measures.indices {
        let rows = plan.rows(of: measure)
        guard rows.contains(where: { isAnswered[$0] }) else { continue }
        rest.claims[measure] = plan.population.claims[measure].selecting(
          rows.filter { !isAnswered[$0] }.map { $0 - rows.lowerBound })
      }
      return rest
    }
  }

  func find() throws(DataError) -> Found {
    var found = Found(isAnswered: [Bool](repeating: false, count: plan.count))
    guard !movesMoreThanAwards else { return found }
    let reader = ClosedRuleReader(moving: moving)
    let bound = measuresBound
    let state = try state()
    let ties = Ties(of: plan)
    var ruled = RuledRows(rows: plan.count)
    for (index, measure) in policy.measures.enumerated() {
      let rows = plan.rows(of: index)
      guard !rows.isEmpty, !bound.contains(index), let rules = reader.rules(of: measure),
        rules.contains(where: { $0.reads(anyOf: moving) }),
        let pieces = try pieces(
          of: index, rules, rows.filter(state.isOpen), isFree: { !ties.isTied[$0] },
          &found.shapes, &ruled)
      else { continue }
      found.pieces += pieces
      for row in rows where !ties.isTied[row] {
        found.closed += 1
        found.isAnswered[row] = true
      }
    }
    if !ruled.isEmpty {
      found.rivals = try ClosedRivalry(claims: self, bound: bound, state: state, ties: ties)
        .groups(ruled, &found.isAnswered)
    }
    return found
  }

  /// Whether what the claims that are left come to can change.
  func moves(_ rest: Population) -> Bool {
    claimsReached(in: rest) > 0 || moving.contains { readers[$0].everyClaim }
  }

  /// How many claims are of measures whose rules read a number that moves.
  func claimsReached(in rest: Population) -> Int {
    measuresReached.reduce(0) { $0 + rest.claims[$1].count }
  }

  /// Measures whose claims a number that moves bears on at first hand.
  var measuresReached: Set<Int> {
    moving.reduce(into: []) { $0.formUnion(readers[$1].settled) }
  }

  // MARK: which claims

  /// Whether a number that moves decides who may claim, how amounts are rounded, or on which day.
  private var movesMoreThanAwards: Bool {
    let deciding =
      policy.eligibility.map(\.when) + policy.measures.flatMap { $0.exemptions.values }
      + [policy.deferral?.when, policy.assessedRounding.unit, policy.awardRounding?.unit]
      .compactMap { $0 }
    return deciding.contains { $0.reads(anyOf: moving) }
      || moving.contains { policy.parameters[$0].kind == .date }
  }

  /// Measures in which even a claim that meets no other is not paid as assessed, or of whose awards a
  /// part is protected.
  private var measuresBound: Set<Int> {
    let all = Array(policy.measures.indices)
    var bound = Set(
      all.filter { index in
        let measure = policy.measures[index]
        return measure.best != nil || measure.limit != nil || measure.fund != nil
      })
    bound.formUnion(policy.bestRules.flatMap(\.measures))
    bound.formUnion(policy.limitRules.flatMap(\.measures))
    bound.formUnion(policy.reductions.flatMap { $0.measures ?? all })
    for protection in policy.protections where protection.extent != .whole {
      bound.formUnion(protection.measures ?? all)
    }
    return bound
  }
}

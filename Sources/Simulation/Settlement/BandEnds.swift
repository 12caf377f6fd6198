import Diagnostics
import PolicyCatalogue
import Population

/// Awards by measure with every band at one of its ends.
///
/// Only claims of measures with a band, and those that meet them anywhere, can be awarded otherwise
/// than in the settlement itself: these are settled anew, and the others' awards are taken over.
struct BandEnds {
  private let settler: Settler
  private let state: ClaimState
  private let bands: [Int]
  /// The plan of the claims that may change, and whether a row of the whole plan is one of them; nil
  /// without a band.
  private let changing: (plan: Plan, rows: [Bool])?

  init(plan: Plan, settler: Settler, state: ClaimState) {
    self.settler = settler
    self.state = state
    bands = plan.policy.parameters.indices.filter { plan.policy.parameters[$0].isBandPosition }
    let measures = Set(bands.compactMap { plan.policy.parameters[$0].measure })
    if measures.isEmpty {
      changing = nil
    } else {
      let rows = plan.rowsThatMeet(measures)
      changing = (plan.restricted(to: rows), rows)
    }
  }

  func awards(at position: Fraction) throws(DataError) -> [Int64] {
    let plan = settler.plan
    var totals = plan.policy.measures.indices.map { measure in
      plan.rows(of: measure).reduce(0) { $0 + state.amounts[$1] }
    }
    guard let changing else { return totals.map { Int64($0) } }
    for measure in plan.policy.measures.indices {
      for row in plan.rows(of: measure) where changing.rows[row] {
        totals[measure] -= state.amounts[row]
      }
    }
    var values = settler.values
    for band in bands { values.set(band, to: position, in: plan.policy) }
    let part = changing.plan
    let partial = try Settler(
      plan: part, values: values, threads: settler.threads,
      struck: eligibilityReadsABand ? nil : settler.struck)
    let assessment = try Assessor(plan: part, threads: settler.threads).assess(values)
    let awarded = try partial.award(assessment)
    for measure in plan.policy.measures.indices {
      for row in part.rows(of: measure) { totals[measure] += awarded.amounts[row] }
    }
    return totals.map { Int64($0) }
  }

  private var eligibilityReadsABand: Bool {
    settler.policy.eligibility.contains { rule in
      rule.when.contains { part in
        if case .parameter(let index) = part { bands.contains(index) } else { false }
      }
    }
  }
}

extension Plan {
  /// The rows of some measures, and whatever they meet on a basis, in a company's limit or choice, or
  /// in a fund, and what meets those in turn.
  ///
  /// Complexity: O(rows in groups) for each link of the longest chain.
  fileprivate func rowsThatMeet(_ measures: Set<Int>) -> [Bool] {
    var rows = [Bool](repeating: false, count: count)
    for measure in measures {
      for row in self.rows(of: measure) { rows[row] = true }
    }
    var grows = true
    func spread(over group: some Collection<Int>) {
      let met = group.count { rows[$0] }
      if met == 0 || met == group.count { return }
      for row in group { rows[row] = true }
      grows = true
    }
    while grows {
      grows = false
      for groups in [bases] + groups.values {
        for group in groups.indices { spread(over: groups[group].lazy.map(Int.init)) }
      }
      for (index, measure) in policy.measures.enumerated() where measure.fund != nil {
        spread(over: self.rows(of: index))
      }
    }
    return rows
  }

  /// The plan of some of the claims, without assumed ones, which meet nobody.
  fileprivate func restricted(to rows: [Bool]) -> Plan {
    var part = population
    for (measure, claims) in population.claims.enumerated() {
      let kept = (0..<claims.count).filter { rows[offsets[measure] + $0] }
      part.claims[measure] = claims.selecting(kept)
    }
    var scenario = scenario
    scenario.assumed = [:]
    return Plan(scenario: scenario, population: part)
  }
}

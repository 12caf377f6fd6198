import Diagnostics
import PolicyCatalogue
import Population
import Simulation

/// A scenario and the population that it asks about.
struct Question: Sendable {
  var scenario: Scenario
  var population: Population

  /// A scenario over its own synthetic population.
  init(at path: String) throws {
    scenario = try Scenario.load(path: path)
    guard case .synthetic(let assumptions) = scenario.population else {
      throw WorkloadError("\(path) has no synthetic population")
    }
    population = try Population.synthesise(assumptions, policy: scenario.policy).population
  }

  /// The baseline at some size.
  static func policy(size: Int, in place: Workload.Place) throws -> Question {
    try Question(size: size, in: place) { _ in }
  }

  /// Twelve measures that between them use rates with thresholds and caps, prices, steps, a ladder, a
  /// cap a company and months; some three claims an enterprise, in one pool that falls short. The same
  /// as in `Benchmarks/peers/settlement.py`.
  static func twelve(size: Int, in place: Workload.Place) throws -> Question {
    var question = try Question(size: size, in: place) { claims in
      claims.propensity = 0
      claims.shapes = []
      for index in claims.measures.indices { claims.measures[index].propensity = 0 }
      for (id, share) in Self.shares {
        var assumptions =
          claims.measures.first { $0.measure == id }
          ?? MeasureAssumptions(measure: id, location: .init(file: ""))
        assumptions.propensity = share
        (assumptions.kinds, assumptions.industries, assumptions.sizes) = (nil, nil, nil)
        if id == "design-centre" { assumptions.sharedBasis = 0 }
        claims.measures.removeAll { $0.measure == id }
        claims.measures.append(assumptions)
      }
    }
    let measures = Array(question.scenario.policy.measures.indices)
    question.scenario.assumed = [:]
    question.scenario.pools = [Pool(id: "all", measures: measures)]
    question.scenario.budget = .total(Int64(size) / 10 * 1_000_000)
    return question
  }

  private static let shares = [
    "equipment-investment": 0.4, "integration-software": 0.3, "rooftop-solar-industrial": 0.2,
    "four-bases-purchase": 0.3, "design-centre": 0.1, "design-purchase": 0.4,
    "invention-patent": 0.3, "export-credit-insurance": 0.3, "export-growth": 0.1,
    "revenue-step-industry": 0.2, "online-sales": 0.2, "talent-reserve-postgraduate": 0.2,
  ]

  private init(
    size: Int, in place: Workload.Place, _ change: (inout ClaimAssumptions) -> Void
  ) throws {
    scenario = try Scenario.load(path: "\(place.root)/Scenarios/cixi-2017-baseline.yaml")
    guard case .synthetic(var assumptions) = scenario.population else {
      throw WorkloadError("the baseline has no synthetic population")
    }
    assumptions.size = size
    change(&assumptions.claims)
    population = try Population.synthesise(assumptions, policy: scenario.policy).population
  }

  /// What settlement reads of the claims and writes for them, once each: enterprise, basis, date, two
  /// flags and the inputs; assessed amount, award, payment, reason and excluder.
  var byteCount: Int {
    population.claims.reduce(0) { sum, claims in
      let inputs = claims.inputs.reduce(0) { $0 + $1.byteCount }
      return sum + inputs + claims.count * (4 + 4 + 4 + 1 + 1 + 3 * 8 + 2 + 4)
    }
  }

  /// What assessment reads and writes: the inputs; assessed amount and reason.
  var assessedByteCount: Int {
    population.claims.reduce(0) { sum, claims in
      claims.inputs.reduce(sum) { $0 + $1.byteCount } + claims.count * 10
    }
  }
}

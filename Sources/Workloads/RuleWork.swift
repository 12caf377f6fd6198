import Diagnostics
import PolicyCatalogue
import Population
import Simulation

/// The loop of one award rule over one measure's claims, on one thread: the figure is a core's.
enum RuleWork {
  /// The measures of `Benchmarks/Rules`, one a rule, by their ids.
  static let rules = [
    "rate", "band", "match", "fixed", "upto", "unit", "step", "bracket-marginal", "bracket-whole",
    "tier", "cases", "sum", "greatest", "bonus", "instalment", "ladder", "growth", "months",
  ]
  /// Those that divide by a column, and so run in fractions of 128-bit integers.
  static let exactRules = ["share"]

  static var entries: [Workload.Entry] {
    rules.map { Workload.Entry(name: "rule-\($0)", sizes: Workload.sizes, make: prepare) }
      + exactRules.map { Workload.Entry(name: "rule-\($0)", sizes: [10_000], make: prepare) }
  }

  @Sendable
  private static func prepare(
    name: String, size: Int, in place: Workload.Place
  ) throws -> Workload {
    let policy = try Policy.load(directory: "\(place.root)/Benchmarks/Rules")
    let id = String(name.dropFirst("rule-".count))
    guard let measure = policy.measure(id) else {
      throw WorkloadError("there is no measure '\(id)' in \(policy.path)")
    }
    let scenario = Scenario(
      path: policy.path, title: policy.title, policy: policy, year: 2017,
      population: .directory(""), budget: .unlimited, pools: policy.pools,
      values: ParameterValues(of: policy), hash: "")
    let population = DrawnClaims(policy).population(claims: size, of: measure)
    let loop = Shared(
      try AssessmentLoop(scenario, population, measures: [measure], threads: 1))
    guard loop.value.total > 0 else {
      throw WorkloadError("no claim of '\(id)' is worth anything")
    }
    // Its inputs read, the assessed amount and the reason written.
    let bytes = population.claims[measure].inputs.reduce(0) { $0 + $1.byteCount }
    return Workload(
      name, size: size, floor: .memory(bytes: bytes + size * 10), threads: 1,
      items: .init(count: size, name: "claims")
    ) {
      try loop.value.run()
    }
  }
}

/// What a work keeps and changes from run to run; runs never overlap.
final class Shared<Value>: @unchecked Sendable {
  var value: Value
  init(_ value: Value) { self.value = value }
}

extension Column {
  /// What its cells take.
  var byteCount: Int {
    switch self {
    case .numbers(let cells): cells.count * 8
    case .flags(let cells), .levels(let cells): cells.count
    case .dates(let cells): cells.count * 4
    case .text(let column): column.codes.count * 4
    }
  }
}

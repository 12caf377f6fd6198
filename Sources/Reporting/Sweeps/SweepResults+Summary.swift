import Diagnostics
import PolicyCatalogue
package import Simulation

/// `summary.json` of a sweep: what was asked, between what the answers lie, and what one needs to get
/// them again.
extension SweepResults {
  package func summary() -> JSON {
    var members: [String: JSON] = [
      "sweep": sweep.json(of: scenario, distinct: sweep.distinctCount()),
      "by": .array(layout.groupings.map { .string($0.by.rawValue) }),
      "totals": totals(),
      "pools": .array(layout.pools.indices.map(pool)),
      "warnings": .array(
        warnings.map { .string($0.description(in: .english)) }
          + layout.warnings(in: .english).map { .string($0) }),
      "provenance": ResultContext.provenance(
        of: scenario, source, populationHash: populationHash),
      "environment": layout.kernels.environment.json,
    ]
    if let villages = layout.villages, let question = scenario.villages {
      members["villages"] = .object([
        "villages": .integer(villages.count), "replicates": .integer(villages.replicates),
        "hash": .string(villages.hash), "last_year": .integer(villages.lastYear),
        "settings": question.json,
      ])
    }
    return .object(members)
  }

  private func totals() -> JSON {
    .object([
      "enterprises": .integer(layout.enterprises),
      "claims": .integer(layout.claims),
      "award_yuan": extremes(column(0)) { .yuan($0) },
      "paid_yuan": extremes(column(1)) { .yuan($0) },
    ])
  }

  private func pool(_ index: Int) -> JSON {
    .object([
      "pool": .string(layout.pools[index]),
      "factor": extremes(factors(ofPool: index)) { .string(Decimal.factor($0)) },
    ])
  }

  private func extremes<Figure: Comparable>(
    _ figures: some Sequence<Figure>, _ json: (Figure) -> JSON
  ) -> JSON {
    guard let (lowest, highest) = Self.extremes(figures) else { return .null }
    return .object([
      "lowest": json(lowest.figure), "lowest_point": .integer(lowest.point),
      "highest": json(highest.figure), "highest_point": .integer(highest.point),
    ])
  }
}

extension Sweep {
  /// Equal sweeps of a scenario are equal texts.
  package func json(of scenario: Scenario, distinct: Int? = nil) -> JSON {
    var members: [String: JSON] = [
      "method": .string(method), "points": .integer(count),
      "axes": .array(axes.map { $0.json(scenario.parameter($0.number)) }),
    ]
    switch design {
    case .grid: break
    case .listed(let points):
      members["listed"] = .array(
        points.map { values in
          .array(zip(axes, values).map { scenario.parameter($0.number).json(of: $1) })
        })
    case .sobol(_, let seed):
      members["seed"] = seed.map { .integer($0) } ?? .null
    case .latinHypercube(_, let seed):
      members["seed"] = .integer(seed)
    }
    if let distinct { members["distinct_points"] = .integer(distinct) }
    return .object(members)
  }

  var method: String {
    switch design {
    case .grid: "grid"
    case .listed: "listed"
    case .sobol: "sobol"
    case .latinHypercube: "latin-hypercube"
    }
  }
}

extension SweepAxis {
  fileprivate func json(_ parameter: Parameter) -> JSON {
    var members: [String: JSON] = [
      "address": .string(address), "unit": .string(parameter.unit), "step": .exact(step),
    ]
    switch extent {
    case .values(let values):
      members["values"] = .array(values.map { parameter.json(of: $0) })
    case .interval:
      members["from"] = parameter.json(of: bounds.low)
      members["to"] = parameter.json(of: bounds.high)
    }
    return .object(members)
  }
}

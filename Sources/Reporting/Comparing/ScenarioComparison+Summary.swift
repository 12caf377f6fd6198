import Diagnostics
import PolicyCatalogue
import Population
import Simulation

/// `summary.json` of a comparison.
extension ScenarioComparison {
  package func summary() -> JSON {
    var members: [String: JSON] = [
      "before": side(before, concentration.before),
      "after": side(after, concentration.after),
      "same_population": .bool(isSamePopulation),
      "compared": .message(compared),
      "change": change(),
      "pools": .array(rows(.pool).map(pool)),
      "environment": RunResults.environment(),
    ]
    if let villages { members["villages"] = villages.json }
    return .object(members)
  }

  /// What is set beside what, in words.
  var compared: Message {
    isSamePopulation
      ? Message(
        "the same claimants and claims under both scenarios, each claimant with itself",
        zh: "两个情景测算同一批申报主体与申报,逐户比较")
      : Message(
        "sums over different populations; no claimant is compared with itself",
        zh: "两个情景的申报主体不同,只比较合计数,不逐户比较")
  }

  private func side(_ results: RunResults, _ concentration: Concentration) -> JSON {
    let total = results.total
    var spread: [String: JSON] = [:]
    for figure in ConcentrationFigure.allCases {
      spread[figure.rawValue] = figure.text(of: concentration).map { .number($0) } ?? .null
    }
    var members: [String: JSON] = [
      "totals": .object([
        "enterprises": .integer(results.population.register.count),
        "claims": .integer(total.claims),
        "awarded": .integer(total.awarded),
        "award_yuan": .yuan(total.award),
        "paid_yuan": .yuan(total.paid),
      ]),
      "concentration": .object(spread),
      "warnings": .array(results.warnings.map { .string($0.description(in: .english)) }),
      "provenance": results.provenance(),
    ]
    if let response = results.response { members["response"] = results.summary(of: response) }
    if let replicates = results.replicates {
      members["replicates"] = results.summary(of: replicates)
    }
    return .object(members)
  }

  private func change() -> JSON {
    var members: [String: JSON] = [
      "award_yuan": .yuan(after.total.award - before.total.award),
      "paid_yuan": .yuan(total.change),
    ]
    if let effect = total.effect {
      members["winners"] = .integer(effect.winners)
      members["losers"] = .integer(effect.losers)
      members["unchanged"] = .integer(effect.unchanged)
    }
    if let replicates = replicateChanges {
      members["replicates"] = .object([
        "award": RunResults.figures(replicates.awards),
        "paid": RunResults.figures(replicates.paid),
        "probability_more_paid": .number(replicates.probabilityOfMore),
      ])
    }
    return .object(members)
  }

  private func pool(_ row: Row) -> JSON {
    func factor(_ results: RunResults) -> JSON {
      .optional(results.settlement.pools.first { $0.id == row.name }?.factorText)
    }
    return .object([
      "pool": .string(row.name),
      "before_yuan": .yuan(row.before),
      "after_yuan": .yuan(row.after),
      "change_yuan": .yuan(row.change),
      "factor_before": factor(before),
      "factor_after": factor(after),
    ])
  }
}

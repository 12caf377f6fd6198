import Diagnostics
import PolicyCatalogue
import Population
import Simulation

/// `summary.json`: the totals, and what one needs to get them again.
extension RunResults {
  package func summary() -> JSON {
    var members: [String: JSON] = [
      "totals": totals(),
      "chapters": .array(policy.chapters.indices.map(chapter)),
      "pools": .array(settlement.pools.map(pool)),
      "unquantified": .array(settlement.unquantified.map(unquantified)),
      "commitments": .array(orderedCommitments().map(commitment)),
      "clawbacks": .array(orderedClawbacks().map(clawback)),
      "warnings": .array(warnings.map { .string($0.description(in: .english)) }),
      "provenance": provenance(),
      "environment": Self.environment(),
    ]
    if let growth = scenario.growth { members["growth"] = .array(growth.assumptionsJSON) }
    if let villages = scenario.villages {
      members["villages"] = .object([
        "assumptions": .array(villages.assumptionsJSON),
        "set": .array(scenario.modelOverrides.map { .string($0) }),
      ])
    }
    if let replicates { members["replicates"] = summary(of: replicates) }
    if let response { members["response"] = summary(of: response) }
    return .object(members)
  }

  private func totals() -> JSON {
    let total = total
    return .object([
      "enterprises": .integer(population.register.count),
      "claims": .integer(total.claims),
      "awarded": .integer(total.awarded),
      "award_yuan": .yuan(total.award),
      "paid_yuan": .yuan(total.paid),
      "low_yuan": .yuan(total.low),
      "high_yuan": .yuan(total.high),
      "shortfall_yuan": .yuan(total.award - total.paid),
      "commitments_yuan": .yuan(settlement.commitments.reduce(0) { $0 + $1.amount }),
      "clawbacks_yuan": .yuan(settlement.clawbacks.reduce(0) { $0 + $1.amount }),
    ])
  }

  private func chapter(_ index: Int) -> JSON {
    let total = total(ofChapter: index)
    return .object([
      "chapter": .string(policy.chapters[index].id),
      "title": .message(policy.chapters[index].title),
      "claims": .integer(total.claims),
      "awarded": .integer(total.awarded),
      "award_yuan": .yuan(total.award),
      "paid_yuan": .yuan(total.paid),
    ])
  }

  private func pool(_ pool: PoolOutcome) -> JSON {
    .object([
      "pool": .string(pool.id),
      "budget_yuan": .yuan(pool.budget),
      "protected_yuan": .yuan(pool.protected),
      "demand_yuan": .yuan(pool.demand),
      "factor": .string(pool.factorText),
      "factor_fraction": .string("\(pool.factor.numerator)/\(pool.factor.denominator)"),
      "paid_yuan": .yuan(pool.paid),
      "shortfall_yuan": .yuan(pool.shortfall),
    ])
  }

  private func unquantified(_ index: Int) -> JSON {
    let measure = policy.measures[index]
    return .object([
      "measure": .string(measure.id),
      "article": .integer(measure.article),
      "item": .integer(measure.item),
      "title": .message(measure.title),
      "governed_by": .optional(measure.governedBy),
    ])
  }

  private func commitment(_ commitment: Commitment) -> JSON {
    claimMembers(
      commitment.row,
      [
        "part": .string(commitment.part),
        "year": .integer(scenario.year + commitment.yearsLater),
        "amount_yuan": .yuan(commitment.amount),
      ])
  }

  private func clawback(_ item: ClawbackItem) -> JSON {
    claimMembers(item.row, ["amount_yuan": .yuan(item.amount)])
  }

  private func claimMembers(_ row: Int, _ others: [String: JSON]) -> JSON {
    var members = others
    members["claim"] = .string(claimID(row))
    members["measure"] = .string(policy.measures[settlement.claims.measure(of: row)].id)
    members["enterprise"] = .optional(enterpriseID(row))
    return .object(members)
  }

  private func orderedCommitments() -> [Commitment] {
    let places = places(of: settlement.commitments.map(\.row))
    return settlement.commitments.enumerated().sorted { a, b in
      (places[a.offset], a.element.yearsLater, a.element.part)
        < (places[b.offset], b.element.yearsLater, b.element.part)
    }.map(\.element)
  }

  private func orderedClawbacks() -> [ClawbackItem] {
    let places = places(of: settlement.clawbacks.map(\.row))
    return settlement.clawbacks.enumerated()
      .sorted { places[$0.offset] < places[$1.offset] }.map(\.element)
  }

  /// The places of some rows in `claims.csv`.
  private func places(of rows: [Int]) -> [Int] {
    if rows.isEmpty { return [] }
    var places: [Int: [Int]] = [:]
    return rows.map { row in
      let measure = settlement.claims.measure(of: row)
      let order = orders[measure]
      if order.isEmpty { return row }
      let offset = settlement.claims.offsets[measure]
      let inOrder = places[measure] ?? Self.inverse(order)
      places[measure] = inOrder
      return offset + inOrder[row - offset]
    }
  }

  private static func inverse(_ order: [Int32]) -> [Int] {
    var places = [Int](repeating: 0, count: order.count)
    for (place, row) in order.enumerated() { places[Int(row)] = place }
    return places
  }

  func provenance() -> JSON {
    ResultContext(
      scenario: scenario, source: source, population: population, warnings: warnings
    ).provenance
  }

  static func environment() -> JSON { ResultContext.environment }
}

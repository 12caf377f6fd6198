import Diagnostics
import PolicyCatalogue
import Population
import Simulation

/// `summary.json` of a solution.
extension SolutionResults {
  package func summary() -> JSON {
    context.summary([
      "question": question(),
      "outcome": .string(solution.outcome.rawValue),
      "values": .array(parameters.indices.map(value)),
      "scale": solution.adjustment.isScale ? positions() : .null,
      "target": figures(),
      "totals": .object([
        "before": totals(solution.before), "after": solution.after.map(totals) ?? .null,
        "next": solution.next.map(totals) ?? .null,
      ]),
      "pools": .array(pools()),
      "search": search(),
      "closed_forms": solution.closed.map(closed) ?? .null,
    ])
  }

  private func question() -> JSON {
    .object([
      "adjust": .array(parameters.map { .string($0.address) }),
      "until": .string(target.text),
      "from": position(ends.from),
      "to": position(ends.to),
    ])
  }

  private func position(_ value: Fraction) -> JSON {
    solution.adjustment.isScale ? .exact(value) : parameters[0].json(of: value)
  }

  private func value(_ index: Int) -> JSON {
    let parameter = parameters[index]
    return .object([
      "address": .string(parameter.address),
      "before": parameter.json(of: parameter.value),
      "after": solution.after.map { parameter.json(of: $0.values[index]) } ?? .null,
      "next": solution.next.map { parameter.json(of: $0.values[index]) } ?? .null,
      "step": .exact(parameter.step),
      "unit": .string(parameter.unit),
    ])
  }

  private func positions() -> JSON {
    .object([
      "after": solution.after.map { position($0.position) } ?? .null,
      "next": solution.next.map { position($0.position) } ?? .null,
      "step": .exact(solution.adjustment.step),
    ])
  }

  private func figures() -> JSON {
    .object([
      "pool": .string(poolName),
      "figure": .string(target.quantity.rawValue + (target.quantity == .factor ? "" : "_yuan")),
      "comparison": .string(target.comparison.rawValue),
      "bound": figure(solution.bound),
      "before": figure(solution.before.figure),
      "after": solution.after.map { figure($0.figure) } ?? .null,
      "next": solution.next.map { figure($0.figure) } ?? .null,
      "remaining": solution.remaining.map(figure) ?? .null,
      "budget_left_yuan": .yuan(budgetLeft),
    ])
  }

  private func figure(_ value: Fraction) -> JSON {
    if target.quantity == .factor { return .exact(value) }
    return (try? value.divided(by: 100)).map { .exact($0) } ?? .null
  }

  private func totals(_ point: Solution.Point) -> JSON {
    .object([
      "award_yuan": .yuan(point.totals.award),
      "paid_yuan": .yuan(point.totals.paid),
    ])
  }

  private func pools() -> [JSON] {
    let before = solution.before.totals.pools
    return zip(before, solution.after?.totals.pools ?? before).map { a, b in
      .object([
        "pool": .string(a.id),
        "before": pool(a),
        "after": solution.after == nil ? .null : pool(b),
      ])
    }
  }

  private func pool(_ pool: PoolOutcome) -> JSON {
    .object([
      "budget_yuan": .yuan(pool.budget),
      "protected_yuan": .yuan(pool.protected),
      "demand_yuan": .yuan(pool.demand),
      "factor": .string(pool.factorText),
      "paid_yuan": .yuan(pool.paid),
      "shortfall_yuan": .yuan(pool.shortfall),
    ])
  }

  private func search() -> JSON {
    .object([
      "monotone": .bool(solution.isMonotone),
      "other_turns": .array(
        solution.otherTurns.map { turn in
          .object(["met": position(turn.met), "missed": position(turn.missed)])
        }),
      "estimated_points": .integer(solution.estimated),
      "settled_points": .integer(solution.settled),
      "too_large": .integer(solution.tooLarge),
    ])
  }

  /// Estimates, in yuan with four decimals.
  private func closed(_ check: Solution.ClosedCheck) -> JSON {
    func yuan(_ fen: Double) -> JSON { .number(Estimate.decimal(fen / 100, places: 4)) }
    return .object([
      "award_yuan": yuan(check.award),
      "bound_yuan": yuan(check.bound),
      "difference_yuan": yuan(check.difference),
      "closed_claims": .integer(check.closedClaims),
      "compared_claims": .integer(check.comparedClaims),
      "settled_claims": .integer(check.settledClaims),
    ])
  }
}

extension SolutionResults {
  /// Between which values, or scales, it was looked.
  var ends: (from: Fraction, to: Fraction) {
    let adjustment = solution.adjustment
    return (
      adjustment.position(at: adjustment.range.lowerBound),
      adjustment.position(at: adjustment.range.upperBound)
    )
  }

  /// What the pool asked about, or all that have a budget, could still pay, in fen; nil without a
  /// solution or without a budget.
  var budgetLeft: Int64? {
    guard let pools = solution.after?.totals.pools else { return nil }
    let asked = target.pool.map { [pools[$0]] } ?? pools
    let left = asked.compactMap { pool in pool.budget.map { $0 - pool.paid } }
    return left.isEmpty ? nil : left.reduce(0, +)
  }
}

extension Solution {
  /// What is left between the figure and the target; nil without a solution.
  var remaining: Fraction? {
    guard let after else { return nil }
    return try? question.target.comparison == .atLeast
      ? after.figure.minus(bound) : bound.minus(after.figure)
  }
}

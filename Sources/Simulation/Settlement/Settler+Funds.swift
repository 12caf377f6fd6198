import BigInt
import Diagnostics
import PolicyCatalogue

// Fixed sums for a whole measure.
extension Settler {
  func applyFunds(_ state: ClaimState) throws(DataError) {
    for (index, measure) in policy.measures.enumerated() {
      guard let fund = measure.fund else { continue }
      let rows = plan.rows(of: index).filter { state.amounts[$0] > 0 }
      if rows.isEmpty { continue }
      let amount = fen(fund.amount)
      switch fund.payment {
      case .asAsked:
        let asked = rows.reduce(0) { $0 + state.amounts[$1] }
        if asked > Double(amount) { cutInProportion(rows, to: amount, state, else: .fund) }
      case .shared(let weight):
        try share(amount, among: rows, of: index, by: weight, state)
      }
    }
  }

  /// The weights are exact fractions of any denominators, so their proportions need integers of any
  /// length; few measures have such a fund, and few claims.
  private func share(
    _ amount: Int64, among rows: [Int], of measure: Int, by weight: Expression,
    _ state: ClaimState
  ) throws(DataError) {
    let weights = try self.weights(of: rows, of: measure, by: weight)
    let denominator = weights.reduce(BigInt(1)) { common, weight in
      let next = BigInt(weight.denominator)
      return common / common.greatestCommonDivisor(with: next) * next
    }
    let whole = weights.map {
      max(0, BigInt($0.numerator)) * (denominator / BigInt($0.denominator))
    }
    let sum = whole.reduce(0, +)
    if sum == 0 {
      for row in rows { state.set(row, to: 0, else: .fund) }
      return
    }
    let quotas = whole.map { (BigInt(amount) * $0).quotientAndRemainder(dividingBy: sum) }
    let left = Int(BigInt(amount) - quotas.reduce(0) { $0 + $1.quotient })
    let order = rows.indices.sorted { a, b in
      quotas[a].remainder != quotas[b].remainder
        ? quotas[a].remainder > quotas[b].remainder : plan.ranks[rows[a]] < plan.ranks[rows[b]]
    }
    let favoured = Set(order.prefix(left))
    for (index, row) in rows.enumerated() {
      let share = Int64(quotas[index].quotient) + (favoured.contains(index) ? 1 : 0)
      state.set(row, to: Double(share), else: .fund)
    }
  }

  private func weights(
    of rows: [Int], of measure: Int, by weight: Expression
  ) throws(DataError) -> [Fraction] {
    var lowering = RuleLowering(values: values, source: plan.source(of: measure))
    let output: RuleGraph.ID
    do throws(Fraction.Overflow) {
      output = try lowering.lower(weight)
    } catch {
      throw plan.overflow(measure: measure)
    }
    let evaluator = WideEvaluator(
      graph: lowering.graph, outputs: [output], source: plan.source(of: measure))
    var weights: [Fraction] = []
    for row in rows {
      do throws(WideEvaluator.Overflow) {
        weights.append(try evaluator.evaluate(row: row - plan.offsets[measure])[0])
      } catch {
        throw plan.overflow(row: row)
      }
    }
    return weights
  }
}

import Diagnostics
import PolicyCatalogue

// Reduction by status: what is left of a claim times a share, where the enterprise is in a state that
// the policy names.
extension Settler {
  func applyReductions(_ state: inout ClaimState) throws(DataError) {
    let rounding = WholeRounding(policy.assessedRounding, values)
    for reduction in policy.reductions {
      let share = constant(reduction.multiply)
      for measure in reduction.measures ?? Array(policy.measures.indices) {
        try forEachRow(of: measure) { _, lowering throws(Fraction.Overflow) in
          let holds = try lowering.lower(reduction.when)
          return lowering.graph.select(
            holds, lowering.graph.constant(.one), lowering.graph.constant(.zero))
        } body: { row, holds in
          if holds == 0 || state.amounts[row] == 0 { return }
          let reduced = rounding.round(
            Int128(state.amounts[row]) * share.numerator, over: share.denominator)
          state.set(row, to: Double(reduced), else: .reduced)
        }
      }
    }
  }
}

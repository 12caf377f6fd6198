import Diagnostics
import PolicyCatalogue

// Reduction by status: what is left of a claim times a share, where the enterprise is in a state that
// the policy names.
extension Settler {
  func applyReductions(_ state: ClaimState) throws(DataError) {
    let rounding = WholeRounding(policy.assessedRounding, values)
    for reduction in policy.reductions {
      let share = constant(reduction.multiply)
      try forEachBlock(of: reduction.measures) { _, lowering throws(Fraction.Overflow) in
        [try lowering.number(reduction.when)]
      } body: { block in
        let holds = block.cells[0]
        for i in 0..<block.count where holds[i] != 0 {
          let row = block.firstRow + i
          if state.amounts[row] == 0 { continue }
          let reduced = rounding.round(
            Int128(state.amounts[row]) * share.numerator, over: share.denominator)
          state.set(row, to: Double(reduced), else: .reduced)
        }
      }
    }
  }
}

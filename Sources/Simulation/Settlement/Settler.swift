import Diagnostics
import LinearAlgebra
import PolicyCatalogue
import Population

/// Applies the rules between claims, in the order that the policy states.
///
/// A class, since its methods run for millions of claims on several threads, and a copy of what it
/// holds counts references that all threads share.
final class Settler: Sendable {
  let plan: Plan
  let values: ParameterValues
  let threads: Int
  /// By measure: whether its claims may stand together on a basis.
  let hasAllies: [Bool]
  /// By measure: the order of the law, by article and item.
  let places: [Int]
  /// Whom the eligibility rules bar.
  let struck: StruckEnterprises

  var policy: Policy { plan.policy }

  /// - Parameter struck: if it is known from a settlement that differs in nothing eligibility reads.
  init(
    plan: Plan, values: ParameterValues, threads: Int, struck: StruckEnterprises? = nil
  ) throws(DataError) {
    self.plan = plan
    self.values = values
    self.threads = threads
    places = plan.policy.measures.map { $0.article << 32 | $0.item }
    hasAllies = plan.policy.measures.map { $0.ladder != nil || $0.rivalsUnlessDiffers != nil }
    if let struck {
      self.struck = struck
    } else {
      self.struck = try StruckEnterprises(of: plan, values, threads: threads)
    }
  }

  /// From assessed amounts to awards.
  ///
  /// - Parameter steps: some of the policy's steps, in its order; all of them by default.
  func award(
    _ assessment: Assessment, steps: [SettlementStep]? = nil
  ) throws(DataError) -> ClaimState {
    let state = ClaimState(assessment, excludes: !policy.exclusions.isEmpty)
    try assessment.held.withUnsafeBufferPointer { held throws(DataError) in
      try award(state, held: held, steps: steps)
    }
    return state
  }

  /// - Parameters:
  ///   - state: as assessed.
  ///   - held: what was held before, in the rows of measures with a ladder.
  ///   - steps: some of the policy's steps, in its order; all of them by default.
  func award(
    _ state: ClaimState, held: UnsafeBufferPointer<Double>, steps: [SettlementStep]? = nil
  ) throws(DataError) {
    // An assumption of nothing falls under the threshold like any claim that comes to nothing.
    for (_, row) in plan.assumedRows where state.amounts[row] == 0 {
      state.reasons[row] = .belowThreshold
    }
    for step in steps ?? policy.steps {
      switch step {
      case .deferral: try barDeferred(state)
      case .validity: barOutsideValidity(state)
      case .eligibility: try barIneligible(state)
      case .ladders: applyLadders(state, held: held)
      case .exclusivity: applyExclusions(state)
      case .best: applyBest(state)
      case .limits: try applyLimits(state)
      case .reductions: try applyReductions(state)
      case .funds: try applyFunds(state)
      }
    }
    roundAwards(state)
  }

  private func roundAwards(_ state: ClaimState) {
    guard let rounding = policy.awardRounding.map({ WholeRounding($0, values) }) else { return }
    for row in 0..<plan.count where state.amounts[row] > 0 {
      let rounded = rounding.round(Int128(state.amounts[row]), over: 1)
      state.set(row, to: Double(rounded), else: .reduced)
    }
  }

  /// The value of an expression that the catalogue has found to hold no column.
  func constant(_ expression: Expression) -> Fraction {
    var lowering = RuleLowering(values: values, source: plan.registerSource)
    guard let id = try? lowering.lower(expression), let value = lowering.graph.constant(id) else {
      preconditionFailure("the catalogue lets only constants stand here")
    }
    return value
  }

  /// A constant amount of yuan in whole fen, rounded down. All awards together are below 2^53 fen, so
  /// that a larger amount bounds nothing and may be taken as that.
  func fen(_ expression: Expression) -> Int64 {
    let yuan = constant(expression)
    let (fen, overflow) = yuan.numerator.multipliedReportingOverflow(by: 100)
    let most = Int64(ExactProduct.limit)
    return overflow ? most : min(most, Int64(clamping: Fraction(fen, yuan.denominator).floor))
  }
}

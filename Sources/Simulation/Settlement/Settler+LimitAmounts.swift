import Diagnostics
import PolicyCatalogue
import Population

/// What a limit leaves each enterprise of the register, in whole fen.
struct LimitAmounts: Sendable {
  private let common: Double
  /// By row of the register; empty where the limit is the same for all.
  private let own: [Double]

  init(common: Double) {
    self.common = common
    own = []
    least = common
  }

  init(own: [Double]) {
    common = 0
    self.own = own
    least = own.min() ?? 0
  }

  /// No enterprise has less.
  let least: Double

  subscript(enterprise: Int) -> Double { own.isEmpty ? common : own[enterprise] }
}

extension Settler {
  /// The amount of a limit for every enterprise, answered once over the register.
  ///
  /// - Parameter id: Of the measure or rule that states it.
  func limitAmounts(_ yuan: Expression, of id: String) throws(DataError) -> LimitAmounts {
    let register = plan.population.register
    var lowering = RuleLowering(values: values, source: plan.registerSource)
    let output: RuleGraph.ID
    do throws(Fraction.Overflow) {
      let amount = try lowering.lower(yuan)
      let fen = try lowering.graph.multiply(amount, lowering.graph.constant(100))
      output = lowering.graph.maximum(lowering.graph.floor(fen), lowering.graph.constant(.zero))
    } catch {
      throw plan.limitOverflow(id)
    }
    if let fen = lowering.graph.constant(output) {
      return LimitAmounts(common: Double(fen.numerator))
    }
    var amounts = [Double](repeating: 0, count: register.count)
    let rule = CompiledRule(
      lowering.graph, outputs: [output], source: plan.registerSource, bounds: plan.registerBounds)
    do throws(WideEvaluator.Overflow) {
      try rule.run(rows: 0..<register.count) { first, count, outputs in
        for i in 0..<count { amounts[first + i] = outputs[0][i] }
      }
    } catch {
      throw plan.limitOverflow(id)
    }
    return LimitAmounts(own: amounts)
  }
}

extension Plan {
  fileprivate func limitOverflow(_ id: String) -> DataError {
    DataError(
      Diagnostic(
        at: SourceLocation(file: policy.path + "/policy.yaml"),
        Message(
          "the limit of '\(id)' is too large or too fine to be computed exactly",
          zh: "“\(id)”的限额过大或过细,无法精确计算")))
  }
}

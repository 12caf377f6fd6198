import Diagnostics
import PolicyCatalogue

extension CellDefaults {
  /// What is assumed of the inputs of a measure where the scenario names nothing.
  func cells(of measure: Measure, policy: Policy) -> [CellAssumption] {
    let scales = MeasureScales(measure, policy: policy).scales
    var cells = zip(measure.inputs, scales).map { input, scale in
      cell(input, scale, among: measure.inputs)
    }
    if case .level(let level, let prior, _) = measure.ladder?.held {
      cells[prior] = .below(measure.inputs[level].name, held: held, notRisen: notRisen)
    }
    if let instalments = measure.instalments,
      case .number = measure.inputs[instalments.part].type
    {
      cells[instalments.part] = .number(
        NumberAssumption(
          base: .constant(1), spread: .even(0.5, Double(instalments.parts.count) + 0.5)))
    }
    return cells
  }

  /// For a column of the register, of which no rule asks anything.
  func cell(of column: InputSchema) -> CellAssumption {
    cell(column, MeasureScales.Scale(), among: [])
  }

  private func cell(
    _ input: InputSchema, _ scale: MeasureScales.Scale, among inputs: [InputSchema]
  ) -> CellAssumption {
    switch input.type {
    case .number(let kind, _, _, _):
      return .number(number(kind, scale, among: inputs))
    case .flag:
      switch scale.wanted {
      case true?: return .flag(flagMet)
      case false?: return .flag(1 - flagMet)
      case nil: return .flag(flagOther)
      }
    case .date:
      return .yearsBefore(0, yearsBefore)
    case .level(let levels):
      var share = 1.0
      return .levels(
        levels.map { level in
          defer { share *= levelStep }
          return SyntheticAssumptions.Factor(
            name: level, factor: share, location: SourceLocation(file: ""))
        })
    case .text:
      return .levels([])
    }
  }

  private func number(
    _ kind: InputType.NumberKind, _ scale: MeasureScales.Scale, among inputs: [InputSchema]
  ) -> NumberAssumption {
    if let earlier = scale.grownFrom {
      return NumberAssumption(
        base: .input(inputs[earlier].name), ratio: growth, spread: .lognormal(growthSigma))
    }
    if let later = scale.before {
      return NumberAssumption(
        base: .input(inputs[later].name), ratio: 1 / growth, spread: .lognormal(growthSigma))
    }
    let lower = scale.lower.filter { $0 > 0 }.min()
    if let upper = scale.upper.filter({ $0 > 0 }).max() {
      // Some lie beyond the bound, by up to a seventh of it.
      let from = kind == .count ? max(0, (lower ?? 0) - 0.5) : (lower ?? 0)
      let to = upper * 8 / 7 + (kind == .count ? 0.5 : 0)
      return NumberAssumption(base: .constant(1), spread: .even(from, to))
    }
    if kind == .rate {
      return NumberAssumption(base: .constant(1), spread: .even(rateLow, rateHigh), maximum: 1)
    }
    let median: Double
    switch (lower, scale.ceilings.min()) {
    case (let threshold?, let ceiling?):
      let (a, b) = (threshold * ofThreshold, ceiling * ofCeiling)
      median = a < b ? (a * b).squareRoot() : a
    case (let threshold?, nil): median = threshold * ofThreshold
    case (nil, let ceiling?): median = ceiling * ofCeiling
    case (nil, nil): median = medians.first { $0.name == kind.rawValue }?.factor ?? 0
    }
    return NumberAssumption(base: .constant(median), spread: .lognormal(sigma))
  }
}

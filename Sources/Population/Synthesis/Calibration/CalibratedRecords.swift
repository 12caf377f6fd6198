/// The records of the register: candidates repeated by their whole weights, and the values of the
/// controlled attributes brought to their totals.
struct CalibratedRecords: Sendable {
  /// The candidate of each record.
  private(set) var sources: [Int32] = []
  /// The fixed attributes by record.
  private(set) var values: [[Double]] = []
  private(set) var iterations = 0
  private(set) var smallestWeight = 1.0
  private(set) var largestWeight = 1.0
  /// Targets in the order of the assumptions' controls, scaled to the register's size.
  private var targets: [[Double?]] = []

  init(
    _ assumptions: SyntheticAssumptions, candidates: Candidates, attributes: CorrelatedAttributes,
    parallel: ParallelBlocks
  ) {
    let controls = assumptions.controls
    let scale = Double(assumptions.size) / Double(controls.forSize)
    targets = controls.totals.map { control in
      assumptions.names(of: control.category).map { name in
        control.targets.first { $0.name == name }.map { $0.factor * scale }
      }
    }
    let bounds = controls.smallestWeight...controls.largestWeight
    let equations = zip(controls.totals, targets).map { control, targets in
      Calibration.Control(
        categories: candidates.categories(control.category),
        values: control.attribute.map { candidates.values[attributes.index(of: $0)!] },
        targets: targets)
    }
    var calibration = Calibration(
      rows: candidates.count, controls: equations, bounds: bounds, parallel: parallel)
    if !calibration.isMet, equations.contains(where: { $0.values != nil }) {
      // A small register has too few records for all totals at once. Numbers of enterprises go
      // first; amounts are brought to theirs by the ratio afterwards.
      calibration = Calibration(
        rows: candidates.count, controls: equations.filter { $0.values == nil }, bounds: bounds,
        parallel: parallel)
    }
    iterations = calibration.iterations
    smallestWeight = calibration.weights.min() ?? 1
    largestWeight = calibration.weights.max() ?? 1

    let towns = controls.totals.indices.first {
      controls.totals[$0].category == .town && controls.totals[$0].attribute == nil
    }
    let (sizeCount, kindCount) = (
      Int32(assumptions.sizes.count + 1), Int32(assumptions.kinds.count + 1)
    )
    let cells = (0..<candidates.count).map { row in
      ((candidates.industries[row] + 1) * sizeCount + candidates.sizes[row] + 1) * kindCount
        + candidates.kinds[row] + 1
    }
    let whole = WholeWeights(
      weights: calibration.weights, cells: cells, towns: candidates.towns,
      townTargets: towns.map { targets[$0] } ?? [], size: assumptions.size,
      start: RandomStream(seed: assumptions.seed, "calibration", "start").uniform(0))
    sources.reserveCapacity(assumptions.size)
    for (row, copies) in whole.copies.enumerated() {
      for _ in 0..<copies { sources.append(Int32(row)) }
    }

    values = candidates.values.map { column in sources.map { column[Int($0)] } }
    for (index, control) in controls.totals.enumerated() {
      guard let attribute = control.attribute.flatMap({ attributes.index(of: $0) }) else {
        continue
      }
      let all = candidates.categories(control.category)
      let assumed = attributes.attributes[attribute]
      let whole = assumed.minimum...assumed.maximum
      let isSizing = assumed.name == CorrelatedAttributes.sizing
      // A business stays in its size class: a fen below the next one, so that rounding cannot lift
      // it there.
      let classes = assumptions.sizes.indices.map { size -> ClosedRange<Double> in
        let next =
          size + 1 < assumptions.sizes.count
          ? assumptions.sizes[size + 1].from - 0.01 : whole.upperBound
        let low = max(assumptions.sizes[size].from, whole.lowerBound)
        return low...max(low, min(next, whole.upperBound))
      }
      let sizes = sources.map { candidates.sizes[Int($0)] }
      values[attribute] = adjustRatios(
        values[attribute], categories: sources.map { all[Int($0)] }, targets: targets[index],
        limits: { row in isSizing && sizes[row] >= 0 ? classes[Int(sizes[row])] : whole },
        factors: bounds, parallel: parallel)
    }
  }

  /// What the register made of the targets.
  func totals(
    _ register: SyntheticRegister, _ assumptions: SyntheticAssumptions
  ) -> [SynthesisReport.Total] {
    let controls = assumptions.controls
    var totals: [SynthesisReport.Total] = []
    for (index, control) in controls.totals.enumerated() {
      let categories =
        switch control.category {
        case .kind: register.facts.kinds
        case .town: register.towns
        case .industry: register.industries
        case .size: register.sizes
        }
      let names = assumptions.names(of: control.category)
      var sums = [Double](repeating: 0, count: names.count)
      let values = control.attribute.map { register.facts.attributes[$0]! }
      for (row, category) in categories.enumerated() where category >= 0 {
        sums[Int(category)] += values?[row] ?? 1
      }
      for (category, target) in targets[index].enumerated() {
        guard let target else { continue }
        let deviation = (sums[category] - target).magnitude
        let accepted = controls.tolerance * target
        let isMet =
          deviation
          <= (control.attribute == nil ? max(accepted, controls.toleranceEnterprises) : accepted)
        totals.append(
          SynthesisReport.Total(
            of: control.attribute ?? "enterprises", by: control.category.rawValue,
            category: names[category], target: target, achieved: sums[category], isMet: isMet))
      }
    }
    return totals
  }
}

import Diagnostics
import PolicyCatalogue

extension Scenario {
  /// The key `sweep`:
  ///
  ///     sweep:
  ///       over:
  ///         equipment-investment.general.rate: [4%, 6%, 8%]
  ///         equipment-investment.general.cap: 200万..400万:50万
  ///       sample: {sobol: 256, seed: 1}
  ///
  /// or `points`, a list of `{ADDRESS: value, …}`, in the place of both.
  ///
  /// - Returns: nil once it is reported what is wrong with it.
  func sweep(_ node: YAMLNode, _ bag: inout DiagnosticBag) -> Sweep? {
    // Errors elsewhere in the file are not to be taken for errors here.
    var own = DiagnosticBag()
    let sweep = readSweep(node, &own)
    for warning in own.warnings { bag.report(warning) }
    bag.report(DataError(own.errors, omitted: own.omitted))
    return sweep
  }

  private func readSweep(_ node: YAMLNode, _ bag: inout DiagnosticBag) -> Sweep? {
    guard let mapping = node.mapping(keys: ["over", "sample", "points"], &bag) else { return nil }
    var draft = SweepDraft()
    if let points = mapping["points"] {
      for key in ["over", "sample"] where mapping.has(key) {
        bag.report(
          Diagnostic(
            at: mapping.location(ofKey: key),
            Message("'\(key)' beside 'points'", zh: "\(key) 与 points 并列"),
            expected: Message(
              "either listed points, or values to combine or sample from",
              zh: "要么逐点列出,要么给出取值以供组合或抽样")))
      }
      draft.list(self.points(points, &bag), in: self, &bag)
    } else if let over = mapping.required("over", &bag)?.mapping(&bag) {
      for entry in over.entries {
        guard let extent = WrittenAxis.Extent(entry.value, &bag) else { continue }
        let address = WrittenAxis.Text(entry.key, at: entry.keyLocation)
        draft.set(WrittenAxis(address: address, extent: extent), in: self, &bag)
      }
      if let sample = mapping["sample"] { read(sample, into: &draft, &bag) }
    }
    return bag.hasErrors ? nil : draft.sweep(at: node.location, &bag)
  }

  private func points(_ node: YAMLNode, _ bag: inout DiagnosticBag) -> [WrittenPoint] {
    let items = node.sequence(&bag) ?? []
    if items.count > Sweep.mostPoints {
      node.report(expected: Message("fewer points", zh: "更少的点"), &bag)
    }
    return items.compactMap { item in
      guard let point = item.mapping(&bag) else { return nil }
      let values = point.entries.compactMap { entry in
        entry.value.text(&bag).map { text in
          (
            address: WrittenAxis.Text(entry.key, at: entry.keyLocation),
            value: WrittenAxis.Text(text, at: entry.value.location)
          )
        }
      }
      return WrittenPoint(values: values, location: item.location)
    }
  }

  /// `{sobol: 256}` or `{latin: 1000, seed: 7}`.
  private func read(
    _ node: YAMLNode, into draft: inout SweepDraft, _ bag: inout DiagnosticBag
  ) {
    let methods = SweepDraft.Method.allCases.map(\.rawValue)
    guard let mapping = node.mapping(keys: methods + ["seed"], &bag) else { return }
    let named = SweepDraft.Method.allCases.filter { mapping.has($0.rawValue) }
    guard named.count == 1, let points = mapping[named[0].rawValue] else {
      // A key that is none of these was told about.
      if !bag.hasErrors {
        node.report(expected: Message("one of sobol, latin", zh: "sobol、latin 之一"), &bag)
      }
      return
    }
    if let seed = mapping["seed"] {
      draft.seed = seed.integer(in: 0...Int.max, &bag).map { UInt64($0) }
    }
    guard let count = points.integer(in: 1...Sweep.mostPoints, &bag) else { return }
    draft.set(SweepDraft.Sample(named[0], points: count, at: points.location))
  }
}

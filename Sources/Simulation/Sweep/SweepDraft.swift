package import Diagnostics
import PolicyCatalogue

/// A sweep while it is put together from a scenario and options of the command line.
package struct SweepDraft: Sendable {
  package enum Method: String, Sendable, CaseIterable {
    case sobol
    case latin
  }

  package struct Sample: Sendable {
    package var method: Method
    package var points: Int
    package var location: SourceLocation

    package init(_ method: Method, points: Int, at location: SourceLocation) {
      self.method = method
      self.points = points
      self.location = location
    }
  }

  package private(set) var axes: [(axis: SweepAxis, location: SourceLocation)] = []
  /// By point, the values by place of the axis, where points are listed.
  private var listed: [[Fraction]]?
  private var sample: Sample?
  package var seed: UInt64?

  package init() {}

  /// A sweep that a scenario states, to be changed.
  package init(_ sweep: Sweep, at location: SourceLocation) {
    axes = sweep.axes.map { ($0, location) }
    switch sweep.design {
    case .grid: break
    case .listed(let points): listed = points
    case .sobol(let points, let seed):
      sample = Sample(.sobol, points: points, at: location)
      self.seed = seed
    case .latinHypercube(let points, let seed):
      sample = Sample(.latin, points: points, at: location)
      self.seed = seed
    }
  }

  /// Adds an axis, or gives the one of the same number other values. Listed points are given up for
  /// combinations.
  package mutating func set(
    _ written: WrittenAxis, in scenario: Scenario, _ bag: inout DiagnosticBag
  ) {
    guard let axis = AxisReader(scenario: scenario).axis(written, &bag) else { return }
    if listed != nil {
      listed = nil
      axes = []
    }
    if let place = axes.firstIndex(where: { $0.axis.number == axis.number }) {
      axes[place] = (axis, written.address.location)
    } else {
      axes.append((axis, written.address.location))
    }
  }

  /// A sample takes the place of combinations, and of listed points, whose values it then draws from.
  package mutating func set(_ sample: Sample) {
    self.sample = sample
    listed = nil
  }

  /// Points one by one, each with a value for every address that any of them names.
  mutating func list(
    _ points: [WrittenPoint], in scenario: Scenario, _ bag: inout DiagnosticBag
  ) {
    let reader = AxisReader(scenario: scenario)
    var numbers: [(number: Adjustable, address: WrittenAxis.Text)] = []
    let found = points.map { point in
      var values: [Adjustable: Fraction] = [:]
      for (address, text) in point.values {
        guard let number = reader.number(address, &bag) else { continue }
        if !numbers.contains(where: { $0.number == number }) { numbers.append((number, address)) }
        values[number] = reader.value(text, number, &bag)
      }
      return values
    }
    // A value that is wrong was told about.
    if bag.hasErrors { return }
    for (values, point) in zip(found, points) {
      for (number, address) in numbers where values[number] == nil {
        bag.report(
          Diagnostic(
            at: point.location,
            Message(
              "this point gives no value to '\(address.text)', which others do",
              zh: "此点没有给出“\(address.text)”的值,而其他点给出了")))
      }
    }
    if bag.hasErrors { return }
    let listed = found.map { values in numbers.compactMap { values[$0.number] } }
    self.listed = listed
    axes = numbers.enumerated().map { place, number in
      var seen: Set<Fraction> = []
      let values = listed.map { $0[place] }.filter { seen.insert($0).inserted }
      let axis = SweepAxis(
        address: number.address.text, number: number.number,
        step: scenario.parameter(number.number).step, extent: .values(values))
      return (axis, number.address.location)
    }
  }

  /// The sweep, or nil once it is reported what is missing.
  ///
  /// - Parameter location: of the sweep as a whole.
  package func sweep(at location: SourceLocation, _ bag: inout DiagnosticBag) -> Sweep? {
    if axes.isEmpty {
      // An axis that is wrong was told about.
      if !bag.hasErrors {
        bag.report(
          Diagnostic(
            at: location, Message("nothing is swept", zh: "没有扫描任何数值"),
            expected: Message("at least one address with its values", zh: "至少一个地址及其取值")))
      }
      return nil
    }
    if seed != nil && sample == nil {
      bag.report(
        Diagnostic(
          at: location, Message("a seed without a sample", zh: "有种子而没有抽样"),
          expected: Message("--sobol or --latin with it", zh: "同时写 --sobol 或 --latin")))
      return nil
    }
    if let listed { return Sweep(axes: axes.map(\.axis), design: .listed(listed)) }
    guard let sample else { return grid(at: location, &bag) }
    guard (1...Sweep.mostPoints).contains(sample.points) else {
      bag.report(
        Diagnostic(
          at: sample.location,
          Message("a sample of \(sample.points) points", zh: "样本点数为 \(sample.points)"),
          expected: Message("1 to \(Sweep.mostPoints)", zh: "1 至 \(Sweep.mostPoints)")))
      return nil
    }
    switch sample.method {
    case .latin:
      return Sweep(
        axes: axes.map(\.axis), design: .latinHypercube(points: sample.points, seed: seed ?? 1))
    case .sobol:
      guard axes.count <= SobolSequence.largestDimension else {
        bag.report(
          Diagnostic(
            at: sample.location,
            Message(
              "a Sobol sample over \(axes.count) numbers", zh: "Sobol 样本涉及 \(axes.count) 个数值"),
            expected: Message(
              "at most \(SobolSequence.largestDimension), or a Latin hypercube",
              zh: "不超过 \(SobolSequence.largestDimension) 个,或用拉丁超立方")))
        return nil
      }
      return Sweep(axes: axes.map(\.axis), design: .sobol(points: sample.points, seed: seed))
    }
  }

  private func grid(at location: SourceLocation, _ bag: inout DiagnosticBag) -> Sweep? {
    var count: Int128 = 1
    var isWhole = true
    for (axis, location) in axes {
      guard case .values(let values) = axis.extent else {
        bag.report(
          Diagnostic(
            at: location,
            Message(
              "the range of '\(axis.address)' has no step, and only samples go without",
              zh: "“\(axis.address)”的区间没有间距,只有抽样才可不写"),
            expected: Message(
              "a step as in 4%..8%:1%, or a sample (sobol, latin)",
              zh: "如 4%..8%:1% 的间距,或抽样(sobol、latin)")))
        isWhole = false
        continue
      }
      count = min(count * Int128(values.count), Int128(Sweep.mostPoints) + 1)
    }
    guard isWhole else { return nil }
    guard count <= Int128(Sweep.mostPoints) else {
      bag.report(
        Diagnostic(
          at: location,
          Message(
            "all combinations are more than \(Sweep.mostPoints) points",
            zh: "全部组合超过 \(Sweep.mostPoints) 个点"),
          expected: Message("fewer values, or a sample", zh: "更少的取值,或抽样")))
      return nil
    }
    return Sweep(axes: axes.map(\.axis), design: .grid)
  }
}

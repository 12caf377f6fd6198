import ArgumentParser
import Diagnostics
import Reporting
import Simulation
import SimulationAPI
import SwiftProtobuf

/// The axes and the sample of a sweep, as far as they are given on the command line.
struct SweepOptions: ParsableArguments {
  @Option(
    help: .spoken(
      "Values for an address, such as X=4%,6%,8%; adds an axis or replaces that of the scenario.",
      "某地址的取值,如 X=4%,6%,8%;增加一个维度,或替换情景中的同名维度。", valueName: "address=values"))
  var grid: [String] = []

  @Option(
    help: .spoken(
      "The same as a range with a step, X=4%..8%:1%; for samples the step may be left out.",
      "同上,写成区间和间距 X=4%..8%:1%;抽样时可不写间距。", valueName: "address=range"))
  var range: [String] = []

  @Option(
    help: .spoken(
      "Take so many points of a Sobol sequence instead of all combinations.",
      "不取全部组合,而取这么多个 Sobol 点。", valueName: "n"))
  var sobol: Int?

  @Option(
    help: .spoken(
      "Take a Latin hypercube of so many points instead of all combinations.",
      "不取全部组合,而取这么多个点的拉丁超立方。", valueName: "n"))
  var latin: Int?

  @Option(
    help: .spoken(
      "Seed of the sample; without one Sobol points are not scrambled, and that of a Latin hypercube is 1.",
      "抽样的种子;不写时 Sobol 点不扰动,拉丁超立方的种子为 1。", valueName: "n"))
  var seed: UInt64?

  func validate() throws {
    if sobol != nil && latin != nil {
      throw ValidationError(
        spoken("--sobol and --latin exclude each other.", "--sobol 与 --latin 不能并用。"))
    }
    if let seed, seed > UInt64(Int.max) {
      throw ValidationError(
        spoken("--seed must be \(Int.max) or less.", "--seed 最大为 \(Int.max)。"))
    }
    var addresses: Set<Substring> = []
    for (option, texts, isRange) in [("--grid", grid, false), ("--range", range, true)] {
      for text in texts {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
          throw ValidationError(
            spoken(
              "\(option) '\(text)' is no ADDRESS=\(isRange ? "FROM..TO:STEP" : "VALUE,VALUE").",
              "\(option) 的“\(text)”不是 地址=\(isRange ? "起..止:间距" : "值,值") 的形式。"))
        }
        guard addresses.insert(text[..<equals]).inserted else {
          throw ValidationError(
            spoken(
              "The address '\(text[..<equals])' is given twice.", "地址“\(text[..<equals])”写了两次。"))
        }
        guard text[equals...].contains("..") == isRange else {
          throw ValidationError(
            isRange
              ? spoken(
                "--range '\(text)' has no '..'; a list of values goes with --grid.",
                "--range 的“\(text)”没有“..”;逐个取值请用 --grid。")
              : spoken(
                "--grid '\(text)' is a range; that goes with --range.",
                "--grid 的“\(text)”是区间;请用 --range。"))
        }
      }
    }
  }

  /// The sweep that is asked for: the scenario's own, with what is given here.
  func sweep(of scenario: Scenario) throws(DataError) -> (sweep: Sweep, warnings: [Diagnostic]) {
    var bag = DiagnosticBag()
    let place = SourceLocation(file: scenario.path)
    var draft = scenario.sweep.map { SweepDraft($0, at: place) } ?? SweepDraft()
    for (option, texts) in [("--grid", grid), ("--range", range)] {
      for text in texts {
        let location = SourceLocation(file: "\(option) \(text)")
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        draft.set(
          WrittenAxis(
            address: WrittenAxis.Text(String(parts[0]), at: location),
            extent: WrittenAxis.Extent(String(parts[1]), at: location)), in: scenario, &bag)
      }
    }
    for (method, points) in [(SweepDraft.Method.sobol, sobol), (.latin, latin)] {
      guard let points else { continue }
      draft.set(
        SweepDraft.Sample(
          method, points: points, at: SourceLocation(file: "--\(method.rawValue) \(points)")))
    }
    if let seed { draft.seed = seed }
    let sweep = bag.hasErrors ? nil : draft.sweep(at: place, &bag)
    try bag.throwIfErrors()
    guard let sweep else { preconditionFailure("what is missing was reported") }
    return (sweep, bag.warnings)
  }
}

extension SweepOptions {
  /// As a server is asked.
  func message(by groupings: [SweepGrouping]) throws -> Outlay_V1_SweepQuestion {
    .with {
      $0.axes = (grid + range).map { text in
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return .with {
          $0.address = String(parts[0])
          $0.values = String(parts[1])
        }
      }
      $0.sobolPoints = Int32(clamping: sobol ?? 0)
      $0.latinPoints = Int32(clamping: latin ?? 0)
      if let seed { $0.seed = Int64(clamping: seed) }
      $0.by = groupings.map(\.rawValue)
    }
  }
}

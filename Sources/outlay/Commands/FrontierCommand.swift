import ArgumentParser
import Diagnostics
import PolicyCatalogue
import Reporting
import Simulation
import SimulationAPI
import SwiftProtobuf

struct FrontierCommand: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "frontier",
      abstract: spoken(
        "Settle the whole surface over two numbers.", "测算两个数值各种组合下的应兑现额和兑现比例。"))
  }

  @OptionGroup var input: ScenarioInput

  @Option(
    help: .spoken("Address of the first number.", "第一个数值的地址。", valueName: "address"))
  var x: String

  @Option(
    help: .spoken("Address of the second number.", "第二个数值的地址。", valueName: "address"))
  var y: String

  @Option(
    help: .spoken(
      "Values of x, FROM..TO; else from half of it to one and a half.",
      "x 的取值范围,FROM..TO;不写则为现值的一半至一倍半。",
      valueName: "range"))
  var xRange: String?

  @Option(
    help: .spoken(
      "Values of y, FROM..TO; else from half of it to one and a half.",
      "y 的取值范围,FROM..TO;不写则为现值的一半至一倍半。",
      valueName: "range"))
  var yRange: String?

  @Option(
    help: .spoken(
      "How many values each takes at most.", "各取多少个值(最多)。", valueName: "n"))
  var points = 21

  @Option(
    help: .spoken(
      "The pool whose factor is told; else that which pays for x.", "兑现比例取哪个资金盘子;不写则为 x 所属的。",
      valueName: "pool"))
  var pool: String?

  @OptionGroup var output: ResultOptions

  @OptionGroup var server: ServerOption

  @OptionGroup var language: LanguageOption

  /// More cells than anybody reads take too much memory.
  private static let most = 1000

  func validate() throws {
    guard (2...Self.most).contains(points) else {
      throw ValidationError(
        spoken(
          "--points must be from 2 to \(Self.most).", "--points 应为 2 至 \(Self.most)。"))
    }
  }

  func run() async throws {
    if try await server.answers(
      [input.source],
      .frontier(
        .with {
          $0.x = x
          $0.y = y
          $0.xRange = xRange ?? ""
          $0.yRange = yRange ?? ""
          $0.points = Int32(points)
          $0.pool = pool ?? ""
        }),
      out: (output.out, FrontierResults.fileNames))
    {
      return
    }
    _ = try output.answer(input) { input, clock in
      let (first, second, pool) = try surface(in: input.scenario)
      defer { clock.finished(Message("settle the surface", zh: "测算各种组合")) }
      return FrontierResults(
        try Frontier(
          x: first, y: second, pool: pool, input.scenario, input.population,
          threads: output.threads), of: input.context)
    }
  }

  private func surface(
    in scenario: Scenario
  ) throws(DataError) -> (x: Frontier.Axis, y: Frontier.Axis, pool: Int) {
    var bag = DiagnosticBag()
    let first = axis(x, xRange, "x", in: scenario, &bag)
    let second = axis(y, yRange, "y", in: scenario, &bag)
    let pool = self.pool(of: first, in: scenario, &bag)
    if let first, let second, first.adjustable == second.adjustable {
      bag.report(
        Diagnostic(
          at: SourceLocation(file: "--y"),
          Message("x and y are the same number", zh: "x 与 y 是同一个数"),
          expected: Message("two different addresses", zh: "两个不同的地址")))
    }
    try bag.throwIfErrors()
    guard let first, let second, let pool else {
      preconditionFailure("what is wrong was reported")
    }
    return (first, second, pool)
  }

  private func axis(
    _ address: String, _ range: String?, _ name: String, in scenario: Scenario,
    _ bag: inout DiagnosticBag
  ) -> Frontier.Axis? {
    guard
      let adjustable = scenario.adjustable(
        SolvingQuestion.Written(address, at: SourceLocation(file: "--\(name)")), &bag)
    else { return nil }
    let location = SourceLocation(file: "--\(name)-range")
    var ends: [Fraction?] = [nil, nil]
    if let range {
      guard let texts = Self.ends(of: range) else {
        bag.report(
          Diagnostic(
            at: location, Message("'\(range)' is no range", zh: "“\(range)”不是范围"),
            expected: Message("FROM..TO, such as 2%..8%", zh: "FROM..TO,如 2%..8%")))
        return nil
      }
      let parameter = scenario.parameter(adjustable)
      ends = texts.map { bag.value(parameter.value(writtenAs: $0), at: location) }
      if ends.contains(nil) { return nil }
    }
    do throws(DataError) {
      return try Frontier.Axis(
        adjustable, in: scenario, from: ends[0], to: ends[1], count: points)
    } catch {
      bag.report(error)
      return nil
    }
  }

  /// The two sides of `..`.
  private static func ends(of range: String) -> [String]? {
    guard let dots = range.firstRange(of: "..") else { return nil }
    let ends = [String(range[..<dots.lowerBound]), String(range[dots.upperBound...])]
    return ends.contains("") ? nil : ends
  }

  private func pool(
    of axis: Frontier.Axis?, in scenario: Scenario, _ bag: inout DiagnosticBag
  ) -> Int? {
    if let pool {
      let ids = scenario.pools.map(\.id)
      if let index = ids.firstIndex(of: pool) { return index }
      bag.report(
        Diagnostic(
          at: SourceLocation(file: "--pool"),
          Message("there is no pool '\(pool)'", zh: "没有资金盘子“\(pool)”"), expected: .oneOf(ids),
          suggestion: nearestName(to: pool, among: ids)))
      return nil
    }
    guard let axis else { return nil }
    if let pool = scenario.pool(paying: axis.adjustable) { return pool }
    if scenario.pools.count == 1 { return 0 }
    bag.report(
      Diagnostic(
        at: SourceLocation(file: "--x"),
        Message(
          "'\(axis.parameter.address)' belongs to no one pool",
          zh: "“\(axis.parameter.address)”不属于某一个资金盘子"),
        expected: Message("--pool, one of the scenario's", zh: "用 --pool 指明资金盘子")))
    return nil
  }
}

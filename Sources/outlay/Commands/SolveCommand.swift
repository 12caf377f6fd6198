import ArgumentParser
import Diagnostics
import PolicyCatalogue
import Reporting
import Simulation
import SimulationAPI
import SwiftProtobuf

struct SolveCommand: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "solve",
      abstract: spoken(
        "Find how far rates, caps or other numbers can go while a target is met.",
        "求解比例、上限等数值最多可调到多少而仍达到目标。"),
      discussion: spoken(
        """
        A target is POOL.FIGURE, a sign and a number: chapter-2.factor=1, chapter-2.demand=1.2亿, \
        total.award<=95%, chapter-2.demand=90%budget. FIGURE is factor, demand, protected, award, \
        paid or shortfall. A percentage of an amount is a share of what it is in the scenario.

        A lever of the villages (villages.…) is solved for a target of theirs: income, income-growth, \
        assets, assets-growth, no-village-below, no-new-debt or less-debt-each-year alone for what the \
        document requires, with a value (assets=130亿), or p.income=50% for its probability.
        """,
        """
        目标写作“资金盘子.指标”、符号和数,如 chapter-2.factor=1、chapter-2.demand=1.2亿、\
        total.award<=95%、chapter-2.demand=90%预算。指标为 factor(兑现比例)、demand(需求)、\
        protected(优先足额)、award(应兑现额)、paid(兑现额)、shortfall(缺口)。\
        金额写百分数,是指情景现值的百分之几。

        村级数值(villages.…)按村级目标求解:单写 income、income-growth、assets、assets-growth、\
        no-village-below、no-new-debt、less-debt-each-year 即文件要求,也可写数值(assets=130亿),\
        或写 p.income=50% 表示概率。
        """))
  }

  @OptionGroup var input: ScenarioInput

  @Option(
    help: .spoken(
      "Addresses of what is adjusted, separated by commas; several by one scale. Else the scenario's.",
      "所调整数值的地址,以逗号分隔;多个则按同一比例调整。不写则用情景中的。", valueName: "addresses"))
  var adjust: String?

  @Option(
    help: .spoken(
      "The target to keep. Else the scenario's.", "须达到的目标。不写则用情景中的。",
      valueName: "target"))
  var until: String?

  @Option(
    help: .spoken(
      "The least value, or the least scale of several, to look at.", "查找范围的下限:数值,或多个数的比例。",
      valueName: "value"))
  var from: String?

  @Option(
    help: .spoken(
      "The greatest value, or the greatest scale of several, to look at.",
      "查找范围的上限:数值,或多个数的比例。", valueName: "value"))
  var to: String?

  @OptionGroup var output: ResultOptions

  @OptionGroup var server: ServerOption

  @OptionGroup var language: LanguageOption

  func run() async throws {
    if try await server.answers(
      [input.source],
      .solve(
        .with {
          $0.adjust = adjust ?? ""
          $0.until = until ?? ""
          $0.from = from ?? ""
          $0.to = to ?? ""
        }),
      out: (output.out, SolutionResults.fileNames))
    {
      return
    }
    if let (lever, goal) = try villageQuestion() {
      if try solveVillages(lever, goal) == .neverMet { throw ExitCode(1) }
      return
    }
    let results = try output.answer(input) { input, clock in
      let question = try question(in: input.scenario)
      let solver = try Solver(input.scenario, input.population, threads: output.threads)
      clock.finished(Message("settle the scenario", zh: "测算情景"))
      defer { clock.finished(Message("solve", zh: "求解")) }
      return SolutionResults(try solver.solve(question), of: input.context)
    }
    if results.outcome == .neverMet { throw ExitCode(1) }
  }

  /// The options overrule the scenario's question, each its own part of it.
  private func question(in scenario: Scenario) throws -> SolvingQuestion {
    guard adjust != nil || until != nil || from != nil || to != nil || scenario.solve == nil else {
      return scenario.solve!
    }
    let carried = scenario.solve
    let addresses =
      adjust.map { $0.split(separator: ",").map { Self.trimmed($0) } }
      ?? carried?.adjust.map { scenario.parameter($0).address } ?? []
    guard !addresses.isEmpty, let target = until ?? carried?.target.text else {
      throw ValidationError(
        spoken(
          "The scenario carries no question; say --adjust <addresses> and --until <target>.",
          "情景中没有求解问题;请写 --adjust <addresses> 和 --until <target>。"))
    }
    var bag = DiagnosticBag()
    func written(_ text: String, _ option: String) -> SolvingQuestion.Written {
      SolvingQuestion.Written(text, at: SourceLocation(file: option))
    }
    let question = SolvingQuestion(
      adjust: addresses.map { written($0, "--adjust") }, until: written(target, "--until"),
      from: from.map { written($0, "--from") }, to: to.map { written($0, "--to") },
      in: scenario, &bag)
    try bag.throwIfErrors()
    guard var question else { preconditionFailure("what is wrong was reported") }
    // A range is of the numbers that it was stated for.
    if adjust == nil {
      question.from = question.from ?? carried?.from
      question.to = question.to ?? carried?.to
    }
    return question
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

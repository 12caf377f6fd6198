import ArgumentParser
import Diagnostics
import Reporting
import RunStore
import Simulation
import SimulationAPI
import SwiftProtobuf

extension SweepGrouping: ExpressibleByArgument {}

struct SweepCommand: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "sweep",
      abstract: spoken(
        "Settle a scenario at many values of its numbers.", "按多组数值测算一个情景。"))
  }

  @OptionGroup var input: ScenarioInput

  @Option(
    help: .spoken(
      "Directory for the results. Earlier results there are replaced when the sweep has succeeded.",
      "结果目录。扫描成功后才替换其中原有的结果。", valueName: "dir"))
  var out: String

  @OptionGroup var axes: SweepOptions

  @Option(
    help: .spoken(
      "Break every point down as well, claims settled one by one; may be given several times.",
      "另按此项列出各点明细;可写多次。"))
  var by: [SweepGrouping] = []

  @Flag(
    help: .spoken(
      "Go on with an interrupted sweep; an error if there is none.", "继续中断的扫描;没有则报错。"))
  var resume = false

  @Flag(
    help: .spoken(
      "Compute everything anew, whatever is in the store.", "不用测算库中已有的结果,全部重新计算。"))
  var fresh = false

  @Flag(
    help: .spoken(
      "Estimate every point by closed forms instead of settling it; told with how far it may be off.",
      "不逐点测算,而按解析式估算各点,并说明最大误差。"))
  var estimate = false

  @OptionGroup var store: StoreOption

  @Option(
    help: .spoken(
      "How many threads work; the figures do not depend on it.", "计算线程数;不影响结果。",
      valueName: "n"))
  var threads: Int?

  @Flag(
    help: .spoken("Tell on standard error how long each stage took.", "在标准错误输出各阶段用时。"))
  var timings = false

  @OptionGroup var server: ServerOption

  @OptionGroup var language: LanguageOption

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError(spoken("--threads must be 1 or more.", "--threads 至少为 1。"))
    }
    if server.server != nil && (resume || fresh || store.store != nil) {
      throw ValidationError(
        spoken(
          "--resume, --fresh and --store are not for a server, which has a store of its own.",
          "--resume、--fresh、--store 不能与 --server 同用;服务端自有测算库。"))
    }
    if estimate && (resume || fresh || store.store != nil || !by.isEmpty || server.server != nil) {
      throw ValidationError(
        spoken(
          "--estimate keeps nothing and adds nothing up by claim: it goes without --by, --resume, --fresh, --store and --server.",
          "--estimate 不存入测算库,也不逐项汇总:不能与 --by、--resume、--fresh、--store、--server 同用。"))
    }
    if resume && fresh {
      throw ValidationError(
        spoken("--resume and --fresh exclude each other.", "--resume 与 --fresh 不能并用。"))
    }
  }

  func run() async throws {
    if try await server.answers(
      [input.source],
      .sweep(try axes.message(by: groupings)),
      out: (out, SweepResults.fileNames))
    {
      return
    }
    var clock = StageClock(isOn: timings)
    let directory = try ResultDirectory(at: out, known: SweepResults.fileNames)
    let opened = try input.openAny(&clock)
    let scenario = opened.scenario
    let (sweep, sweepWarnings) = try axes.sweep(of: scenario)
    let warnings = scenario.warnings + sweepWarnings + coincidences(sweep, scenario)
    Console.show(warnings)
    clock.finished(Message("make the points", zh: "生成各点"))
    if estimate {
      try writeEstimates(opened, sweep, to: directory, &clock)
      return
    }
    let work = SweepWork(
      opened: opened, sweep: sweep, by: groupings, threads: threads, store: try store.open())
    let answer = try work.answer(mustExist: resume, isFresh: fresh, &clock)
    for line in answer.layout.warnings(in: SpokenLanguage.current) { Console.complain(line) }
    let results = try SweepResults(
      scenario: scenario, source: opened.source, populationHash: answer.populationHash,
      sweep: sweep, layout: answer.layout, blocks: answer.blocks, warnings: warnings)
    try directory.commit(results.files())
    clock.finished(Message("write results", zh: "写出结果"))
    Console.print(results.text(in: SpokenLanguage.current))
    if let stored = answer.stored {
      Console.print(
        spoken(
          "\nNothing had to be computed: run \(stored.shortKey) in the store has it\n",
          "\n无需计算:测算库中的测算 \(stored.shortKey) 已有结果\n"))
    }
    Console.print(spoken("\nResults are in \(out)\n", "\n结果在 \(out)\n"))
  }

  /// Each once, in the order of the enumeration, so that the order of the options asks no other
  /// question.
  private var groupings: [SweepGrouping] { SweepGrouping.allCases.filter(by.contains) }

  private func coincidences(_ sweep: Sweep, _ scenario: Scenario) -> [Diagnostic] {
    let repeated = sweep.count - sweep.distinctCount()
    if repeated == 0 { return [] }
    return [
      Diagnostic(
        .warning, at: SourceLocation(file: scenario.path),
        Message(
          "\(repeated) of the \(sweep.count) points have the values of earlier ones; each is kept",
          zh: "\(sweep.count) 个点中有 \(repeated) 个与前面的点取值相同;均予保留"))
    ]
  }
}

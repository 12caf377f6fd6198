import ArgumentParser
import Diagnostics
import PolicyCatalogue
import Population
import Reporting
import RunStore
import Simulation

/// Gets the answer to a sweep: from the store what is there, by computation what is not.
struct SweepWork {
  let opened: ScenarioInput.Opened
  let sweep: Sweep
  let by: [SweepGrouping]
  let threads: Int?
  let store: RunStore

  struct Answer {
    var populationHash: String
    var layout: SweepLayout
    var blocks: [[Int64]]
    /// The run, if it was done before.
    var stored: StoredRun?
  }

  func answer(
    mustExist: Bool, isFresh: Bool, _ clock: inout StageClock
  ) throws -> Answer {
    let villages = try villages(&clock)
    let populationHash = try populationHash(villages)
    let question = question(populationHash, villages)
    if isFresh { try delete(question) }
    if mustExist { try require(question) }
    clock.finished(Message("look into the store", zh: "查询测算库"))
    let interrupts = Interrupts {
      Console.complain(
        spoken(
          "outlay: stopping after the block in flight; once more stops at once",
          "outlay:完成当前一批后停止;再按一次立即停止"))
    }
    defer { interrupts.end() }
    var isTold = false
    let claim = try store.claim(question) { run in
      if !isTold {
        isTold = true
        let worker = run.worker.map { " \($0)" } ?? ""
        Console.complain(
          spoken(
            "outlay: process\(worker) works at this sweep already; waiting for it",
            "outlay:进程\(worker) 正在进行同一扫描;等待其完成"))
      }
      return interrupts.signalNumber == nil
    }
    switch claim {
    case .done(let run): return try answer(populationHash, run, stored: run)
    case .givenUp: throw ExitCode(128 + (interrupts.signalNumber ?? 0))
    case .mine(let session):
      try compute(session, villages, interrupts, &clock)
      return try answer(populationHash, session.run, stored: nil)
    }
  }

  private func answer(
    _ populationHash: String, _ run: StoredRun, stored: StoredRun?
  ) throws -> Answer {
    guard let layout = try store.layout(of: run).flatMap(SweepLayout.init) else {
      throw store.damaged(run)
    }
    return Answer(
      populationHash: populationHash, layout: layout, blocks: try store.blocks(of: run),
      stored: stored)
  }

  /// Read or made only where their numbers are swept.
  private func villages(_ clock: inout StageClock) throws -> VillageBatch? {
    guard let question = opened.scenario.villages,
      sweep.axes.contains(where: \.number.isOfVillages)
    else { return nil }
    defer { clock.finished(Message("read or make the villages", zh: "读取或生成各村")) }
    let (villages, warnings) = try question.load()
    Console.show(warnings)
    return VillageBatch(question, villages, threads: threads)
  }

  private func populationHash(_ villages: VillageBatch?) throws -> String {
    if opened.scenario.isOfVillagesAlone, let villages { return villages.villages.hash }
    // Where the population cannot be made, making it says why.
    guard let hash = opened.populationHash() else {
      _ = try opened.population()
      throw InconsistentResults("a population without a hash")
    }
    return hash
  }

  private func question(_ populationHash: String, _ villages: VillageBatch?) -> RunQuestion {
    let scenario = opened.scenario
    var members: [String: JSON] = [
      "sweep": sweep.json(of: scenario), "by": .array(by.map { .string($0.rawValue) }),
    ]
    if scenario.replicates != nil { members["quantiles"] = .bool(true) }
    if let villages {
      // The scenario's own text may name another file for them.
      members["villages"] = .object([
        "hash": .string(villages.villages.hash), "question": villages.question.json,
      ])
    }
    let text = JSON.object(members)
    return RunQuestion(
      kind: .sweep, title: scenario.title, engine: EngineVersion.current,
      policy: scenario.policy.id, policyHash: scenario.policy.hash, populationHash: populationHash,
      scenarioHash: scenario.hash, text: text.text, points: sweep.count)
  }

  private func compute(
    _ session: RunSession, _ villages: VillageBatch?, _ interrupts: Interrupts,
    _ clock: inout StageClock
  ) throws {
    let scenario = opened.scenario
    let input = scenario.isOfVillagesAlone ? nil : try opened.load(&clock)
    var warnings = Array((input?.warnings ?? []).dropFirst(scenario.warnings.count))
    if input != nil, scenario.replicates != nil {
      warnings += ReplicateOutcome.warnings(scenario.policy)
    }
    let known = try session.layout().flatMap(SweepLayout.init)
    let layout =
      known
      ?? SweepLayout(
        scenario, input?.population, villages,
        years: sweep.axes.contains(where: \.number.isGrowth)
          ? Array((scenario.year...scenario.lastYear).dropFirst()) : [],
        by: by, warnings: warnings)
    if known == nil { try session.set(layout: layout.bytes) }
    let evaluator = try SweepEvaluator(
      scenario, sweep, input?.population, villages, layout, threads: threads)
    clock.finished(Message("compile", zh: "编译"))
    var display = ProgressDisplay()
    var last: RunProgress?
    let done: Bool
    do {
      defer { display.close() }
      done = try session.work(
        isStopped: { interrupts.signalNumber != nil },
        report: {
          last = $0
          display.show($0)
        }, evaluate: evaluator.rows)
    }
    clock.finished(Message("settle", zh: "测算"))
    if done { return }
    let (finished, points) = (last?.finished ?? 0, sweep.count)
    Console.complain(
      spoken(
        """
        outlay: interrupted; \(finished) of \(points) points are in the store. The same command with \
        --resume goes on from there
        """,
        "outlay:已中断;\(points) 个点中有 \(finished) 个已存入测算库。在同一命令后加 --resume 即可继续"))
    throw ExitCode(128 + (interrupts.signalNumber ?? 0))
  }

  private func delete(_ question: RunQuestion) throws {
    guard let run = try store.run(answering: question) else { return }
    guard try store.delete(run) else { throw store.busy(run) }
  }

  private func require(_ question: RunQuestion) throws {
    if try store.run(answering: question) != nil { return }
    throw DataError(
      Diagnostic(
        at: SourceLocation(file: opened.scenario.path),
        Message(
          "there is no sweep to go on with in \(store.path)", zh: "\(store.path) 中没有可以继续的扫描"),
        expected: Message(
          """
          the scenario, policy, population, options and version of Outlay with which it was begun; \
          'outlay runs list' shows what is there
          """,
          zh: "与开始时相同的情景、政策、申报主体、选项和 Outlay 版本;outlay runs list 列出已有的测算")))
  }
}

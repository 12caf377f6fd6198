import Diagnostics
import PolicyCatalogue
import Reporting
import RunStore
import Simulation

extension SweepCommand {
  /// Closed forms in the place of settling. Nothing is kept: they are made anew in less time than a store
  /// would take.
  func writeEstimates(
    _ opened: ScenarioInput.Opened, _ sweep: Sweep, to directory: ResultDirectory,
    _ clock: inout StageClock
  ) throws {
    try check(opened.scenario, sweep)
    let loaded = try opened.load(&clock)
    Console.show(Array(loaded.warnings.dropFirst(loaded.scenario.warnings.count)))
    var display = ProgressDisplay()
    let start = ContinuousClock.now
    let estimates: SweepEstimates
    do {
      defer { display.close() }
      estimates = try SweepEstimates(loaded.context, sweep, threads: threads) { finished in
        display.show(
          RunProgress(
            finished: finished, points: sweep.count, evaluated: finished,
            seconds: (ContinuousClock.now - start) / .seconds(1)))
      }
    }
    clock.finished(Message("estimate", zh: "估算"))
    try directory.commit(estimates.files())
    clock.finished(Message("write results", zh: "写出结果"))
    Console.print(estimates.text(in: SpokenLanguage.current))
    Console.print(spoken("\nResults are in \(out)\n", "\n结果在 \(out)\n"))
  }

  /// Closed forms are of awards, at the spending that is claimed.
  private func check(_ scenario: Scenario, _ sweep: Sweep) throws {
    func refuse(_ problem: Message) -> DataError {
      DataError(
        Diagnostic(
          at: SourceLocation(file: scenario.path), problem,
          expected: Message("a sweep without --estimate", zh: "不用 --estimate 的扫描")))
    }
    if let axis = sweep.axes.first(where: { !$0.number.movesPayments }) {
      throw refuse(
        Message("there is no closed form for '\(axis.address)'", zh: "“\(axis.address)”没有解析式"))
    }
    if scenario.response != nil {
      throw refuse(
        Message(
          "there is no closed form for spending that answers its numbers", zh: "支出随数值变化时没有解析式"))
    }
  }
}

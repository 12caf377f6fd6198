import Diagnostics
import PolicyCatalogue
import Population
import Reporting
import Simulation

extension SolveCommand {
  /// A lever of the villages with its target; nil where something else is asked.
  func villageQuestion() throws -> (lever: String, goal: String)? {
    guard let adjust, adjust.hasPrefix(VillageAssumptions.prefix) else { return nil }
    guard !adjust.contains(",") else {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: "--adjust"),
          Message("'\(adjust)' are several numbers", zh: "“\(adjust)”是多个数"),
          expected: Message(
            "one lever of the villages; several have no common scale", zh: "一个村级数值;多个没有共同的比例")))
    }
    guard let until else {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: "--adjust"),
          Message("a lever of the villages without a target", zh: "村级数值没有目标"),
          expected: Message("--until and a target of the villages", zh: "--until 和村级目标")))
    }
    return (adjust, until)
  }

  func solveVillages(_ lever: String, _ goal: String) throws -> Solution.Outcome {
    var clock = StageClock(isOn: output.timings)
    let directory = try ResultDirectory(at: output.out, known: VillageSolutionResults.fileNames)
    let input = try VillageInput.load(
      input.scenario, population: input.villages ?? input.villagePopulation, &clock)
    Console.show(input.warnings)
    var bag = DiagnosticBag()
    guard let index = VillageAssumptions.index(of: lever) else {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: "--adjust"),
          Message(
            "no number of the villages has the address '\(lever)'", zh: "村级部分没有地址为“\(lever)”的数"),
          expected: Message("one address of the villages", zh: "一个村级数值的地址"),
          suggestion: nearestName(to: lever, among: VillageAssumptions.addresses)))
    }
    let parameter = VillageAssumptions.parameters[index]
    func value(_ text: String?, _ option: String) -> Fraction? {
      text.flatMap { text in
        bag.value(
          parameter.value(writtenAs: text).flatMap { value in
            Result { () throws(ParameterValueError) in try parameter.onStepInRange(value) }
          }, at: SourceLocation(file: option))
      }
    }
    let (from, to) = (value(from, "--from"), value(to, "--to"))
    if let from, let to, from > to {
      bag.report(
        Diagnostic(
          at: SourceLocation(file: "--from"),
          Message("there is no value between the bounds", zh: "所给范围内没有可取的值"),
          expected: Message("a lower bound that is not above the upper one", zh: "下限不大于上限")))
    }
    let target = bag.value(
      VillageGoal.read(goal, of: input.question), at: SourceLocation(file: "--until"))
    try bag.throwIfErrors()
    guard let target else { preconditionFailure("what is wrong was reported") }
    let solution = try VillageSolver(input.question, input.villages, threads: output.threads)
      .solve(index, until: target, from: from, to: to)
    clock.finished(Message("solve", zh: "求解"))
    let results = VillageSolutionResults(
      solution, of: input.scenario, input.question, input.villages, warnings: input.warnings)
    try directory.commit(results.files())
    Console.print(results.text(in: SpokenLanguage.current))
    Console.print(spoken("\nResults are in \(output.out)\n", "\n结果在 \(output.out)\n"))
    return solution.outcome
  }
}

extension ScenarioInput {
  /// In a scenario of villages alone a population can only be theirs.
  var villagePopulation: String? {
    get throws(DataError) {
      try VillageScenario.standsAlone(path: scenario) ? population : nil
    }
  }
}

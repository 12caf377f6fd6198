import Diagnostics
import Reporting

extension ResultOptions {
  /// Reads a scenario, computes an answer to it, writes that and prints it. Whether it may be written is
  /// looked at before any work is done.
  func answer<Answer: AnswerFiles>(
    _ input: ScenarioInput,
    _ compute: (ScenarioInput.Loaded, inout StageClock) throws -> Answer
  ) throws -> Answer {
    var clock = StageClock(isOn: timings)
    let directory = try ResultDirectory(at: out, known: Answer.fileNames)
    let input = try input.load(&clock)
    Console.show(input.warnings)
    let answer = try compute(input, &clock)
    try directory.commit(answer.files())
    clock.finished(Message("write results", zh: "写出结果"))
    Console.print(answer.text(in: SpokenLanguage.current))
    Console.print(spoken("\nResults are in \(out)\n", "\n结果在 \(out)\n"))
    return answer
  }
}

extension ScenarioInput.Loaded {
  var context: ResultContext {
    ResultContext(
      scenario: scenario, source: source, population: population, warnings: warnings)
  }
}

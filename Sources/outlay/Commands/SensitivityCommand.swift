import ArgumentParser
import Diagnostics
import PolicyCatalogue
import Reporting
import Simulation
import SimulationAPI
import SwiftProtobuf

struct SensitivityCommand: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "sensitivity",
      abstract: spoken(
        "Tell what a small change of each number costs, the costliest first.",
        "测算每个数值小幅变动的影响,由大到小排列。"))
  }

  @OptionGroup var input: ScenarioInput

  @Option(
    help: .spoken(
      "Move each number by this part of its value, such as 10%; else shares by a percentage point, others by a step.",
      "各数值均按现值的这一比例变动,如 10%;不写则比例类变动一个百分点,其他变动一个步长。", valueName: "part"))
  var by: String?

  @OptionGroup var output: ResultOptions

  @OptionGroup var server: ServerOption

  @OptionGroup var language: LanguageOption

  func run() async throws {
    if try await server.answers(
      [input.source],
      .sensitivity(.with { $0.by = by ?? "" }),
      out: (output.out, SensitivityResults.fileNames))
    {
      return
    }
    let move = try move()
    _ = try output.answer(input) { input, clock in
      defer { clock.finished(Message("settle every change", zh: "测算各项变动")) }
      return SensitivityResults(
        try Sensitivity(input.scenario, input.population, move: move, threads: output.threads),
        of: input.context)
    }
  }

  private func move() throws -> Sensitivity.Move {
    guard let by else { return .smallest }
    if case .success(let number) = NumberText.parse(by),
      number.dimension ?? Dimension.none == Dimension.none,
      number.value > .zero
    {
      return .part(number.value)
    }
    throw ValidationError(
      spoken(
        "--by must be a share above zero, such as 10%.", "--by 应为大于零的比例,如 10%。"))
  }
}

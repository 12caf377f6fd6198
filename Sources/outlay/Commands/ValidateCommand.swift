import ArgumentParser
import Diagnostics
import PolicyCatalogue
import Population
import Simulation

struct ValidateCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "validate",
      abstract: spoken(
        "Check policies, scenarios, ledgers and test cases.", "检查政策、情景、台账和测试案例。"))
  }

  @Argument(
    help: .spoken(
      "Policy folders, scenarios, ledger directories, files of test cases.",
      "政策目录、情景文件、台账目录、案例文件。", valueName: "path"))
  var paths: [String]

  @OptionGroup var policy: PolicyOption
  @OptionGroup var language: LanguageOption

  func run() throws {
    var bag = DiagnosticBag()
    for path in paths {
      do {
        let (found, warnings) = try check(path)
        Console.show(warnings)
        Console.print(path + spoken(": valid, ", ":有效,") + found + "\n")
      } catch let error as DataError {
        bag.report(error)
      }
    }
    try bag.throwIfErrors()
  }

  /// What was found at a path, and what is doubtful about it.
  private func check(_ path: String) throws -> (String, [Diagnostic]) {
    switch try InputKind(path: path) {
    case .policy(let directory):
      let policy = try Policy.load(directory: directory)
      return (
        spoken(
          "policy \(policy.id): \(policy.measures.count) measures, "
            + "\(policy.parameters.count) numbers",
          "政策 \(policy.id):条款 \(policy.measures.count) 条,数值 \(policy.parameters.count) 个"),
        policy.warnings
      )
    case .scenario(let file) where try VillageScenario.standsAlone(path: file):
      let scenario = try VillageScenario.load(path: file)
      let years = scenario.villages.years
      return (
        spoken(
          "scenario of villages, \(years.lowerBound) to \(years.upperBound)",
          "村级情景,\(years.lowerBound) 至 \(years.upperBound) 年"), scenario.warnings
      )
    case .scenario(let file):
      let scenario = try Scenario.load(path: file)
      var warnings = scenario.warnings
      if case .directory(let ledger) = scenario.population {
        warnings += try Population.read(directory: ledger, policy: scenario.policy).warnings
      }
      return (
        spoken(
          "scenario for policy \(scenario.policy.id), year \(scenario.year)",
          "政策 \(scenario.policy.id) 的情景,\(scenario.year) 年度"), warnings
      )
    case .ledger(let directory):
      let (population, warnings) = try readLedger(directory)
      let found = spoken(
        "ledger: \(population.register.count) claimants, \(population.claimCount) claims",
        "台账:申报主体 \(population.register.count) 家,申报 \(population.claimCount) 项")
      guard InputPath.isFile("\(directory)/\(Villages.fileName)") else { return (found, warnings) }
      let (villages, doubts) = try readVillages(directory)
      return (found + spoken(", ", ",") + villages, warnings + doubts)
    case .villages(let directory):
      let (villages, warnings) = try readVillages(directory)
      return (spoken("ledger: ", "台账:") + villages, warnings)
    case .cases(let file):
      let cases = try PolicyCaseFile.load(file)
      return (
        spoken("test cases: \(cases.cases.count)", "测试案例:\(cases.cases.count) 个"), []
      )
    }
  }

  private func readVillages(_ directory: String) throws -> (String, [Diagnostic]) {
    let (villages, warnings) = try Villages.read(directory: directory)
    return (spoken("\(villages.count) villages", "村 \(villages.count) 个"), warnings)
  }

  /// A ledger does not say which policy it is for. Where its sheets do not fit, the first thing to know
  /// is what they were held against.
  private func readLedger(_ directory: String) throws -> (Population, [Diagnostic]) {
    let policy = try policy.load()
    do {
      return try Population.read(directory: directory, policy: policy)
    } catch {
      let note = Diagnostic(
        .warning, at: SourceLocation(file: directory),
        Message(
          "checked against the policy \(policy.id) (\(policy.path)); another is named by --policy",
          zh: "按政策 \(policy.id)(\(policy.path))检查;其他政策用 --policy 指明"))
      Console.show([note])
      throw error
    }
  }
}

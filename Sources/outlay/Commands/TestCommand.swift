import ArgumentParser
import Diagnostics
import Simulation

struct TestCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "test",
      abstract: spoken("Run the test cases of a policy through both engines.", "用两套引擎运行政策测试案例。"))
  }

  @Argument(
    help: .spoken("Files of cases, or folders of such files.", "案例文件,或其所在目录。", valueName: "path"))
  var paths: [String]

  @OptionGroup var language: LanguageOption

  func run() throws {
    var bag = DiagnosticBag()
    var (passed, failed) = (0, 0)
    let files = CaseFiles.under(paths, &bag)
    var unreadable = bag.errors.count
    for file in files {
      do throws(DataError) {
        for policyCase in try PolicyCaseFile.load(file).cases {
          let failures = try CaseRun.failures(of: policyCase)
          Console.show(failures)
          if failures.isEmpty { passed += 1 } else { failed += 1 }
        }
      } catch {
        bag.report(error)
        unreadable += 1
      }
    }
    // Files that could not be read are neither passed nor failed, and must not look as if nothing
    // were wrong.
    let unread =
      unreadable == 0 ? "" : spoken(", \(unreadable) not readable", ",无法读取 \(unreadable)")
    Console.print(
      spoken("\(passed) passed, \(failed) failed", "通过 \(passed),失败 \(failed)") + unread + "\n")
    try bag.throwIfErrors()
    if failed > 0 { throw ExitCode.failure }
  }
}

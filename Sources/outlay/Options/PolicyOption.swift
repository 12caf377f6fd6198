import ArgumentParser
import Diagnostics
import PolicyCatalogue

/// `--policy`, for commands that work on a policy without a scenario.
struct PolicyOption: ParsableArguments {
  @Option(
    help: .spoken(
      "The policy: its id, or its folder.", "政策:编号或所在目录。", valueName: "policy"))
  var policy = "cixi-2017-06"

  func load() throws(DataError) -> Policy { try Policy.load(directory: Self.directory(of: policy)) }

  /// A folder is taken as it is; an id is looked for in the folders of scenarios around the working
  /// directory, then around the program.
  static func directory(of policy: String) throws(DataError) -> String {
    if InputPath.isDirectory(policy) { return policy }
    for start in [".", InputPath.ofProgram] {
      if let found = Policy.locate(policy, from: start) { return found }
    }
    throw DataError(
      Diagnostic(
        at: SourceLocation(file: policy), Message("no such policy", zh: "没有这个政策"),
        expected: Message(
          "a folder with policy.yaml, or the id of a policy under Scenarios/policies",
          zh: "含有 policy.yaml 的目录,或 Scenarios/policies 下的政策编号")))
  }
}

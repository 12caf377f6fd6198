import ArgumentParser
import Diagnostics
import PolicyCatalogue

/// `--policy`, for commands that work on a policy without a scenario.
struct PolicyOption: ParsableArguments {
  @Option(
    help: .spoken(
      "The policy: its id, or its folder. It may be left out where only one is found.",
      "政策:编号或所在目录。只找到一个政策时可不写。", valueName: "policy"))
  var policy: String?

  func load() throws -> Policy { try Policy.load(directory: try directory()) }

  /// Nothing is taken for granted where there is a choice: which policy is meant decides what is valid.
  func directory() throws -> String {
    if let policy { return try Self.directory(of: policy) }
    let found = FoundPolicies.folders()
    if found.count == 1 { return found[0] }
    if found.isEmpty {
      throw ValidationError(
        spoken(
          "There is no policy under policies or Scenarios/policies here or above; "
            + "say which with --policy <policy>.",
          "此处及上级目录的 policies、Scenarios/policies 下没有政策;请用 --policy <policy> 指明。"))
    }
    let ids = found.map(FoundPolicies.id)
    throw ValidationError(
      spoken(
        "There are several policies; say which with --policy <policy>: "
          + ids.joined(separator: ", ") + ".",
        "有多个政策,请用 --policy <policy> 指明:" + ids.joined(separator: "、") + "。"))
  }

  /// A folder is taken as it is; an id is looked for in the folders of scenarios around the working
  /// directory, then around the program.
  private static func directory(of policy: String) throws(DataError) -> String {
    if InputPath.isDirectory(policy) { return policy }
    for start in [".", InputPath.ofProgram] {
      if let found = Policy.locate(policy, from: start) { return found }
    }
    let ids = FoundPolicies.folders().map(FoundPolicies.id)
    throw DataError(
      Diagnostic(
        at: SourceLocation(file: policy), Message("no such policy", zh: "没有这个政策"),
        expected: ids.isEmpty
          ? Message(
            "a folder with policy.yaml, or the id of a policy under Scenarios/policies",
            zh: "含有 policy.yaml 的目录,或 Scenarios/policies 下的政策编号")
          : Message(
            "a folder with policy.yaml, or one of: \(ids.joined(separator: ", "))",
            zh: "含有 policy.yaml 的目录,或其中之一:\(ids.joined(separator: "、"))"),
        suggestion: nearestName(to: policy, among: ids)))
  }
}

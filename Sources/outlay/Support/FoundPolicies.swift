import PolicyCatalogue

/// The policies that can be named without a path.
enum FoundPolicies {
  /// Folders with a `policy.yaml` under `policies` or `Scenarios/policies` of the working directory and
  /// of those above it, or, where there are none, of the program's directory and of those above that.
  static func folders() -> [String] {
    for start in [InputPath.workingDirectory, InputPath.ofProgram] {
      let found = folders(around: start)
      if !found.isEmpty { return found }
    }
    return []
  }

  private static func folders(around start: String) -> [String] {
    var found: [String] = []
    var folder = start
    while true {
      for place in ["policies", "Scenarios/policies"] {
        let shelf = folder == "/" ? "/\(place)" : "\(folder)/\(place)"
        found += InputPath.entries(of: shelf).map { "\(shelf)/\($0)" }
          .filter { InputPath.isFile("\($0)/policy.yaml") }
      }
      if folder == "/" { return found }
      folder = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? "/"
      if folder.isEmpty { folder = "/" }
    }
  }

  /// The name by which a folder is asked for.
  static func id(of folder: String) -> String {
    folder.lastIndex(of: "/").map { String(folder[folder.index(after: $0)...]) } ?? folder
  }
}

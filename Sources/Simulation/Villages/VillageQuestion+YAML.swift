import Diagnostics
import PolicyCatalogue
import Population

extension VillageQuestion {
  private static let ownKeys = [
    "from", "population", "seed", "replicates", "base_year", "last_year", "classes",
  ]
  /// More would not fit the words that tell replicates apart, nor a sensible wait.
  package static let mostReplicates = 1_000_000
  /// The most years that draws are laid out for.
  private static let mostYears = 50

  /// Reads `villages: {…}` of a scenario: assumptions by address, and what the model is asked.
  /// `from: FILE` begins with the villages of another scenario.
  ///
  /// - Returns: nil where there is nothing to go on; what is wrong is in the bag.
  static func read(_ node: YAMLNode, _ bag: inout DiagnosticBag) -> VillageQuestion? {
    guard let mapping = node.mapping(&bag) else { return nil }
    var question: VillageQuestion?
    if let from = mapping["from"] {
      question = other(from, &bag)
      if question == nil { return nil }
    }
    if let node = mapping["population"] {
      guard let source = source(node, &bag) else { return nil }
      if question == nil { question = VillageQuestion(source: source) }
      question?.source = source
    }
    guard var question else {
      _ = mapping.required("population", &bag)
      return nil
    }
    question.location = node.location
    question.readOwn(mapping, &bag)
    let others = mapping.entries.filter { !ownKeys.contains($0.key) }
    question.assumptions.withTable { table in
      table.read(others, under: String(VillageAssumptions.prefix.dropLast()), &bag)
    }
    return question
  }

  private mutating func readOwn(_ mapping: YAMLMapping, _ bag: inout DiagnosticBag) {
    if let node = mapping["seed"], let value = node.seed(&bag) { seed = value }
    if let node = mapping["replicates"],
      let value = node.integer(in: 1...Self.mostReplicates, &bag)
    {
      replicates = value
    }
    if let node = mapping["classes"], let value = node.choice(Classes.self, &bag) {
      classes = value
    }
    if let node = mapping["base_year"], let value = node.integer(in: 1900...9000, &bag) {
      baseYear = value
    }
    if let node = mapping["last_year"], let value = node.integer(in: 1901...9050, &bag) {
      lastYear = value
    }
    if lastYear <= baseYear || lastYear - baseYear > Self.mostYears {
      bag.report(
        Diagnostic(
          at: mapping.location(ofKey: mapping.has("last_year") ? "last_year" : "base_year"),
          Message(
            "there are no \(lastYear - baseYear) years from \(baseYear) to \(lastYear)",
            zh: "\(baseYear) 至 \(lastYear) 年不成年段"),
          expected: Message(
            "one to \(Self.mostYears) years after base_year",
            zh: "base_year 之后 1 至 \(Self.mostYears) 年")))
    }
  }

  private static func source(_ node: YAMLNode, _ bag: inout DiagnosticBag) -> Source? {
    if node.asText != nil { return directory(node, &bag).map { .directory($0) } }
    guard let mapping = node.mapping(keys: ["synthetic"], &bag),
      let synthetic = mapping.required("synthetic", &bag)
    else { return nil }
    do throws(DataError) {
      return .synthetic(try SyntheticVillages(yaml: synthetic))
    } catch {
      bag.report(error)
      return nil
    }
  }

  /// A path from the folder of the file that states it.
  private static func directory(_ node: YAMLNode, _ bag: inout DiagnosticBag) -> String? {
    guard let path = node.text(&bag) else { return nil }
    guard !path.isEmpty else {
      node.report(expected: Message("a path", zh: "路径"), &bag)
      return nil
    }
    let folder = Scenario.directory(of: node.location.file)
    return path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
  }

  private static func other(_ node: YAMLNode, _ bag: inout DiagnosticBag) -> VillageQuestion? {
    guard let path = directory(node, &bag) else { return nil }
    do throws(DataError) {
      let root = try YAMLNode.read(path)
      guard let villages = root.asMapping?["villages"], villages.asMapping?.has("from") != true
      else {
        bag.report(
          Diagnostic(
            at: node.location,
            Message(
              "'\(path)' states no villages of its own", zh: "“\(path)”没有自己的 villages 部分"),
            expected: Message("a scenario that does", zh: "自带 villages 部分的情景")))
        return nil
      }
      return read(villages, &bag)
    } catch {
      bag.report(error)
      return nil
    }
  }
}

extension VillageQuestion {
  /// Reports what is wrong with the assumptions taken together, at the key that states it.
  func check(_ bag: inout DiagnosticBag, at places: (String) -> SourceLocation?) {
    for (address, problem, expected) in assumptions.contradictions() {
      bag.report(Diagnostic(at: places(address) ?? location, problem, expected: expected))
    }
  }
}

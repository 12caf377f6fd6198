import Diagnostics
import Foundation
import LinearAlgebra
import PolicyCatalogue
import Testing

@testable import Population

/// The shipped scenario, read once.
private enum Baseline {
  static let scenarios = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scenarios")

  static let loaded: Result<(policy: Policy, assumptions: SyntheticAssumptions), any Error> =
    Result {
      let policy = try Policy.load(
        directory: scenarios.appending(path: "policies/cixi-2017-06").path)
      let path = scenarios.appending(path: "cixi-2017-baseline.yaml").path
      let node = try #require(
        YAMLNode.read(path).asMapping?["population"]?.asMapping?["synthetic"])
      return (policy, try SyntheticAssumptions(yaml: node))
    }

  static func make(size: Int, threads: Int? = nil, seed: UInt64? = nil) throws -> (
    population: Population, report: SynthesisReport, policy: Policy,
    assumptions: SyntheticAssumptions
  ) {
    var (policy, assumptions) = try loaded.get()
    assumptions.size = size
    assumptions.seed = seed ?? assumptions.seed
    let made = try Population.synthesise(assumptions, policy: policy, threads: threads)
    return (made.population, made.report, policy, assumptions)
  }
}

private func same(_ a: Column, _ b: Column) -> Bool {
  switch (a, b) {
  case (.numbers(let x), .numbers(let y)): x == y
  case (.flags(let x), .flags(let y)), (.levels(let x), .levels(let y)): x == y
  case (.dates(let x), .dates(let y)): x == y
  case (.text(let x), .text(let y)): x.codes == y.codes && x.values == y.values
  default: false
  }
}

/// Bases may be numbered otherwise, if the same claims share one.
private func sameBases(_ a: [ClaimTable], _ b: [ClaimTable]) -> Bool {
  var numbers: [Int32: Int32] = [-1: -1]
  var taken: Set<Int32> = [-1]
  for (x, y) in zip(a, b) {
    guard x.bases.count == y.bases.count else { return false }
    for (first, second) in zip(x.bases, y.bases) {
      if let known = numbers[first] {
        if known != second { return false }
      } else {
        if !taken.insert(second).inserted { return false }
        numbers[first] = second
      }
    }
  }
  return true
}

/// What differs, by name; a whole population in a message would help nobody.
private func differences(_ a: Population, _ b: Population, _ policy: Policy) -> [String] {
  func text(_ column: IdentifierColumn) -> [String] { (0..<column.count).map { column[$0] } }
  var found: [String] = []
  if text(a.register.ids) != text(b.register.ids) { found.append("ids") }
  if text(a.register.names) != text(b.register.names) { found.append("names") }
  if a.register.subjects != b.register.subjects { found.append("subjects") }
  if a.register.subjectCount != b.register.subjectCount { found.append("subjectCount") }
  // The first two columns are empty: ids and names hold them.
  for (index, schema) in policy.registerColumns.enumerated().dropFirst(2)
  where !same(a.register.columns[index], b.register.columns[index]) {
    found.append(schema.name)
  }
  if !sameBases(a.claims, b.claims) { found.append("bases") }
  for (measure, (x, y)) in zip(policy.measures, zip(a.claims, b.claims)) {
    if text(x.ids) != text(y.ids) { found.append("\(measure.id): ids") }
    if x.enterprises != y.enterprises { found.append("\(measure.id): enterprises") }
    if x.filedOn != y.filedOn { found.append("\(measure.id): filed_on") }
    if x.settleNextYear != y.settleNextYear { found.append("\(measure.id): settle_next_year") }
    if x.elsewhere != y.elsewhere { found.append("\(measure.id): elsewhere") }
    for (index, schema) in measure.inputs.enumerated()
    where x.count > 0 && !same(x.inputs[index], y.inputs[index]) {
      found.append("\(measure.id): \(schema.name)")
    }
  }
  return found
}

@Suite("Synthetic populations")
struct SynthesisTests {
  @Test(arguments: [100, 5000, 20000])
  func doesNotDependOnThreads(size: Int) throws {
    let one = try Baseline.make(size: size, threads: 1)
    let two = try Baseline.make(size: size, threads: 2)
    #expect(differences(one.population, two.population, one.policy) == [])
    #expect(one.report == two.report)
    #expect(one.population.hash == two.population.hash)
  }

  @Test func anotherSeedIsAnotherPopulation() throws {
    let one = try Baseline.make(size: 500, seed: 1)
    let two = try Baseline.make(size: 500, seed: 2)
    #expect(differences(one.population, two.population, one.policy) != [])
    #expect(one.population.hash != two.population.hash)
  }

  @Test(arguments: [100, 1000, 5000, 20000])
  func isOfTheSizeAskedFor(size: Int) throws {
    let made = try Baseline.make(size: size)
    #expect(made.population.register.count == size)
    #expect(made.report.enterprises == size)
    #expect(made.report.claims == made.population.claimCount)
  }

  @Test(arguments: [5000, 20000])
  func meetsItsControlTotals(size: Int) throws {
    let report = try Baseline.make(size: size).report
    let missed = report.totals.filter { !$0.isMet }
    #expect(missed == [])
    // Totals of every kind are there.
    #expect(Set(report.totals.map(\.by)) == ["kind", "town", "industry", "size"])
    #expect(report.totals.contains { $0.of == "revenue_yuan" })
    // Counts come nearer than the scenario asks: within five enterprises.
    for total in report.totals where total.of == "enterprises" {
      #expect((total.achieved - total.target).magnitude <= 5 + 0.001 * total.target)
    }
  }

  @Test func everyComputableMeasureIsClaimed() throws {
    let made = try Baseline.make(size: 5000)
    for measure in made.policy.measures.indices {
      let count = made.population.claims[measure].count
      if made.policy.measures[measure].isComputable {
        #expect(count > 0, "\(made.policy.measures[measure].id)")
      } else {
        #expect(count == 0)
      }
    }
    #expect((12_000...20_000).contains(made.population.claimCount))
  }

  @Test func isWhatAReaderOfItsFilesGets() throws {
    let made = try Baseline.make(size: 1000)
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "outlay-synthesis-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try made.population.write(to: directory.path, policy: made.policy)
    let (read, warnings) = try Population.read(directory: directory.path, policy: made.policy)
    #expect(warnings == [])
    #expect(differences(made.population, read, made.policy) == [])
  }

  @Test func claimIdsRiseAcrossTheLedger() throws {
    let population = try Baseline.make(size: 1000).population
    var last = ""
    for table in population.claims {
      for row in 0..<table.count {
        #expect(table.ids[row] > last)
        last = table.ids[row]
      }
    }
  }

  @Test func namesAreDistinct() throws {
    let names = try Baseline.make(size: 20000).population.register.names
    #expect(Set((0..<names.count).map { names[$0] }).count == names.count)
  }

  // MARK: Marginals and correlations

  /// Without controls the draws follow their marginals: the share of records below each quantile is
  /// within four standard errors, √(p (1 − p) / n).
  @Test(arguments: [0.05, 0.25, 0.5, 0.75, 0.95])
  func marginalsHaveTheirQuantiles(p: Double) throws {
    let (policy, facts) = try uncontrolled()
    _ = policy
    for (name, median, sigma) in [
      ("revenue_yuan", 2e7, 1.6), ("employees", 45, 1.1), ("research_yuan", 8e5, 1.3),
    ] {
      let values = try #require(facts.attributes[name])
      let quantile = median * portableExp(sigma * inverseNormal(p))
      let below = Double(values.count { $0 <= quantile }) / Double(values.count)
      let error = (p * (1 - p) / Double(values.count)).squareRoot()
      #expect((below - p).magnitude < 4 * error, "\(name)")
    }
  }

  /// Of the logarithms: within four standard errors, (1 − ρ²) / √n.
  @Test func correlationsAreThoseAssumed() throws {
    let (assumptions, facts) = try uncontrolled()
    let names = assumptions.attributes.map(\.name)
    for (i, first) in names.enumerated() {
      for (j, second) in names.enumerated() where j < i {
        let a = facts.attributes[first]!.map(portableLog)
        let b = facts.attributes[second]!.map(portableLog)
        let assumed = assumptions.correlations[i, j]
        let error = (1 - assumed * assumed) / Double(a.count).squareRoot()
        #expect((correlation(a, b) - assumed).magnitude < 4 * error, "\(first), \(second)")
      }
    }
  }

  /// Businesses alone, all of one scale, attributes unbounded, nothing calibrated.
  private func uncontrolled() throws -> (SyntheticAssumptions, ClaimantFacts) {
    var (policy, assumptions) = try Baseline.loaded.get()
    assumptions.size = 20000
    assumptions.controls = .init()
    assumptions.kinds = []
    for index in assumptions.industries.indices { assumptions.industries[index].scale = [] }
    for index in assumptions.attributes.indices {
      assumptions.attributes[index].minimum = 0
      assumptions.attributes[index].maximum = .greatestFiniteMagnitude
    }
    let parallel = ParallelBlocks(threads: nil)
    let attributes = try CorrelatedAttributes(assumptions)
    let candidates = Candidates(assumptions, attributes: attributes, parallel: parallel)
    let records = CalibratedRecords(
      assumptions, candidates: candidates, attributes: attributes, parallel: parallel)
    policy.registerColumns = Array(policy.registerColumns.prefix(RegisterColumn.allCases.count))
    var bag = DiagnosticBag()
    let none = CellPlans(
      inputs: [], defaults: [], named: [], owner: nil, assumptions: assumptions, &bag)
    let register = SyntheticRegister(
      assumptions, policy: policy, candidates: candidates, sources: records.sources,
      fixedValues: records.values, attributes: attributes, ownColumns: none, parallel: parallel)
    return (assumptions, register.facts)
  }

  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let count = Double(a.count)
    let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
    var (aa, ab, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      aa += (x - meanA) * (x - meanA)
      ab += (x - meanA) * (y - meanB)
      bb += (y - meanB) * (y - meanB)
    }
    return ab / (aa * bb).squareRoot()
  }

  // MARK: What real ledgers contain

  @Test func holdsEveryGroundAndTie() throws {
    let made = try Baseline.make(size: 5000)
    let register = made.population.register
    func flags(_ column: RegisterColumn) -> [UInt8] {
      guard case .flags(let flags) = register.columns[column.rawValue] else { return [] }
      return flags
    }
    for column in [RegisterColumn.penalised, .safetyAccident, .specialDeal] {
      #expect(flags(column).contains(1), "\(column)")
    }
    for column in [RegisterColumn.registeredHere, .taxedHere, .energyTargetMet] {
      #expect(flags(column).contains(0), "\(column)")
    }
    guard case .levels(let grades) = register.columns[RegisterColumn.safetyGrade.rawValue],
      case .levels(let kinds) = register.columns[RegisterColumn.kind.rawValue],
      case .dates(let fraud) = register.columns[RegisterColumn.fraudFoundOn.rawValue],
      case .dates(let registered) = register.columns[RegisterColumn.registeredOn.rawValue]
    else {
      Issue.record("columns of another type")
      return
    }
    #expect(Set(grades).count == 5)
    #expect(Set(kinds).count == 5)
    let from = made.assumptions.filing.from
    let found = fraud.filter { $0 != Column.blankDate }.map { Int($0) }
    #expect(found.contains { $0 >= from })
    #expect(found.contains { $0 < from && $0 > from - 1095 })
    #expect(found.contains { $0 < from - 1096 })
    for (day, start) in zip(fraud, registered) where day != Column.blankDate {
      #expect(start < day)
    }

    // Groups: fewer subjects than claimants, and the share assumed within a point.
    let members = Dictionary(grouping: register.subjects, by: { $0 }).values.filter { $0.count > 1 }
    let share = Double(members.reduce(0) { $0 + $1.count }) / Double(kinds.count { $0 == 0 })
    #expect((share - made.assumptions.register.grouped).magnitude < 0.015)

    // Deferrals: only of those registered from July on; late claims; bases shared and supported.
    let tables = made.population.claims
    let july = made.assumptions.register.deferFrom
    for table in tables {
      for row in 0..<table.count where table.settleNextYear[row] == 1 {
        #expect(Int(registered[Int(table.enterprises[row])]) >= july)
      }
      for row in 0..<table.count {
        let start = Int(registered[Int(table.enterprises[row])])
        #expect(Int(table.filedOn[row]) >= start)
        if table.elsewhere[row] == 1 { #expect(table.bases[row] >= 0) }
      }
    }
    #expect(tables.contains { $0.settleNextYear.contains(1) })
    #expect(tables.contains { $0.elsewhere.contains(1) })
    #expect(tables.contains { $0.filedOn.contains { Int($0) > made.assumptions.filing.to } })
    let bases = tables.flatMap(\.bases).filter { $0 >= 0 }
    #expect(Set(bases).count < bases.count)
  }

  @Test func inputsKeepTheirRelations() throws {
    let made = try Baseline.make(size: 5000)
    func column(_ measure: String, _ input: String) throws -> Column {
      let index = try #require(made.policy.measure(measure))
      let place = try #require(
        made.policy.measures[index].inputs.firstIndex { $0.name == input })
      return made.population.claims[index].inputs[place]
    }
    func numbers(_ measure: String, _ input: String) throws -> [Double] {
      guard case .numbers(let cells) = try column(measure, input) else { return [] }
      return cells
    }
    for (part, whole) in zip(
      try numbers("pollution-control-upgrade", "equipment_yuan"),
      try numbers("pollution-control-upgrade", "investment_yuan"))
    {
      #expect(part <= whole)
    }
    let granted = try numbers("patent-portfolio", "granted")
    let inventions = try numbers("patent-portfolio", "inventions")
    let models = try numbers("patent-portfolio", "utility_models")
    for row in granted.indices { #expect(inventions[row] + models[row] <= granted[row]) }
    let marks = try numbers("national-brand", "marks")
    let provincial = try numbers("national-brand", "formerly_provincial")
    let ningbo = try numbers("national-brand", "formerly_ningbo")
    for row in marks.indices { #expect(provincial[row] + ningbo[row] <= marks[row]) }

    // The largest exporter is first, and no place is taken twice.
    let exports = try numbers("export-growth", "exports_yuan")
    let ranks = try numbers("export-growth", "rank")
    let order = exports.indices.sorted { ranks[$0] < ranks[$1] }
    for (a, b) in zip(order, order.dropFirst()) {
      #expect(exports[a] >= exports[b] && ranks[a] < ranks[b])
    }

    // A level held before is lower, or the same in a few claims, which then are no rise.
    guard case .levels(let levels) = try column("design-centre", "level"),
      case .levels(let priors) = try column("design-centre", "prior_level")
    else {
      Issue.record("levels expected")
      return
    }
    for (level, prior) in zip(levels, priors) where prior > 0 { #expect(prior >= level + 1) }
    #expect(priors.contains(0))
    #expect(priors.contains { $0 > 0 })
  }
}

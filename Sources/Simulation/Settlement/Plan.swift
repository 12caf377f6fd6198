import Diagnostics
import PolicyCatalogue
import Population

/// A scenario and a population made ready for settlement: which row is whose claim, what competes with
/// what, and who comes first. Nothing here depends on the values of parameters.
final class Plan: Sendable {
  let scenario: Scenario
  let population: Population
  /// Measure `m` has the rows `offsets[m]..<offsets[m + 1]`.
  let offsets: [Int]
  /// Index of the measure of every row.
  private let measures: [UInt16]
  /// Row of the claim `assumed:<id>` of an open measure, by index of the measure.
  let assumedRows: [(measure: Int, row: Int)]
  let ranks: RowRanks
  /// Rows that share a subject and a basis, two or more.
  let bases: RowGroups
  /// Rows on whose basis another policy of the city pays.
  let markedElsewhere: Set<Int32>
  /// By group of `bases`: whether one of its rows is marked so.
  let isMarkedElsewhere: [Bool]

  /// The claims of a company, for the rules that look across them.
  let groups: [GroupKey: RowGroups]

  private let sources: [RowSource]
  private let columnBounds: [ColumnBounds]
  let registerSource: RowSource
  let registerBounds: ColumnBounds

  var policy: Policy { scenario.policy }
  var count: Int { offsets[offsets.count - 1] }

  init(scenario: Scenario, population: Population, threads: Int) {
    let policy = scenario.policy
    self.scenario = scenario
    self.population = population
    var offsets = [0]
    var assumedRows: [(measure: Int, row: Int)] = []
    for measure in policy.measures.indices {
      var rows = population.claims[measure].count
      if scenario.assumed[measure] != nil {
        assumedRows.append((measure, offsets[measure]))
        rows += 1
      }
      offsets.append(offsets[measure] + rows)
    }
    self.offsets = offsets
    self.assumedRows = assumedRows
    let measures = Self.measures(offsets)
    self.measures = measures
    sources = policy.measures.indices.map {
      RowSource(
        claims: population.claims[$0], of: policy.measures[$0], register: population.register,
        policy: policy)
    }
    registerSource = RowSource(register: population.register, policy: policy)
    let registerColumns = population.register.columns.map(ColumnBounds.bounds(of:))
    registerBounds = ColumnBounds(of: registerSource, enterprises: registerColumns)
    let counted = sources
    let bounds = ConcurrentResults<ColumnBounds>(count: sources.count)
    Parallel.forEach(sources.count, threads: threads) { measure in
      bounds.run(measure) { () in ColumnBounds(of: counted[measure], enterprises: registerColumns) }
    }
    columnBounds = bounds.successes()
    ranks = Self.ranks(policy, population, offsets, assumedRows)
    markedElsewhere = Self.markedElsewhere(population, offsets)
    let keys = Array(Self.groupKeys(policy))
    let (ranks, firstRows) = (ranks, offsets)
    let found = ConcurrentResults<RowGroups>(count: keys.count + 1)
    Parallel.forEach(keys.count + 1, threads: threads) { index in
      found.run(index) { () in
        index == 0
          ? Self.sharedBases(population, firstRows)
          : Self.groups(keys[index - 1], population, firstRows, ranks)
      }
    }
    let all = found.successes()
    bases = RowGroups(splitting: all[0], ranks: ranks, threads: threads) { row in
      let measure = Int(measures[Int(row)])
      let enterprise = population.claims[measure].enterprises[Int(row) - firstRows[measure]]
      return population.register.subjects[Int(enterprise)]
    }
    groups = Dictionary(uniqueKeysWithValues: zip(keys, all.dropFirst()))
    isMarkedElsewhere = Self.isMarkedElsewhere(bases, markedElsewhere, of: measures.count)
  }

  private static func measures(_ offsets: [Int]) -> [UInt16] {
    [UInt16](count: offsets.last!) { measures in
      for measure in offsets.indices.dropLast() {
        measures[offsets[measure]..<offsets[measure + 1]].initialize(repeating: UInt16(measure))
      }
    }
  }

  /// Some of the claims of another plan, which come in the same order and meet the same ones.
  ///
  /// - Parameter rows: of the other plan, one for each claim of the population, ascending.
  init(scenario: Scenario, population: Population, rows: [Int32], of whole: Plan) {
    let policy = scenario.policy
    self.scenario = scenario
    self.population = population
    offsets = population.claims.reduce(into: [0]) { $0.append($0.last! + $1.count) }
    assumedRows = []
    measures = rows.map { whole.measures[Int($0)] }
    ranks = RowRanks(rows.map { whole.ranks[$0] })
    bases = whole.bases.restricted(to: rows)
    groups = whole.groups.mapValues { $0.restricted(to: rows) }
    let places = RowPlaces(rows)
    markedElsewhere = Set(whole.markedElsewhere.compactMap { places[$0] })
    isMarkedElsewhere = Self.isMarkedElsewhere(bases, markedElsewhere, of: rows.count)
    sources = policy.measures.indices.map {
      RowSource(
        claims: population.claims[$0], of: policy.measures[$0], register: population.register,
        policy: policy)
    }
    registerSource = whole.registerSource
    registerBounds = whole.registerBounds
    columnBounds = whole.columnBounds
  }

  /// The same claims with other amounts in them.
  init(_ other: Plan, amounts population: Population) {
    let policy = other.scenario.policy
    scenario = other.scenario
    self.population = population
    offsets = other.offsets
    measures = other.measures
    assumedRows = other.assumedRows
    ranks = other.ranks
    bases = other.bases
    markedElsewhere = other.markedElsewhere
    isMarkedElsewhere = other.isMarkedElsewhere
    groups = other.groups
    let sources = policy.measures.indices.map {
      RowSource(
        claims: population.claims[$0], of: policy.measures[$0], register: population.register,
        policy: policy)
    }
    self.sources = sources
    registerSource = other.registerSource
    registerBounds = other.registerBounds
    let registerColumns = population.register.columns.map(ColumnBounds.bounds(of:))
    columnBounds = sources.map { ColumnBounds(of: $0, enterprises: registerColumns) }
  }

  /// Rows of one measure that a thread works on at a time: enough to hide what a task costs, few
  /// enough to share out evenly.
  struct Task: Sendable {
    var measure: Int
    var rows: Range<Int>
  }

  /// All rows, measure after measure.
  var tasks: [Task] { tasks(of: Array(policy.measures.indices)) }

  func tasks(of measures: [Int]) -> [Task] {
    // Of a class few measures have any claims.
    measures.lazy.filter { !self.rows(of: $0).isEmpty }.flatMap { measure in
      Parallel.ranges(of: self.rows(of: measure).count, size: 1 << 15).map { [offsets] in
        Task(
          measure: measure,
          rows: $0.lowerBound + offsets[measure]..<$0.upperBound + offsets[measure])
      }
    }
  }

  /// All claims of the population, without assumed ones, by the rows of their measures' tables.
  var claimTasks: [Task] {
    population.claims.indices.lazy.filter { self.population.claims[$0].count > 0 }.flatMap {
      measure in
      Parallel.ranges(of: self.population.claims[measure].count, size: 1 << 15).map {
        Task(measure: measure, rows: $0)
      }
    }
  }

  func source(of measure: Int) -> RowSource { sources[measure] }
  func bounds(of measure: Int) -> ColumnBounds { columnBounds[measure] }
  func rows(of measure: Int) -> Range<Int> { offsets[measure]..<offsets[measure + 1] }

  func measure(of row: Int) -> Int { Int(measures[row]) }

  /// Row of the register, nil for an assumed claim.
  func enterprise(of row: Int) -> Int? {
    let measure = measure(of: row)
    let index = row - offsets[measure]
    // Without a copy of the table, whose columns would all be counted as held.
    if index >= population.claims[measure].enterprises.count { return nil }
    return Int(population.claims[measure].enterprises[index])
  }

  func claimID(of row: Int) -> String {
    let measure = measure(of: row)
    let index = row - offsets[measure]
    let claims = population.claims[measure]
    return index < claims.count ? claims.ids[index] : assumedClaimID(policy.measures[measure])
  }
}

/// The id of the claim that stands for an assumed amount.
func assumedClaimID(_ measure: Measure) -> String { "assumed:\(measure.id)" }

// MARK: - Errors

extension Plan {
  func overflow(row: Int) -> DataError {
    let claim = claimID(of: row)
    return DataError(
      Diagnostic(
        at: SourceLocation(file: scenario.path),
        Message(
          "the amounts of claim \(claim) are too large to be computed exactly",
          zh: "申报 \(claim) 的数额过大,无法精确计算")))
  }

  func totalOverflow() -> DataError {
    DataError(
      Diagnostic(
        at: SourceLocation(file: scenario.path),
        Message(
          "the amounts of all claims together are too large to be computed exactly",
          zh: "全部申报的数额合计过大,无法精确计算"),
        expected: Message(
          "less than 90 trillion yuan, 2^53 fen, in all", zh: "合计不足 90 万亿元(2^53 分)")))
  }

  func overflow(measure: Int) -> DataError {
    let measure = policy.measures[measure]
    return DataError(
      Diagnostic(
        at: measure.location,
        Message(
          "the numbers of measure \(measure.id) are too large or too fine to be computed exactly",
          zh: "条款 \(measure.id) 的数值过大或过细,无法精确计算")))
  }
}

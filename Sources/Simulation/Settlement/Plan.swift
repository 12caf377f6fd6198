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
  /// Place of every row in the order of claim ids by UTF-8 bytes.
  let ranks: [Int32]
  /// Rows that share a subject and a basis, two or more.
  let bases: RowGroups
  /// Rows on whose basis another policy of the city pays.
  let markedElsewhere: Set<Int32>

  /// The claims of a company, for the rules that look across them.
  let groups: [GroupKey: RowGroups]

  private let sources: [RowSource]
  private let columnBounds: [ColumnBounds]
  let registerSource: RowSource
  let registerBounds: ColumnBounds

  var policy: Policy { scenario.policy }
  var count: Int { offsets[offsets.count - 1] }

  init(scenario: Scenario, population: Population) {
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
    var measures: [UInt16] = []
    measures.reserveCapacity(offsets[policy.measures.count])
    for measure in policy.measures.indices {
      measures.append(
        contentsOf: repeatElement(UInt16(measure), count: offsets[measure + 1] - offsets[measure]))
    }
    self.measures = measures
    sources = policy.measures.indices.map {
      RowSource(
        claims: population.claims[$0], of: policy.measures[$0], register: population.register,
        policy: policy)
    }
    registerSource = RowSource(register: population.register, policy: policy)
    let registerColumns = population.register.columns.map(ColumnBounds.bounds(of:))
    registerBounds = ColumnBounds(of: registerSource, enterprises: registerColumns)
    columnBounds = sources.map { ColumnBounds(of: $0, enterprises: registerColumns) }
    ranks = Self.ranks(policy, population, offsets, assumedRows)
    (bases, markedElsewhere) = Self.bases(population, offsets, ranks)
    var groups: [GroupKey: RowGroups] = [:]
    for key in Self.groupKeys(policy) {
      groups[key] = Self.groups(key, population, offsets, ranks)
    }
    self.groups = groups
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
    // Ranks only tell which of two comes first, and so may have gaps.
    ranks = rows.map { whole.ranks[Int($0)] }
    bases = whole.bases.restricted(to: rows)
    groups = whole.groups.mapValues { $0.restricted(to: rows) }
    let places = RowPlaces(rows)
    markedElsewhere = Set(whole.markedElsewhere.compactMap { places[$0] })
    sources = policy.measures.indices.map {
      RowSource(
        claims: population.claims[$0], of: policy.measures[$0], register: population.register,
        policy: policy)
    }
    registerSource = whole.registerSource
    registerBounds = whole.registerBounds
    columnBounds = whole.columnBounds
  }

  func source(of measure: Int) -> RowSource { sources[measure] }
  func bounds(of measure: Int) -> ColumnBounds { columnBounds[measure] }
  func rows(of measure: Int) -> Range<Int> { offsets[measure]..<offsets[measure + 1] }

  func measure(of row: Int) -> Int { Int(measures[row]) }

  /// Row of the register, nil for an assumed claim.
  func enterprise(of row: Int) -> Int? {
    let measure = measure(of: row)
    let index = row - offsets[measure]
    let claims = population.claims[measure]
    return index < claims.count ? Int(claims.enterprises[index]) : nil
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

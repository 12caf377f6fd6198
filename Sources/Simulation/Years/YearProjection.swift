package import Diagnostics
import PolicyCatalogue
package import Population

/// The policy year and the years after it, side by side with what villages cost the city.
///
/// A yearly policy holds for its year alone (article 54). The years after it are assumed to repeat its
/// claims, with amounts and budgets grown; they are settled as claims of the policy year, so that dates
/// and validity mean the same.
package struct YearProjection: Sendable {
  /// A pool in a year; amounts in fen.
  package struct Line: Sendable, Hashable {
    package var year: Int
    package var outcome: PoolOutcome
    /// Later parts of instalments promised in the projected years before, due in this one. They stand
    /// beside the demand and are no part of it.
    package var commitments: Int64
  }

  package let years: ClosedRange<Int>
  /// By year, within it by pool.
  package private(set) var lines: [[Line]] = []
  /// What villages cost the city on the central path, by year, in yuan; empty without villages.
  package private(set) var villageOutlay: [Double] = []

  /// - Parameters:
  ///   - first: the policy year as it was settled.
  ///   - last: the last year; that of the scenario by default.
  /// - Throws: `DataError` where an amount grows beyond what is computed exactly.
  package init(
    _ scenario: Scenario, _ growth: GrowthAssumptions, _ population: Population,
    first: Settlement, last: Int? = nil, threads: Int? = nil
  ) throws(DataError) {
    years = scenario.year...(last ?? scenario.lastYear)
    let pools = scenario.poolOfMeasure
    var due = [[Int64]](
      repeating: [Int64](repeating: 0, count: scenario.pools.count), count: years.count)
    for (index, year) in years.enumerated() {
      let settlement: Settlement
      if index == 0 {
        settlement = first
      } else {
        let grown = try population.growing(scenario.policy) { measure, input in
          scenario.policy.measures[measure].inputs[input].isMoney
            ? growth.moneyFactor(ofMeasure: measure, years: index) : nil
        }
        settlement = try settle(
          scenario.growing(growth, years: index), grown, threads: threads)
      }
      for commitment in settlement.commitments {
        let later = index + commitment.yearsLater
        let measure = settlement.claims.measure(of: commitment.row)
        if later < years.count, pools[measure] >= 0 {
          due[later][pools[measure]] += commitment.amount
        }
      }
      lines.append(
        settlement.pools.enumerated().map {
          Line(year: year, outcome: $0.element, commitments: due[index][$0.offset])
        })
    }
    if let villages = scenario.villages { try addVillages(villages) }
  }

  private mutating func addVillages(_ question: VillageQuestion) throws(DataError) {
    var question = question
    // The central path needs no replicates.
    question.replicates = 1
    let central = try projectVillages(question, try question.load().villages).central
    villageOutlay = years.map { year in
      question.years.contains(year) ? central[year - question.years.lowerBound].city : 0
    }
  }
}

extension Scenario {
  /// The years that are projected where no villages say until when.
  private static let usualYears = 5

  /// The last year that is projected.
  package var lastYear: Int { max(year, villages?.lastYear ?? year + Self.usualYears - 1) }

  /// By measure, the index of its pool; -1 without one.
  fileprivate var poolOfMeasure: [Int] {
    var places = [Int](repeating: -1, count: policy.measures.count)
    for (index, pool) in pools.enumerated() {
      for measure in pool.measures { places[measure] = index }
    }
    return places
  }

  /// The same with budgets and assumed amounts so many years on.
  fileprivate func growing(
    _ growth: GrowthAssumptions, years: Int
  ) throws(DataError) -> Scenario {
    var grown = self
    let factor = GrowthAssumptions.factor(growth.budget, years: years)
    switch budget {
    case .unlimited: break
    case .total(let amount): grown.budget = .total(try times(amount, factor))
    case .pools(let amounts):
      var products: [String: Int64] = [:]
      for (pool, amount) in amounts { products[pool] = try times(amount, factor) }
      grown.budget = .pools(products)
    }
    for (measure, amount) in assumed {
      grown.assumed[measure] = try times(
        amount, growth.moneyFactor(ofMeasure: measure, years: years))
    }
    return grown
  }

  private func times(_ amount: Int64, _ factor: ColumnFactor) throws(DataError) -> Int64 {
    guard let product = factor.times(Double(amount)) else {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: path),
          Message(
            "a budget or assumed amount grows too large to be computed exactly",
            zh: "预算或假定金额增长后过大,无法精确计算")))
    }
    return Int64(product)
  }
}

extension GrowthAssumptions {
  /// What money stated by the claims of a measure is multiplied by, so many years on.
  func moneyFactor(ofMeasure measure: Int, years: Int) -> ColumnFactor {
    Self.factor(money(ofMeasure: measure), years: years)
  }

  /// Growth over some years, rounded to nine decimals once.
  static func factor(_ growth: Fraction, years: Int) -> ColumnFactor {
    let one = 1 + growth.approximation
    return ColumnFactor(nearest: min(8e9, (0..<years).reduce(1) { product, _ in product * one }))
  }
}

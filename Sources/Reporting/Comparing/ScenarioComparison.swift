import PolicyCatalogue
import Population
import Simulation

/// Two settled scenarios side by side: what changes, and for whom.
///
/// All amounts are payments, in fen and exact. Each breakdown adds up to the whole: what only one of the
/// two scenarios has, a measure, a pool or a town, stands with nothing in the other.
package struct ScenarioComparison: Sendable {
  package let before: RunResults
  package let after: RunResults
  /// Whether both settle the same claimants, so that each can be set beside itself. If not, sums are
  /// compared and nobody is called a winner or a loser.
  package let isSamePopulation: Bool
  /// In the order of `compare.csv`.
  package let rows: [Row]
  package let concentration: (before: Concentration, after: Concentration)
  /// Where both scenarios have villages.
  package let villages: VillageComparison?

  /// A line of `compare.csv`.
  package struct Row: Sendable, Hashable {
    package var kind: Kind
    package var name: String
    /// Paid, in fen.
    package var before: Int64
    package var after: Int64
    /// nil where the populations differ.
    package var effect: Effect?

    package var change: Int64 { after - before }
  }

  package enum Kind: String, Sendable, Hashable {
    case total, measure, pool, town, industry, size, decile, concentration
    /// Of villages, by year: usable income, and what they cost the city and the towns.
    case villageIncome = "village-income"
    case villageCity = "village-city-outlay"
    case villageTown = "village-town-outlay"
  }

  /// How many claimants get more, less and the same.
  package struct Effect: Sendable, Hashable {
    package var winners = 0
    package var losers = 0
    package var unchanged = 0

    package init(winners: Int = 0, losers: Int = 0, unchanged: Int = 0) {
      self.winners = winners
      self.losers = losers
      self.unchanged = unchanged
    }

    mutating func count(_ before: Double, _ after: Double) {
      if after > before {
        winners += 1
      } else if after < before {
        losers += 1
      } else {
        unchanged += 1
      }
    }
  }

  package init(before: RunResults, after: RunResults, villages: VillageComparison? = nil) {
    self.villages = villages
    self.before = before
    self.after = after
    let (a, b) = (before.population, after.population)
    isSamePopulation =
      a.hash == b.hash && a.register.ids.bytes == b.register.ids.bytes
      && a.register.ids.offsets == b.register.ids.offsets
    let sides = Sides(
      before: Side(before), after: Side(after), areSame: isSamePopulation)
    concentration = (Concentration(before), Concentration(after))
    let top = Row(
      kind: .concentration, name: "top-ten", before: concentration.before.topTen,
      after: concentration.after.topTen, effect: nil)
    rows =
      [sides.total] + sides.measures + sides.pools
      + [
        sides.rows(.town) { Grouping(by: .town, of: $0) },
        sides.rows(.industry) { Grouping(by: .industry, of: $0) },
        sides.rows(.size) { Grouping(by: .size, of: $0) },
        sides.rows(.decile) { Grouping(decilesOf: $0) },
      ].flatMap { $0 } + [top] + (villages?.rows ?? [])
  }

  package func rows(_ kind: Kind) -> [Row] { rows.filter { $0.kind == kind } }

  package var total: Row { rows[0] }
}

/// One of the two results, with what each claimant gets.
struct Side: Sendable {
  let results: RunResults
  let sums: ClaimantSums

  init(_ results: RunResults) {
    self.results = results
    sums = ClaimantSums(of: results.population, results.settlement.claims)
  }
}

/// Both results, from which the breakdowns are made.
struct Sides: Sendable {
  let before: Side
  let after: Side
  let areSame: Bool
}

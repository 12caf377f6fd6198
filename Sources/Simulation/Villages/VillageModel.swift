import CKernels
package import Diagnostics
import LinearAlgebra
import PolicyCatalogue
package import Population

/// The village model made ready for one set of assumptions: the transition, the shocks' factors, and
/// a column for each part of the state.
///
/// A village is a row of state; a year is `state × transition` (dgemm), shocks, levers. Replicates are
/// further rows. All are computed in blocks of fixed shape that stay in cache, each by one thread.
package struct VillageModel: Sendable {
  package let question: VillageQuestion
  package let villages: Villages
  let numbers: outlay_village_numbers
  let transition: Matrix
  let layout: VillageLayout
  /// The base year's state, a column after the other.
  let start: [Double]
  /// Of the base year.
  let stable: [Double]
  let income: [Double]
  /// Cash for land, by year of the projection, and what of it settles the backlog.
  let land: [[Double]]
  let backlog: [[Double]]
  let weights: [Double]
  let listedClasses: [Double]
  let listedFunds: [Double]

  /// - Throws: `DataError` where the assumptions contradict each other.
  package init(_ question: VillageQuestion, _ villages: Villages) throws(DataError) {
    self.question = question
    self.villages = villages
    let assumptions = question.assumptions
    let contradictions = assumptions.contradictions()
    guard contradictions.isEmpty else {
      // A sweep or a solution may come to numbers that no file states.
      throw DataError(
        contradictions.map { address, problem, expected in
          Diagnostic(
            at: question.location,
            Message(
              "'\(address)': \(problem.english)", zh: "“\(address)”:\(problem.chinese)"),
            expected: expected)
        })
    }
    do throws(NotPositiveDefinite) {
      numbers = try outlay_village_numbers(assumptions, classes: question.classes)
    } catch {
      preconditionFailure("correlations without a factor are among the contradictions")
    }
    transition = .villageTransition(assumptions, longestDelay: numbers.longestDelay)
    let layout = VillageLayout(villages)
    self.layout = layout
    func column(_ name: VillageColumn) -> [Double] { layout.column { villages.number(name, $0) } }
    let own = [VillageColumn.rent, .lease, .service, .investment].map(column)
    stable = layout.villages.indices.map { own[0][$0] + own[1][$0] + own[2][$0] + own[3][$0] }
    let subsidy = column(.subsidy)
    income = zip(stable, subsidy).map { $0 + $1 }
    // Operating funds of the base year end with it; the lever pays those of later years.
    let continued = zip(subsidy, column(.operating)).map { $0 - $1 }
    let nothing = [Double](repeating: 0, count: layout.count)
    var start = own + [continued, column(.property), column(.otherAssets), nothing]
    start += [column(.debt), column(.idle), column(.unleased)]
    start += [[Double]](repeating: nothing, count: numbers.longestDelay)
    self.start = Array(start.joined())

    let years = question.years.count
    let settled = LandBacklog(villages, assumptions, years: years).cash
    backlog = settled.map { cash in layout.column { cash[$0] } }
    let proceeds =
      assumptions[.proceedsPrice].approximation * assumptions[.proceedsReturned].approximation
    let newLand = column(.newLand).map { $0 * proceeds }
    land = backlog.map { cash in zip(cash, newLand).map { $0 + $1 } }

    weights = layout.column { _ in 1 }
    let classes = layout.column {
      Double(villages.listedClass($0).map { VillageClass.allCases.firstIndex(of: $0)! + 1 } ?? 0)
    }
    listedClasses = classes
    let funds = numbers.fundsOfClasses
    listedFunds = classes.map { funds[Int($0)] }
  }

  /// Columns of state with the rents to come.
  package var width: Int { VillageState.count + numbers.longestDelay }

  /// Assets of the base year of a row.
  func startAssets(_ slot: Int) -> Double {
    start[VillageState.property.rawValue * layout.count + slot]
      + start[VillageState.otherAssets.rawValue * layout.count + slot]
  }

  func startDebt(_ slot: Int) -> Double { start[VillageState.debt.rawValue * layout.count + slot] }
}

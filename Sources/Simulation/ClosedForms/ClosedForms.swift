package import Diagnostics
import PolicyCatalogue
package import Population

/// Awards as functions of a few numbers that move, in a form that answers a point at once.
///
/// Claims that meet no others, and whose rule is min(rate · quantity, cap) with bounds on the quantity,
/// are sorted once: three searches then give what they come to at any rate, cap and bound. Claims that
/// only compete on a basis are assessed and compared, all others are settled, both exactly. What a free
/// claim's award is rounded to is left away, so that a sum may differ from the exact one by half a fen
/// for each claim below its cap; every answer says by how much at most.
///
/// A class, as are the forms and tables that it holds, since threads read it at every point, and a copy
/// counts references that all of them share.
package final class ClosedForms: Sendable {
  /// What moves, in the order of the settings.
  package let moving: [Adjustable]
  /// Claims that the forms answer.
  package let closedClaims: Int
  /// Claims that are assessed and compared at every point, exactly.
  package let comparedClaims: Int
  /// Other claims of measures that the numbers reach: these are settled at every point, exactly.
  package let settledClaims: Int

  enum Rest: Sendable {
    /// What does not move at all.
    case constant(PointTotals)
    case settled(Batch)
  }

  let scenario: Scenario
  let forms: MovingForms
  /// What is the same at every point, and the numbers of the shapes that do not move.
  let constant: ClosedSums
  /// By index of the measure: the pool that pays it, and whether it is paid first.
  let pools: [(index: Int, isProtected: Bool)]
  let rest: Rest
  let threads: Int

  /// - Throws: `DataError` where an amount is too large to be computed exactly.
  package init(
    _ scenario: Scenario, _ population: Population, moving: [Adjustable], threads: Int? = nil
  ) throws(DataError) {
    let threads = threads ?? Parallel.availableThreads
    let places = Self.places(of: moving, in: scenario)
    let plan = Plan(scenario: scenario, population: population, threads: threads)
    let settler = try Settler(plan: plan, values: scenario.values, threads: threads)
    let sorter = ClosedClaims(
      plan: plan, settler: settler, places: places,
      readers: ParameterReaders(of: scenario.policy))
    let found = try sorter.find()
    self.moving = moving
    self.scenario = scenario
    self.threads = threads
    closedClaims = found.closed
    comparedClaims = found.rivals.count
    do throws(Fraction.Overflow) {
      forms = try MovingForms(found, of: sorter)
    } catch {
      throw Self.tooFine(scenario)
    }
    var pools = [(index: Int, isProtected: Bool)](
      repeating: (0, false), count: scenario.policy.measures.count)
    for (index, pool) in scenario.pools.enumerated() {
      for measure in pool.measures {
        pools[measure] = (index, settler.protection(of: measure).whole)
      }
    }
    self.pools = pools
    var constant = ClosedSums(numbers: forms.numbers, pools: scenario.pools.count)
    for (measure, award) in forms.constant.enumerated() { constant.add(award, to: pools[measure]) }
    self.constant = constant
    let left = found.rest(of: plan)
    let batch = try Batch(scenario, left, threads: threads)
    settledClaims = sorter.claimsReached(in: left)
    if sorter.moves(left) {
      rest = .settled(batch)
    } else {
      rest = .constant(try batch.settle([BatchPoint()])[0])
    }
  }

  /// The parameters that move and those that follow them.
  static func places(of moving: [Adjustable], in scenario: Scenario) -> [Int: Int] {
    let policy = scenario.policy
    var places: [Int: Int] = [:]
    for (place, adjustable) in moving.enumerated() {
      if case .parameter(let index) = adjustable { places[index] = place }
    }
    for (index, place) in places {
      for other in policy.parameters.indices
      where places[other] == nil && scenario.values.follows(other, index, in: policy) {
        places[other] = place
      }
    }
    return places
  }

  static func tooFine(_ scenario: Scenario) -> DataError {
    DataError(
      Diagnostic(
        at: SourceLocation(file: scenario.path),
        Message(
          "the numbers that move are too large or too fine to be computed exactly",
          zh: "所调整的数值过大或过细,无法精确计算")))
  }
}

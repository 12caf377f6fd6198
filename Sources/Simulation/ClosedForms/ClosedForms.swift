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
package struct ClosedForms: Sendable {
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
  /// Place in the settings by index of the parameter, with those that follow another.
  let places: [Int: Int]
  let shapes: [ClosedShape]
  /// By shape: the largest cell that it is asked about.
  let largest: [Int64]
  /// Shapes in which something moves.
  let movingShapes: [Int]
  let pieces: [ClosedPiece]
  let rivals: ClosedRivals
  /// What is the same at every point, and the numbers of the shapes that do not move.
  let constant: ClosedSums
  let rounding: ClosedRounding
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
    let parameters = Set(places.keys)
    let plan = Plan(scenario: scenario, population: population, threads: threads)
    let settler = try Settler(plan: plan, values: scenario.values, threads: threads)
    let sorter = ClosedClaims(
      plan: plan, settler: settler, moving: parameters, places: places,
      readers: ParameterReaders(of: scenario.policy))
    let found = try sorter.find()
    self.moving = moving
    self.scenario = scenario
    self.places = places
    self.threads = threads
    shapes = found.shapes
    let mostRival = found.rivals.largest
    let largest = found.shapes.indices.map { shape in
      found.pieces.reduce(mostRival) { $1.shape == shape ? max($0, $1.largest) : $0 }
    }
    self.largest = largest
    closedClaims = found.closed
    comparedClaims = found.rivals.count
    let rounding = ClosedRounding(scenario.policy, scenario.values)
    self.rounding = rounding
    var pools = [(index: Int, isProtected: Bool)](
      repeating: (0, false), count: scenario.policy.measures.count)
    for (index, pool) in scenario.pools.enumerated() {
      for measure in pool.measures {
        pools[measure] = (index, settler.protection(of: measure).whole)
      }
    }
    self.pools = pools
    movingShapes = found.shapes.indices.filter { !found.shapes[$0].isFixed }
    var constant = ClosedSums(shapes: found.shapes.count, pools: scenario.pools.count)
    do throws(Fraction.Overflow) {
      var fixed = [ClosedShape.Numbers?](repeating: nil, count: found.shapes.count)
      for (index, shape) in found.shapes.enumerated() where shape.isFixed {
        fixed[index] = try shape.numbers(rounding, largest: largest[index]) { number in
          guard case .fixed(let value) = number else { preconditionFailure("nothing moves") }
          return value
        }
        constant.numbers[index] = fixed[index]!
      }
      for piece in found.pieces {
        if let numbers = fixed[piece.shape] {
          constant.add(
            try piece.sum(numbers, rounding), to: pools[found.shapes[piece.shape].measure])
        }
      }
      pieces = found.pieces.filter { fixed[$0.shape] == nil }
      rivals = found.rivals.simplified(fixed, rounding) { measure, award in
        constant.add(award, to: pools[measure])
      }
    } catch {
      throw Self.tooFine(scenario)
    }
    self.constant = constant
    let batch = try Batch(scenario, found.rest, threads: threads)
    settledClaims = sorter.claimsReached(in: found.rest)
    if sorter.moves(found.rest) {
      rest = .settled(batch)
    } else {
      rest = .constant(try batch.settle([BatchPoint()])[0])
    }
  }

  /// The parameters that move and those that follow them.
  private static func places(of moving: [Adjustable], in scenario: Scenario) -> [Int: Int] {
    let policy = scenario.policy
    var places: [Int: Int] = [:]
    var values = scenario.values
    for (place, adjustable) in moving.enumerated() {
      if case .parameter(let index) = adjustable {
        places[index] = place
        values.set(index, to: values[index], in: policy)
      }
    }
    for (place, adjustable) in moving.enumerated() {
      guard case .parameter(let index) = adjustable else { continue }
      // A value that nothing else has shows who follows.
      let mark = Fraction(-1)
      var marked = values
      marked.set(index, to: mark, in: policy)
      for other in policy.parameters.indices
      where marked[other] == mark && values[other] != mark {
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

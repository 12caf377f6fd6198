package import Diagnostics
package import PolicyCatalogue
package import Population

/// How far a lever of the villages has to go, or may go, so that a target is met.
package struct VillageSolution: Sendable {
  /// A value of the lever with what comes of it.
  package struct Point: Sendable {
    package var value: Fraction
    package var figure: Double
    package var projection: VillageProjection
    var isMet: Bool
  }

  package var parameter: Parameter
  package var goal: VillageGoal
  package var outcome: Solution.Outcome
  package var before: Point
  /// Where the scenario's own value misses the target, the nearest one that meets it; where it meets it,
  /// the last one that still does. nil where none does.
  package var after: Point?
  /// The next step, which misses.
  package var next: Point?
  /// The values between which it was looked.
  package var from: Fraction
  package var to: Fraction
  /// Whether meeting the target turned once between them, as far as it was looked.
  package var isMonotone: Bool
  package var projected: Int
}

/// Looks for the step of a lever at which a target of the villages turns from missed to met.
///
/// Ends and own value are projected, then the part between two of them that differ is halved until two
/// neighbouring steps remain. Every value is projected as a run of its own would do it.
package struct VillageSolver: Sendable {
  private let question: VillageQuestion
  private let villages: Villages
  private let threads: Int?

  /// Beyond so many steps no lever is looked at where its own range is open.
  private static let mostSteps: Int128 = 1 << 46

  package init(_ question: VillageQuestion, _ villages: Villages, threads: Int? = nil) {
    self.question = question
    self.villages = villages
    self.threads = threads
  }

  /// - Parameters:
  ///   - index: of the lever among `VillageAssumptions.parameters`.
  ///   - from, to: values between which to look; the lever's own range by default.
  /// - Throws: `DataError` where the numbers contradict each other.
  package func solve(
    _ index: Int, until goal: VillageGoal, from: Fraction?, to: Fraction?
  ) throws(DataError) -> VillageSolution {
    var parameter = VillageAssumptions.parameters[index]
    parameter.value = question.assumptions.table[index]
    var search = Search(
      parameter: parameter, index: index, goal: goal, question: question, villages: villages,
      threads: threads)
    let own = try search.point(parameter.value)
    let low = try search.point(from ?? parameter.minimum ?? .zero)
    let high = try search.high(to, above: [own, low], most: Self.mostSteps)
    let places = [low, own, high].sorted { $0.value < $1.value }
    var turns: [(met: VillageSolution.Point, missed: VillageSolution.Point)] = []
    for (a, b) in zip(places, places.dropFirst()) where a.isMet != b.isMet {
      turns.append(try search.turn(met: a.isMet ? a : b, missed: a.isMet ? b : a))
    }
    func distance(_ point: VillageSolution.Point) -> Double {
      abs(point.value.approximation - own.value.approximation)
    }
    let turn = turns.min { distance($0.met) < distance($1.met) }
    let isMetAnywhere = places.contains(where: \.isMet)
    return VillageSolution(
      parameter: parameter, goal: goal,
      outcome: turn != nil ? .solved : isMetAnywhere ? .metEverywhere : .neverMet, before: own,
      after: turn?.met ?? (isMetAnywhere ? own : nil), next: turn?.missed, from: places[0].value,
      to: places[2].value, isMonotone: turns.count < 2, projected: search.projected)
  }
}

private struct Search {
  let parameter: Parameter
  let index: Int
  let goal: VillageGoal
  let question: VillageQuestion
  let villages: Villages
  let threads: Int?
  var projected = 0

  mutating func point(_ value: Fraction) throws(DataError) -> VillageSolution.Point {
    var changed = question
    // The central path needs no replicates.
    if !goal.isProbability { changed.replicates = 1 }
    changed.assumptions.withTable { $0.set(index, to: value) }
    projected += 1
    let projection = try projectVillages(changed, villages, threads: threads)
    let (figure, isMet) = goal.standing(projection)
    return VillageSolution.Point(
      value: value, figure: figure, projection: projection, isMet: isMet)
  }

  /// The upper end: what is stated, or else twice as far each time until the target turns, the lever's
  /// range ends, or the villages' amounts pass what can be written.
  mutating func high(
    _ stated: Fraction?, above points: [VillageSolution.Point], most: Int128
  ) throws(DataError) -> VillageSolution.Point {
    if let stated { return try point(stated) }
    var last = points.max { $0.value < $1.value }!
    let limit = parameter.maximum.map(position) ?? most
    var steps = max(100, position(last.value))
    while position(last.value) < limit {
      steps = min(2 * steps, limit)
      do throws(DataError) { last = try point(value(steps)) } catch { return last }
      if points.contains(where: { $0.isMet != last.isMet }) { return last }
    }
    return last
  }

  /// Neighbouring steps between two values of which one meets the target.
  mutating func turn(
    met: VillageSolution.Point, missed: VillageSolution.Point
  ) throws(DataError) -> (met: VillageSolution.Point, missed: VillageSolution.Point) {
    var (met, missed) = (met, missed)
    while true {
      let (a, b) = (position(met.value), position(missed.value))
      if abs(a - b) <= 1 { return (met, missed) }
      let middle = try point(value((a + b) / 2))
      if middle.isMet { met = middle } else { missed = middle }
    }
  }

  private func value(_ steps: Int128) -> Fraction {
    Fraction(steps * parameter.step.numerator, parameter.step.denominator)
  }

  /// A value of the lever lies on its step, or between two at an end of its range.
  private func position(_ value: Fraction) -> Int128 {
    (try? value.divided(by: parameter.step).floor) ?? 0
  }
}

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
  /// the last one that still does, as far as it was looked. Nil where none does.
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
/// Ends and own value are projected, and others between them where all of these agree; then the part
/// between two neighbours that differ is halved until two steps remain. Every value is projected as a run
/// of its own would do it.
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
  ///   - from, to: values between which to look; by default as far as the lever and the model go.
  /// - Precondition: `from` is not above `to`.
  /// - Throws: `DataError` where the numbers contradict each other at the scenario's own value or at a
  ///   stated one.
  package func solve(
    _ index: Int, until goal: VillageGoal, from: Fraction?, to: Fraction?
  ) throws(DataError) -> VillageSolution {
    var parameter = VillageAssumptions.parameters[index]
    parameter.value = question.assumptions.table[index]
    var search = Search(
      parameter: parameter, index: index, goal: goal, question: question, villages: villages,
      threads: threads)
    let own = try search.point(parameter.value)
    let low = try search.low(from, own: own)
    let high = try search.high(to, above: low, own: own, most: Self.mostSteps)
    // Outside of a stated range the scenario's own value is only what there was before.
    var differing = search.differing(low.value...high.value)
    if differing.isEmpty {
      try search.spread(low.value...high.value)
      differing = search.differing(low.value...high.value)
    }
    var turns: [(met: VillageSolution.Point, missed: VillageSolution.Point)] = []
    for (a, b) in differing { turns.append(try search.turn(met: a, missed: b)) }
    func distance(_ point: VillageSolution.Point) -> Double {
      abs(point.value.approximation - own.value.approximation)
    }
    let turn = turns.min { distance($0.met) < distance($1.met) }
    let nearest = search.seen(low.value...high.value).filter(\.isMet)
      .min { distance($0) < distance($1) }
    return VillageSolution(
      parameter: parameter, goal: goal,
      outcome: turn != nil ? .solved : nearest != nil ? .metEverywhere : .neverMet, before: own,
      after: turn?.met ?? nearest, next: turn?.missed, from: low.value, to: high.value,
      isMonotone: turns.count < 2, projected: search.seen.count)
  }
}

private struct Search {
  let parameter: Parameter
  let index: Int
  let goal: VillageGoal
  let question: VillageQuestion
  let villages: Villages
  let threads: Int?
  private(set) var seen: [VillageSolution.Point] = []

  /// Values between ends that agree.
  private static let spreadParts: Int128 = 16

  /// - Throws: `DataError` where the value contradicts the others, or amounts pass what can be written.
  mutating func point(_ value: Fraction) throws(DataError) -> VillageSolution.Point {
    if let known = seen.first(where: { $0.value == value }) { return known }
    var changed = question
    // The central path needs no replicates.
    if !goal.isProbability { changed.replicates = 1 }
    changed.assumptions.withTable { $0.set(index, to: value) }
    let projection = try projectVillages(changed, villages, threads: threads)
    let (figure, isMet) = goal.standing(projection)
    let point = VillageSolution.Point(
      value: value, figure: figure, projection: projection, isMet: isMet)
    seen.append(point)
    return point
  }

  func seen(_ range: ClosedRange<Fraction>) -> [VillageSolution.Point] {
    seen.filter { range.contains($0.value) }.sorted { $0.value < $1.value }
  }

  /// Neighbours of which one meets the target and the other does not.
  func differing(
    _ range: ClosedRange<Fraction>
  ) -> [(met: VillageSolution.Point, missed: VillageSolution.Point)] {
    let places = seen(range)
    return zip(places, places.dropFirst()).filter { $0.isMet != $1.isMet }
      .map { $0.isMet ? ($0, $1) : ($1, $0) }
  }

  /// Looks at values between the ends of a range, at even distances.
  mutating func spread(_ range: ClosedRange<Fraction>) throws(DataError) {
    let (first, last) = (position(range.lowerBound), position(range.upperBound))
    for part in 1..<Self.spreadParts {
      let steps = first + (last - first) * part / Self.spreadParts
      let isSeen = seen.contains { position($0.value) == steps }
      if !isSeen && steps > first { _ = try point(value(steps)) }
    }
  }

  /// The lower end: what is stated, or else the least value that the lever and the model allow.
  mutating func low(
    _ stated: Fraction?, own: VillageSolution.Point
  ) throws(DataError) -> VillageSolution.Point {
    if let stated { return try point(stated) }
    let least = min(parameter.minimum ?? .zero, own.value)
    if least == own.value { return own }
    if let end = allowed(least) { return end }
    return lastAllowed(from: own, to: position(least))
  }

  /// The upper end: what is stated, or else twice as far each time until the target turns, the lever's
  /// range ends, or the model allows no more.
  mutating func high(
    _ stated: Fraction?, above low: VillageSolution.Point, own: VillageSolution.Point, most: Int128
  ) throws(DataError) -> VillageSolution.Point {
    if let stated { return try point(stated) }
    var last = max(low.value, own.value) == own.value ? own : low
    let limit = parameter.maximum.map(position) ?? most
    var steps = max(100, position(last.value))
    while position(last.value) < limit {
      steps = min(2 * steps, limit)
      guard let next = allowed(value(steps)) else { return lastAllowed(from: last, to: steps) }
      last = next
      if own.isMet != last.isMet || low.isMet != last.isMet { return last }
    }
    return last
  }

  /// Nil where the model refuses the value.
  private mutating func allowed(_ value: Fraction) -> VillageSolution.Point? {
    do throws(DataError) { return try point(value) } catch { return nil }
  }

  /// The value that the model still allows, one step before it refuses. What may contradict a number is
  /// a bound on one side of it, and amounts grow with what makes them too large.
  ///
  /// - Parameter refused: in steps.
  private mutating func lastAllowed(
    from good: VillageSolution.Point, to refused: Int128
  ) -> VillageSolution.Point {
    var (good, refused) = (good, refused)
    while abs(position(good.value) - refused) > 1 {
      let middle = (position(good.value) + refused) / 2
      if let point = allowed(value(middle)) { good = point } else { refused = middle }
    }
    return good
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

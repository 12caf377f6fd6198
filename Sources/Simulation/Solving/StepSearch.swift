package import Diagnostics

/// Looks along whole steps for the edge at which a target stops being met.
///
/// It knows nothing of policies: whoever has a function from a number to a figure can ask. Estimates
/// lead the way and every answer rests on exact figures alone.
package struct StepSearch {
  package typealias Test = ([Int64]) throws(DataError) -> [Bool]

  /// Two neighbours: the target is met at one and missed at the other.
  package struct Edge: Sendable, Hashable {
    package var met: Int64
    package var missed: Int64

    package init(met: Int64, missed: Int64) {
      self.met = met
      self.missed = missed
    }
  }

  package enum Outcome: Sendable, Hashable {
    /// Met wherever it was looked, both ends included.
    case everywhere
    /// Missed wherever it was looked, both ends included.
    case nowhere
    /// The edge found, or of several the one preferred.
    case edge(Edge)
  }

  package struct Answer: Sendable {
    package var outcome: Outcome
    /// Where else the target turns from met to missed, ascending; mostly neighbours too, but of very many
    /// turns some are told as found, between two steps that were looked at.
    package var otherTurns: [Edge]
    /// Whether the target is met on one side of the edge only, as far as it was looked.
    package var isMonotone: Bool { otherTurns.isEmpty }
    /// Distinct steps that were estimated and those that were settled.
    package var estimated: Int
    package var settled: Int
  }

  private let range: ClosedRange<Int64>
  private let start: Int64
  private let estimate: Test
  private let exact: Test
  private let prefers: (_ met: Int64, _ other: Int64) -> Bool
  /// Exact answers so far.
  private var known: [Int64: Bool] = [:]
  private var estimated: Set<Int64> = []

  /// - Parameters:
  ///   - start: where the scenario stands; it is looked at more closely around it.
  ///   - estimate: whether the target seems to be met; may be wrong near an edge.
  ///   - exact: whether it is met.
  ///   - prefers: of two edges by the steps that meet, whether the first is the better answer.
  package init(
    range: ClosedRange<Int64>, start: Int64, estimate: @escaping Test, exact: @escaping Test,
    prefers: @escaping (_ met: Int64, _ other: Int64) -> Bool
  ) {
    self.range = range
    self.start = min(max(start, range.lowerBound), range.upperBound)
    self.estimate = estimate
    self.exact = exact
    self.prefers = prefers
  }

  package mutating func run() throws(DataError) -> Answer {
    let probes = probes()
    var seems = try look(at: probes)
    try settle([range.lowerBound, start, range.upperBound])
    // Each turn is settled on both sides, until none rests on an estimate.
    var turns: [Edge]
    while true {
      for (index, step) in probes.enumerated() { seems[index] = known[step] ?? seems[index] }
      turns = zip(probes.indices, probes.indices.dropFirst()).compactMap { a, b in
        seems[a] == seems[b]
          ? nil
          : seems[a]
            ? Edge(met: probes[a], missed: probes[b])
            : Edge(met: probes[b], missed: probes[a])
      }
      let open = turns.flatMap { [$0.met, $0.missed] }.filter { known[$0] == nil }
      if open.isEmpty { break }
      try settle(open)
    }
    guard !turns.isEmpty else {
      return answer(known[start]! ? .everywhere : .nowhere, otherTurns: [])
    }
    var edges: [Edge] = []
    var refined = 0
    while refined < Self.mostRefined, let coarse = turns.popLast() {
      refined += 1
      let (edge, inner) = try refine(coarse)
      if !edges.contains(edge) { edges.append(edge) }
      turns += inner
    }
    let best = edges.dropFirst().reduce(edges[0]) { prefers($1.met, $0.met) ? $1 : $0 }
    return answer(.edge(best), otherTurns: edges.filter { $0 != best } + turns)
  }

  /// More turns than this are told without being followed.
  private static let mostRefined = 12

  private func answer(_ outcome: Outcome, otherTurns: [Edge]) -> Answer {
    Answer(
      outcome: outcome,
      otherTurns: otherTurns.sorted { min($0.met, $0.missed) < min($1.met, $1.missed) },
      estimated: estimated.count, settled: known.count)
  }

  // MARK: where to look

  /// Evenly over the range, and closer and closer around the start.
  private func probes() -> [Int64] {
    var probes: Set<Int64> = [range.lowerBound, range.upperBound, start]
    let length = Int128(range.upperBound) - Int128(range.lowerBound)
    let parts: Int128 = 64
    for part in 0...parts {
      probes.insert(range.lowerBound + Int64(length * part / parts))
    }
    var distance: Int64 = 1
    while true {
      for step in [
        start.subtractingReportingOverflow(distance), start.addingReportingOverflow(distance),
      ]
      where !step.overflow && range.contains(step.partialValue) {
        probes.insert(step.partialValue)
      }
      let (next, overflow) = distance.multipliedReportingOverflow(by: 2)
      if overflow { return probes.sorted() }
      distance = next
    }
  }

  private mutating func look(at steps: [Int64]) throws(DataError) -> [Bool] {
    estimated.formUnion(steps)
    return try estimate(steps)
  }

  private mutating func settle(_ steps: [Int64]) throws(DataError) {
    let open = Array(Set(steps).filter { known[$0] == nil }).sorted()
    if open.isEmpty { return }
    for (step, isMet) in zip(open, try exact(open)) { known[step] = isMet }
  }

  // MARK: between two steps

  /// Narrows a turn down to neighbours; with the turns met on the way that it is not.
  private mutating func refine(_ coarse: Edge) throws(DataError) -> (Edge, [Edge]) {
    var edge = coarse
    var others: [Edge] = []
    if let guess = try guess(in: edge) {
      try narrow(&edge, by: (-2...2).map { guess + $0 }, &others)
    }
    while abs(edge.met - edge.missed) > 1 {
      try narrow(&edge, by: Self.between(edge, parts: 4), &others)
    }
    return (edge, others)
  }

  /// Where the estimates see the turn.
  private mutating func guess(in edge: Edge) throws(DataError) -> Int64? {
    var edge = edge
    if abs(edge.met - edge.missed) <= 5 { return nil }
    while abs(edge.met - edge.missed) > 1 {
      let steps = Self.between(edge, parts: 16)
      let line = Self.line(edge, steps, try look(at: steps))
      edge = Self.turns(of: line, like: edge).chosen
    }
    return edge.met
  }

  private mutating func narrow(
    _ edge: inout Edge, by steps: [Int64], _ others: inout [Edge]
  ) throws(DataError) {
    let (low, high) = (min(edge.met, edge.missed), max(edge.met, edge.missed))
    let inside = steps.filter { $0 > low && $0 < high }
    if inside.isEmpty { return }
    try settle(inside)
    let line = Self.line(edge, inside, inside.map { known[$0]! })
    let (chosen, rest) = Self.turns(of: line, like: edge)
    edge = chosen
    others += rest
  }

  private static func between(_ edge: Edge, parts: Int128) -> [Int64] {
    let (low, high) = (min(edge.met, edge.missed), max(edge.met, edge.missed))
    let length = Int128(high) - Int128(low)
    return Set((1..<parts).map { low + Int64(length * $0 / parts) }).subtracting([low, high])
      .sorted()
  }

  private static func line(
    _ edge: Edge, _ steps: [Int64], _ met: [Bool]
  ) -> [(step: Int64, met: Bool)] {
    (zip(steps, met).map { ($0, $1) } + [(edge.met, true), (edge.missed, false)])
      .sorted { $0.0 < $1.0 }
  }

  /// Of the turns of a line the one that is nearest to where the edge misses, and the others.
  private static func turns(
    of line: [(step: Int64, met: Bool)], like edge: Edge
  ) -> (chosen: Edge, others: [Edge]) {
    var turns = zip(line, line.dropFirst()).compactMap { a, b in
      a.met == b.met
        ? nil
        : a.met ? Edge(met: a.step, missed: b.step) : Edge(met: b.step, missed: a.step)
    }
    let chosen = edge.met < edge.missed ? turns.removeLast() : turns.removeFirst()
    return (chosen, turns)
  }
}

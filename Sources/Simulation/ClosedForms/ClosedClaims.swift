import Diagnostics
import PolicyCatalogue
import Population

/// Parts the claims of a population into those that closed forms answer and the rest.
struct ClosedClaims {
  let plan: Plan
  let settler: Settler
  /// The parameters that move, and their places in the settings.
  let moving: Set<Int>
  let places: [Int: Int]
  let readers: ParameterReaders

  var policy: Policy { plan.policy }

  struct Found {
    var shapes: [ClosedShape] = []
    var pieces: [ClosedPiece] = []
    var rivals = ClosedRivals()
    /// Free claims of the measures that move.
    var closed = 0
    /// The claims that nothing here answers.
    var rest: Population
  }

  func find() throws(DataError) -> Found {
    var found = Found(rest: plan.population)
    guard !movesMoreThanAwards else { return found }
    let reader = ClosedRuleReader(moving: moving)
    let bound = measuresBound
    let state = try state()
    let ties = Ties(of: plan)
    var isAnswered = [Bool](repeating: false, count: plan.count)
    var ruled = RuledRows(count: plan.count)
    for (index, measure) in policy.measures.enumerated() {
      let rows = plan.rows(of: index)
      guard !rows.isEmpty, !bound.contains(index), let rules = reader.rules(of: measure),
        rules.contains(where: { $0.reads(anyOf: moving) }),
        let pieces = try pieces(
          of: index, rules, rows.filter(state.isOpen), isFree: { !ties.isTied[$0] },
          &found.shapes, &ruled)
      else { continue }
      found.pieces += pieces
      for row in rows where !ties.isTied[row] {
        found.closed += 1
        isAnswered[row] = true
      }
    }
    if !ruled.isEmpty {
      found.rivals = try ClosedRivalry(claims: self, bound: bound, state: state, ties: ties)
        .groups(ruled, &isAnswered)
    }
    for measure in policy.measures.indices {
      let rows = plan.rows(of: measure)
      guard rows.contains(where: { isAnswered[$0] }) else { continue }
      found.rest.claims[measure] = plan.population.claims[measure].selecting(
        rows.filter { !isAnswered[$0] }.map { $0 - rows.lowerBound })
    }
    return found
  }

  /// Whether what the claims that are left come to can change.
  func moves(_ rest: Population) -> Bool {
    claimsReached(in: rest) > 0 || moving.contains { readers[$0].everyClaim }
  }

  /// How many claims are of measures whose rules read a number that moves.
  func claimsReached(in rest: Population) -> Int {
    measuresReached.reduce(0) { $0 + rest.claims[$1].count }
  }

  /// Measures whose claims a number that moves bears on at first hand.
  var measuresReached: Set<Int> {
    moving.reduce(into: []) { $0.formUnion(readers[$1].settled) }
  }

  // MARK: which claims

  /// Whether a number that moves decides who may claim, how amounts are rounded, or on which day.
  private var movesMoreThanAwards: Bool {
    let deciding =
      policy.eligibility.map(\.when) + policy.measures.flatMap { $0.exemptions.values }
      + [policy.deferral?.when, policy.assessedRounding.unit, policy.awardRounding?.unit]
      .compactMap { $0 }
    return deciding.contains { $0.reads(anyOf: moving) }
      || moving.contains { policy.parameters[$0].kind == .date }
  }

  /// Measures in which even a claim that meets no other is not paid as assessed, or of whose awards a
  /// part is protected.
  private var measuresBound: Set<Int> {
    let all = Array(policy.measures.indices)
    var bound = Set(
      all.filter { index in
        let measure = policy.measures[index]
        return measure.best != nil || measure.limit != nil || measure.fund != nil
      })
    bound.formUnion(policy.bestRules.flatMap(\.measures))
    bound.formUnion(policy.limitRules.flatMap(\.measures))
    bound.formUnion(policy.reductions.flatMap { $0.measures ?? all })
    for protection in policy.protections where protection.extent != .whole {
      bound.formUnion(protection.measures ?? all)
    }
    return bound
  }

  /// Claims before they compete, at the scenario's own numbers.
  struct State {
    /// In fen, after ladders.
    let amounts: [Double]
    private let reasons: [Reason]
    private let paysNothing: Set<Int32>

    fileprivate init(_ state: ClaimState, paysNothing: Set<Int32>) {
      amounts = Array(state.amounts)
      reasons = Array(state.reasons)
      self.paysNothing = paysNothing
    }

    /// Whether nothing bars the claim and no other policy pays on its basis, whatever it is assessed at.
    func isOpen(_ row: Int) -> Bool {
      switch reasons[row] {
      case .none, .belowThreshold, .conditionNotMet, .noRise:
        !paysNothing.contains(Int32(row))
      default: false
      }
    }
  }

  private func state() throws(DataError) -> State {
    let assessment = try Assessor(plan: plan, threads: settler.threads).assess(settler.values)
    let state = ClaimState(assessment, excludes: false)
    for step in policy.steps {
      switch step {
      case .deferral: try settler.barDeferred(state)
      case .validity: settler.barOutsideValidity(state)
      case .eligibility: try settler.barIneligible(state)
      case .ladders:
        assessment.held.withUnsafeBufferPointer { settler.applyLadders(state, held: $0) }
      case .exclusivity, .best, .limits, .reductions, .funds: break
      }
    }
    return State(state, paysNothing: excludesOnBases ? plan.markedElsewhere : [])
  }

  /// Whether a basis that another policy supports pays nothing.
  var excludesOnBases: Bool {
    policy.steps.contains(.exclusivity) && policy.exclusions.contains { $0.measures == nil }
  }

  // MARK: pieces

  /// The free claims of a measure by the rule that pays them, with their shapes; the rules and cells of
  /// the tied ones go to `ruled`. nil, and nothing is changed, where a quantity has no cells.
  ///
  /// - Parameter rows: of the plan, those that nothing bars.
  private func pieces(
    of measure: Int, _ rules: [ClosedRule], _ rows: [Int], isFree: (Int) -> Bool,
    _ shapes: inout [ClosedShape], _ ruled: inout RuledRows
  ) throws(DataError) -> [ClosedPiece]? {
    let offset = plan.offsets[measure]
    var pieces: [ClosedPiece] = []
    var made: [ClosedShape] = []
    var tied: [(row: Int, cell: RuledRows.Cell)] = []
    for rule in rules {
      let chosen = try self.rows(rows.map { $0 - offset }, of: measure, thatKeep: rule.filters)
      if chosen.isEmpty { continue }
      guard let (unit, cells) = cells(of: rule.quantity, measure, chosen) else { return nil }
      let shape = shapes.count + made.count
      made.append(
        ClosedShape(
          measure: measure, rate: rule.rate.map(number), cap: rule.cap.map(number),
          bounds: rule.bounds.map { ($0.comparison, number($0.number)) }, unit: unit))
      var free: [Int64] = []
      for (row, cell) in zip(chosen, cells) {
        if isFree(offset + row) {
          free.append(cell)
        } else {
          tied.append((offset + row, RuledRows.Cell(shape: shape, cell: cell)))
        }
      }
      guard let piece = ClosedPiece(shape: shape, cells: free) else { return nil }
      pieces.append(piece)
    }
    shapes += made
    ruled.add(measure, tied)
    return pieces
  }

  private func number(_ number: ClosedNumber) -> ClosedShape.Number {
    if case .stated(.parameter(let index)) = number, let place = places[index] {
      return .moving(place)
    }
    if !number.reads(anyOf: moving), let value = try? number.value({ settler.values[$0] }) {
      return .fixed(value)
    }
    return .made(number)
  }

  private func rows(
    _ rows: [Int], of measure: Int, thatKeep filters: [Expression]
  ) throws(DataError) -> [Int] {
    if filters.isEmpty { return rows }
    let source = plan.source(of: measure)
    var lowering = RuleLowering(values: settler.values, source: source)
    let output: RuleGraph.ID
    do throws(Fraction.Overflow) {
      output = try lowering.number(.all(filters))
    } catch {
      throw plan.overflow(measure: measure)
    }
    let rule = CompiledRule(
      lowering.graph, outputs: [output], source: source, bounds: plan.bounds(of: measure))
    var keeps = [Bool](repeating: false, count: source.count)
    do throws(WideEvaluator.Overflow) {
      try rule.run(rows: 0..<source.count) { first, count, outputs in
        for i in 0..<count { keeps[first + i] = outputs[0][i] != 0 }
      }
    } catch {
      throw plan.overflow(row: plan.offsets[measure] + error.row)
    }
    return rows.filter { keeps[$0] }
  }

  /// A quantity as whole numbers of 1 ÷ unit; nil where it has no unit small enough.
  private func cells(
    of quantity: Expression?, _ measure: Int, _ rows: [Int]
  ) -> (unit: Int128, cells: [Int64])? {
    guard let quantity else { return (1, [Int64](repeating: 0, count: rows.count)) }
    let source = plan.source(of: measure)
    let reference: ColumnReference? =
      switch quantity {
      case .input(let index): .input(index)
      case .enterprise(let index): .enterprise(index)
      default: nil
      }
    if let reference, case .numbers(let column) = source.column(reference) {
      return (
        source.denominator(of: reference),
        rows.map { Int64(column[source.row(of: reference, at: $0)]) }
      )
    }
    var lowering = RuleLowering(values: settler.values, source: source)
    guard let output = try? lowering.lower(quantity) else { return nil }
    let evaluator = WideEvaluator(graph: lowering.graph, outputs: [output], source: source)
    var values: [Fraction] = []
    var unit: Int128 = 1
    for row in rows {
      guard let value = try? evaluator.evaluate(row: row)[0] else { return nil }
      values.append(value)
      let divisor = greatestCommonDivisor(unit.magnitude, value.denominator.magnitude)
      unit *= value.denominator / Int128(divisor)
      if unit > Self.largestUnit { return nil }
    }
    var cells: [Int64] = []
    for value in values {
      guard let cell = Int64(exactly: value.numerator * (unit / value.denominator)) else {
        return nil
      }
      cells.append(cell)
    }
    return (unit, cells)
  }

  private static let largestUnit: Int128 = 1_000_000_000_000
}

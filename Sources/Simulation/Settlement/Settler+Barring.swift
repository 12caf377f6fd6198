import CKernels
import Diagnostics
import PolicyCatalogue
import Population

// Deferral, validity and eligibility: a barred claim is worth nothing and competes with nobody, though
// its assessed amount is shown.
extension Settler {
  /// Everything that bars. In which order says for what reason, not which claims.
  func bar(_ state: ClaimState) throws(DataError) {
    try barDeferred(state)
    barOutsideValidity(state)
    try barIneligible(state)
  }

  func barDeferred(_ state: ClaimState) throws(DataError) {
    guard let deferral = policy.deferral else { return }
    // Few ask for it, where the rule wants that they do.
    let wantsAsking = deferral.when.conjuncts.contains(.claim(.settleNextYear))
    try forEachClaim(where: wantsAsking ? .settleNextYear : .all) {
      _, lowering throws(Fraction.Overflow) in
      [try lowering.number(deferral.when)]
    } body: { row, _, answers, i in
      if answers[0][i] != 0 { state.bar(row, .deferred) }
    }
  }

  func barOutsideValidity(_ state: ClaimState) {
    let year = plan.scenario.year
    let first = CalendarDate(year: year, month: 1, day: 1).daysSince1970
    let last = CalendarDate(year: year, month: 12, day: 31).daysSince1970
    let (from, to) = (Int32(max(first, policy.valid.from)), Int32(min(last, policy.valid.to)))
    let tasks = plan.claimTasks
    Parallel.forEach(tasks.count, threads: threads) { index in
      let (measure, rows) = (tasks[index].measure, tasks[index].rows)
      let firstRow = plan.offsets[measure] + rows.lowerBound
      let filedOn = plan.population.claims[measure].filedOn[rows]
      // Nearly all were filed in time.
      let outside = [Int32](unsafeUninitializedCapacity: rows.count) { places, count in
        count = filedOn.withUnsafeBufferPointer {
          outlay_pick_outside(places.baseAddress!, $0.baseAddress!, from, to, $0.count)
        }
      }
      for place in outside { state.bar(firstRow + Int(place), .outsideYear) }
      let periods = policy.measures[measure].valid
      if periods.isEmpty { return }
      for (place, filed) in filedOn.enumerated()
      where !periods.contains(where: { ($0.from...$0.to).contains(Int(filed)) }) {
        // Where it lies outside the year as well, that was told first.
        state.bar(firstRow + place, .outsideValidity)
      }
    }
  }

  func barIneligible(_ state: ClaimState) throws(DataError) {
    let struck = struck
    let claimRules = plan.claimRules
    try forEachClaim(where: .enterprise(struck.isSuspect)) {
      measure, lowering throws(Fraction.Overflow) in
      let exemptions = policy.measures[measure].exemptions.sorted { $0.key < $1.key }
      return [
        try lowering.mask(claimRules), try lowering.mask(exemptions.map { ($0.key, $0.value) }),
      ]
    } body: { row, enterprise, answers, i in
      let rules = (struck.rules[enterprise] | UInt64(answers[0][i])) & ~UInt64(answers[1][i])
      if rules != 0 { state.bar(row, .ineligible(rule: rules.trailingZeroBitCount)) }
    }
  }

}

extension SettlementStep {
  /// Whether it takes claims out of the year, whatever they are worth.
  var bars: Bool { self == .deferral || self == .validity || self == .eligibility }
}

extension Policy {
  /// Whether all that bars a claim comes before claims meet: what is barred then meets nobody.
  var barsBeforeClaimsMeet: Bool {
    steps.prefix(while: \.bars).count == steps.count(where: \.bars)
  }
}

extension RuleLowering {
  /// Σ 2^rule over the rules that hold.
  mutating func mask(_ rules: [(Int, Expression)]) throws(Fraction.Overflow) -> RuleGraph.ID {
    var sum = graph.constant(.zero)
    for (rule, when) in rules {
      let bit = graph.constant(Fraction(Int128(1) << Int128(rule)))
      let holds = try lower(when)
      sum = try graph.add(sum, graph.select(holds, bit, graph.constant(.zero)))
    }
    return sum
  }
}

extension Plan {
  private func rulesInForce(readingClaims: Bool) -> [(Int, Expression)] {
    policy.eligibility.indices.filter {
      !scenario.waivedRules.contains($0)
        && policy.eligibility[$0].when.readsClaim == readingClaims
    }.map { ($0, policy.eligibility[$0].when) }
  }

  /// The eligibility rules in force that look at the claim, with their indices.
  var claimRules: [(Int, Expression)] { rulesInForce(readingClaims: true) }
  /// Those that look at the enterprise alone.
  var enterpriseRules: [(Int, Expression)] { rulesInForce(readingClaims: false) }

  func eligibilityOverflow() -> DataError {
    DataError(
      Diagnostic(
        at: SourceLocation(file: policy.path + "/policy.yaml"),
        Message(
          "the numbers of an eligibility rule are too large or too fine to be computed exactly",
          zh: "资格规则的数值过大或过细,无法精确计算")))
  }
}

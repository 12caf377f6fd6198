import Diagnostics
import PolicyCatalogue
import Population

// Deferral, validity and eligibility: a barred claim is worth nothing and competes with nobody, though
// its assessed amount is shown.
extension Settler {
  func barDeferred(_ state: ClaimState) throws(DataError) {
    guard let deferral = policy.deferral else { return }
    try forEachBlock { _, lowering throws(Fraction.Overflow) in
      [try lowering.number(deferral.when)]
    } body: { block in
      let isDeferred = block.cells[0]
      for i in 0..<block.count where isDeferred[i] != 0 {
        state.bar(block.firstRow + i, .deferred)
      }
    }
  }

  func barOutsideValidity(_ state: ClaimState) {
    let year = plan.scenario.year
    let first = CalendarDate(year: year, month: 1, day: 1).daysSince1970
    let last = CalendarDate(year: year, month: 12, day: 31).daysSince1970
    let open = max(first, policy.valid.from)...max(first, min(last, policy.valid.to))
    Parallel.forEach(policy.measures.count, threads: threads) { index in
      let valid = policy.measures[index].valid
      let offset = plan.offsets[index]
      for (claim, filed) in plan.population.claims[index].filedOn.enumerated() {
        if !open.contains(Int(filed)) {
          state.bar(offset + claim, .outsideYear)
        } else if !valid.isEmpty,
          !valid.contains(where: { ($0.from...$0.to).contains(Int(filed)) })
        {
          state.bar(offset + claim, .outsideValidity)
        }
      }
    }
  }

  func barIneligible(_ state: ClaimState) throws(DataError) {
    // Few enterprises are struck: one byte each tells which, and stays in cache where masks would not.
    let isStruck = struck.map { UInt8($0 == 0 ? 0 : 1) }
    let struck = struck
    let claimRules = policy.eligibility.indices.filter {
      isInForce($0) && policy.eligibility[$0].when.readsClaim
    }.map { ($0, policy.eligibility[$0].when) }
    try forEachBlock(skippingZero: !struck.contains { $0 != 0 }) {
      measure, lowering throws(Fraction.Overflow) in
      let exemptions = policy.measures[measure].exemptions.sorted { $0.key < $1.key }
      return [
        try mask(claimRules, &lowering), try mask(exemptions.map { ($0.key, $0.value) }, &lowering),
      ]
    } body: { block in
      let (byClaim, exempt) = (block.cells[0], block.cells[1])
      isStruck.withUnsafeBufferPointer { isStruck in
        for i in 0..<block.count {
          let enterprise = Int(block.enterprises[i])
          if isStruck[enterprise] == 0 && byClaim[i] == 0 { continue }
          let rules = (struck[enterprise] | UInt64(byClaim[i])) & ~UInt64(exempt[i])
          if rules != 0 {
            state.bar(block.firstRow + i, .ineligible(rule: rules.trailingZeroBitCount))
          }
        }
      }
    }
  }

  private func isInForce(_ rule: Int) -> Bool { !plan.scenario.waivedRules.contains(rule) }

  /// For each enterprise, one bit for each rule that strikes it whatever it claims.
  func rulesStrikingEnterprises() throws(DataError) -> [UInt64] {
    let register = plan.population.register
    let rules = policy.eligibility.indices.filter {
      isInForce($0) && !policy.eligibility[$0].when.readsClaim
    }
    var lowering = RuleLowering(values: values, source: plan.registerSource)
    let output: RuleGraph.ID
    do throws(Fraction.Overflow) {
      output = try mask(rules.map { ($0, policy.eligibility[$0].when) }, &lowering)
    } catch {
      throw plan.eligibilityOverflow()
    }
    var struck = [UInt64](repeating: 0, count: register.count)
    if lowering.graph.constant(output) == .zero { return struck }
    let rule = CompiledRule(
      lowering.graph, outputs: [output], source: plan.registerSource, bounds: plan.registerBounds)
    do throws(WideEvaluator.Overflow) {
      try rule.run(rows: 0..<register.count) { first, count, outputs in
        for i in 0..<count { struck[first + i] = UInt64(outputs[0][i]) }
      }
    } catch {
      throw plan.eligibilityOverflow()
    }
    spreadOverSubjects(&struck, rules.filter { policy.eligibility[$0].scope == .subject })
    return struck
  }

  /// What strikes one company strikes all companies of its subject.
  private func spreadOverSubjects(_ struck: inout [UInt64], _ rules: [Int]) {
    let shared = rules.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
    if shared == 0 { return }
    let register = plan.population.register
    var bySubject = [UInt64](repeating: 0, count: register.subjectCount)
    for (row, subject) in register.subjects.enumerated() {
      bySubject[Int(subject)] |= struck[row] & shared
    }
    for (row, subject) in register.subjects.enumerated() {
      struck[row] |= bySubject[Int(subject)]
    }
  }

  /// Σ 2^rule over the rules that hold.
  private func mask(
    _ rules: [(Int, Expression)], _ lowering: inout RuleLowering
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    var sum = lowering.graph.constant(.zero)
    for (rule, when) in rules {
      let bit = lowering.graph.constant(Fraction(Int128(1) << Int128(rule)))
      let holds = try lowering.lower(when)
      sum = try lowering.graph.add(
        sum, lowering.graph.select(holds, bit, lowering.graph.constant(.zero)))
    }
    return sum
  }
}

extension Plan {
  func eligibilityOverflow() -> DataError {
    DataError(
      Diagnostic(
        at: SourceLocation(file: policy.path + "/policy.yaml"),
        Message(
          "the numbers of an eligibility rule are too large or too fine to be computed exactly",
          zh: "资格规则的数值过大或过细,无法精确计算")))
  }
}

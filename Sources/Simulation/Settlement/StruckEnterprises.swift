import Diagnostics
import PolicyCatalogue
import Population

/// Which enterprises the eligibility rules bar, whatever they claim, and which they may bar for what
/// they claim.
struct StruckEnterprises: Sendable {
  /// For each enterprise, one bit for each rule that strikes it whatever it claims.
  private(set) var rules: [UInt64]
  /// For each enterprise, whether its claims have to be looked at: 0 for most. A byte each stays in
  /// cache where masks would not.
  private(set) var isSuspect: [UInt8]

  init(of plan: Plan, _ values: ParameterValues, threads: Int) throws(DataError) {
    let count = plan.population.register.count
    var lowering = RuleLowering(values: values, source: plan.registerSource)
    let needed = plan.claimRules.map { $0.1.neededOfEnterprise }
    let outputs: [RuleGraph.ID]
    do throws(Fraction.Overflow) {
      outputs = [
        try lowering.mask(plan.enterpriseRules),
        try lowering.number(needed.isEmpty ? .flag(false) : .any(needed)),
      ]
    } catch {
      throw plan.eligibilityOverflow()
    }
    if outputs.allSatisfy({ lowering.graph.constant($0) == .zero }) {
      rules = [UInt64](repeating: 0, count: count)
      isSuspect = [UInt8](repeating: 0, count: count)
      return
    }
    let rule = CompiledRule(
      lowering.graph, outputs: outputs, source: plan.registerSource, bounds: plan.registerBounds)
    let tasks = Parallel.ranges(of: count, size: 1 << 15)
    let failures = FirstFailure()
    var suspects: [UInt8] = []
    rules = [UInt64](count: count) { rules in
      suspects = [UInt8](count: count) { suspects in
        // Each task writes its own part.
        nonisolated(unsafe) let (rules, suspects) = (rules, suspects)
        Parallel.forEach(tasks.count, threads: threads) { task in
          do throws(WideEvaluator.Overflow) {
            try rule.run(rows: tasks[task]) { first, count, outputs in
              for i in 0..<count {
                rules[first + i] = UInt64(outputs[0][i])
                suspects[first + i] = outputs[0][i] + outputs[1][i] == 0 ? 0 : 1
              }
            }
          } catch {
            failures.record(index: error.row)
          }
        }
      }
    }
    isSuspect = suspects
    if failures.first != nil { throw plan.eligibilityOverflow() }
    spread(
      plan.enterpriseRules.map(\.0).filter { plan.policy.eligibility[$0].scope == .subject },
      over: plan.population.register)
  }

  /// What strikes one company strikes all companies of its subject.
  private mutating func spread(_ shared: [Int], over register: Register) {
    let mask = shared.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
    if mask == 0 { return }
    var bySubject: [Int32: UInt64] = [:]
    for (row, rules) in rules.enumerated() where rules & mask != 0 {
      bySubject[register.subjects[row], default: 0] |= rules & mask
    }
    if bySubject.isEmpty { return }
    var isStruck = [Bool](repeating: false, count: register.subjectCount)
    for subject in bySubject.keys { isStruck[Int(subject)] = true }
    for (row, subject) in register.subjects.enumerated() where isStruck[Int(subject)] {
      rules[row] |= bySubject[subject]!
      isSuspect[row] = 1
    }
  }
}

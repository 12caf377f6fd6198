import PolicyCatalogue

/// Which claims a change of a parameter can reach at first hand, before what they meet.
struct ParameterReaders: Sendable {
  /// What is asked of claims anew when a parameter changes.
  struct Reach: Sendable {
    /// Measures whose own rule reads it: their claims are assessed anew.
    var assessed: Set<Int> = []
    /// Measures whose claims are settled anew, these among them.
    var settled: Set<Int> = []
    /// Whether who is eligible may change.
    var eligibility = false
    /// Whether which claims are barred may change, by eligibility or otherwise.
    var barring = false
    /// Whether the point has to be settled claim by claim: the rounding of every award or payment.
    var everyClaim = false

    mutating func formUnion(_ other: Reach) {
      assessed.formUnion(other.assessed)
      settled.formUnion(other.settled)
      eligibility = eligibility || other.eligibility
      barring = barring || other.barring
      everyClaim = everyClaim || other.everyClaim
    }
  }

  private var reaches: [Reach]

  init(of policy: Policy) {
    reaches = [Reach](repeating: Reach(), count: policy.parameters.count)
    let all = Set(policy.measures.indices)
    for (index, measure) in policy.measures.enumerated() {
      for parameter in measure.assessingExpressions.parameters {
        reaches[parameter].assessed.insert(index)
        reaches[parameter].settled.insert(index)
      }
      for parameter in measure.settlingExpressions.parameters {
        reaches[parameter].settled.insert(index)
      }
      for parameter in Array(measure.exemptions.values).parameters {
        reaches[parameter].barring = true
      }
    }
    for parameter in [policy.assessedRounding.unit].parameters {
      reaches[parameter].assessed.formUnion(all)
      reaches[parameter].settled.formUnion(all)
    }
    for parameter in (policy.deferral.map { [$0.when] } ?? []).parameters {
      reaches[parameter].settled.formUnion(all)
      reaches[parameter].barring = true
    }
    for parameter in policy.eligibility.map(\.when).parameters {
      reaches[parameter].settled.formUnion(all)
      reaches[parameter].eligibility = true
      reaches[parameter].barring = true
    }
    for rule in policy.bestRules { add([rule.best.claims], rule.measures) }
    for rule in policy.limitRules { add([rule.limit.amount], rule.measures) }
    for rule in policy.reductions { add([rule.when, rule.multiply], rule.measures ?? Array(all)) }
    for rule in policy.protections {
      switch rule.extent {
      case .whole: break
      case .awardsUpTo(let amount), .first(let amount): add([amount], rule.measures ?? Array(all))
      }
    }
    let roundings = [policy.awardRounding?.unit, policy.paymentRounding?.unit].compactMap { $0 }
    for parameter in roundings.parameters { reaches[parameter].everyClaim = true }
    // A change also changes what follows the number and is not set itself; that it may be set only
    // makes the reach larger than it has to be.
    for (index, parameter) in policy.parameters.enumerated() {
      if let followed = parameter.follows { reaches[followed].formUnion(reaches[index]) }
    }
  }

  private mutating func add(_ expressions: [Expression], _ measures: [Int]) {
    for parameter in expressions.parameters { reaches[parameter].settled.formUnion(measures) }
  }

  subscript(parameter: Int) -> Reach { reaches[parameter] }
}

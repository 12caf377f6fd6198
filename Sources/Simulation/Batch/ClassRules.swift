import Diagnostics
import PolicyCatalogue
import Population
import Synchronization

/// The rules of a class's measures, compiled once for each tuple of the numbers that a measure itself
/// reads: tuples of a class share most of them, and in a small class compiling costs more than running.
final class ClassRules: Sendable {
  private let assessor: Assessor
  /// With what moves of what its rule reads.
  private let measures: [(measure: Int, parameters: [Int])]
  private let known = Mutex<[Key: CompiledRule?]>([:])

  private struct Key: Hashable {
    var measure: Int
    var values: [Fraction]
  }

  /// A rule takes some thousand bytes; beyond so many they are dropped and compiled anew.
  private static let mostRules = 1 << 12

  /// - Parameters:
  ///   - measures: those that read one of `parameters`.
  ///   - parameters: those that the class is asked about.
  init(of measures: [Int], _ plan: Plan, changing parameters: [Int]) {
    assessor = Assessor(plan: plan, threads: 1)
    let policy = plan.policy
    let moving = Set(
      policy.parameters.indices.filter { index in
        parameters.contains(index)
          || policy.parameters[index].follows.map(parameters.contains) == true
      })
    self.measures = measures.map { measure in
      let read = policy.measures[measure].assessingExpressions + [policy.assessedRounding.unit]
      return (measure, read.parameters.filter(moving.contains).sorted())
    }
  }

  func rules(
    at values: ParameterValues
  ) throws(DataError) -> [(measure: Int, rule: CompiledRule)] {
    var rules: [(measure: Int, rule: CompiledRule)] = []
    for (measure, parameters) in measures {
      let key = Key(measure: measure, values: parameters.map { values[$0] })
      if let rule = try rule(key, values) { rules.append((measure, rule)) }
    }
    return rules
  }

  private func rule(_ key: Key, _ values: ParameterValues) throws(DataError) -> CompiledRule? {
    if let rule = known.withLock({ $0[key] }) { return rule }
    let rule = try assessor.rule(of: key.measure, values)
    known.withLock { known in
      if known.count >= Self.mostRules { known = [:] }
      known[key] = .some(rule)
    }
    return rule
  }
}

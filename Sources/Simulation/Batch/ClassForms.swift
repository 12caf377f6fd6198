import Diagnostics
import PolicyCatalogue
import Population

/// Those claims of a class whose rule is min(rate · quantity, cap): what they come to at a tuple is found
/// from their quantities, to the fen, without running their rules.
struct ClassForms: Sendable {
  /// Rows of the class that are settled by their rules, ascending.
  let rest: [Int]
  private let forms: MovingForms
  /// By measure: whether it is paid first.
  private let isProtected: [Bool]

  /// nil where no claim has such a rule.
  ///
  /// - Parameters:
  ///   - plan: of the claims of the class alone.
  ///   - parameters: those that the class is asked about.
  init?(
    _ plan: Plan, changing parameters: [Int], _ readers: ParameterReaders,
    _ values: ParameterValues, struck: StruckEnterprises
  ) throws(DataError) {
    let policy = plan.policy
    // With those that follow them.
    let moving = policy.parameters.indices.filter {
      parameters.contains(policy.parameters[$0].follows ?? $0) || parameters.contains($0)
    }
    let settler = try Settler(plan: plan, values: values, threads: 1, struck: struck)
    let found = try ClosedClaims(
      plan: plan, settler: settler, moving: Set(moving),
      places: Dictionary(uniqueKeysWithValues: moving.map { ($0, $0) }), readers: readers
    ).find()
    if !found.isAnswered.contains(true) { return nil }
    rest = found.isAnswered.indices.filter { !found.isAnswered[$0] }
    do throws(Fraction.Overflow) {
      forms = try MovingForms(found, policy, values)
    } catch {
      return nil
    }
    isProtected = policy.measures.indices.map { settler.protection(of: $0).whole }
  }

  /// What they come to; nil where a number is too large for a form, though it may not be for a rule.
  func totals(_ values: ParameterValues) -> ClassTotals? {
    var totals = ClassTotals(measures: isProtected.count)
    totals.awards = forms.constant
    var numbers = forms.numbers
    do throws(Fraction.Overflow) {
      try forms.bring(&numbers, moving: { values[$0] }, parameter: { values[$0] })
      for piece in forms.pieces {
        totals.awards[forms.shapes[piece.shape].measure] +=
          try piece.exactSum(numbers[piece.shape], forms.rounding)
      }
    } catch {
      return nil
    }
    numbers.withUnsafeBufferPointer { numbers in
      guard let numbers = numbers.baseAddress else { return }
      forms.rivals.forEachSum(numbers, forms.rounding) { totals.awards[$0] += $1 }
    }
    for measure in totals.awards.indices where isProtected[measure] {
      totals.protected[measure] = totals.awards[measure]
    }
    return totals
  }
}

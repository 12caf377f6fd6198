import Diagnostics
import PolicyCatalogue
import Population

/// Those claims of a class whose rule is min(rate · quantity, cap): what they come to at a tuple is found
/// from their quantities, to the fen, without running their rules.
struct ClassForms: Sendable {
  /// Rows of the class that are settled by their rules, ascending.
  let rest: [Int]
  private let forms: MovingForms
  /// What the class is asked about, ascending, and the values that these have in the scenario.
  private let parameters: [Int]
  private let own: [Fraction]
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
    self.parameters = parameters
    own = parameters.map { values[$0] }
    let settler = try Settler(plan: plan, values: values, threads: 1, struck: struck)
    let claims = ClosedClaims(
      plan: plan, settler: settler,
      places: ClosedForms.places(of: parameters.map { .parameter($0) }, in: plan.scenario),
      readers: readers)
    let found = try claims.find()
    if !found.isAnswered.contains(true) { return nil }
    rest = found.isAnswered.indices.filter { !found.isAnswered[$0] }
    do throws(Fraction.Overflow) {
      forms = try MovingForms(found, of: claims)
    } catch {
      return nil
    }
    isProtected = policy.measures.indices.map { settler.protection(of: $0).whole }
  }

  /// What they come to at some tuples; nil where a number is too large for a form, though it may not be
  /// for a rule.
  func totals(at tuples: [BatchPoint], threads: Int) -> [ClassTotals?] {
    let numbers = self.numbers(at: tuples, threads: threads)
    let places = tuples.indices.filter { numbers[$0] != nil }
    let answers = FormPoints(
      forms, places.map { numbers[$0]! }
    ).awards(measures: isProtected.count, threads: threads)
    var totals = [ClassTotals?](repeating: nil, count: tuples.count)
    for (place, awards) in zip(places, answers) {
      guard let awards else { continue }
      var total = ClassTotals(measures: isProtected.count)
      total.awards = awards
      for measure in awards.indices where isProtected[measure] {
        total.protected[measure] = awards[measure]
      }
      totals[place] = total
    }
    return totals
  }

  /// By tuple and shape.
  private func numbers(
    at tuples: [BatchPoint], threads: Int
  ) -> [[ClosedShape.Numbers]?] {
    let tasks = Parallel.ranges(of: tuples.count, size: 128)
    let found = ConcurrentResults<[[ClosedShape.Numbers]?]>(count: tasks.count)
    Parallel.forEach(tasks.count, threads: threads) { task in
      found.run(task) { () in tuples[tasks[task]].map(numbers) }
    }
    return found.successes().flatMap { $0 }
  }

  private func numbers(at tuple: BatchPoint) -> [ClosedShape.Numbers]? {
    let setting = zip(parameters, own).map { tuple.changes[.parameter($0)] ?? $1 }
    var numbers = forms.numbers
    do throws(Fraction.Overflow) {
      try forms.bring(&numbers) { setting[$0] }
    } catch {
      return nil
    }
    return numbers
  }
}

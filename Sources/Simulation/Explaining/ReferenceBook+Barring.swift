internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

// Deferral, validity and eligibility bar a claim: it keeps its assessed amount, which results show,
// but is worth nothing from here on. They strike whatever the claim was assessed at.
extension ReferenceBook {
  private mutating func bar(_ index: Int, _ reason: Reason) {
    if reasons[index] == .none { reasons[index] = reason }
    amounts[index] = 0
  }

  mutating func deferClaims() {
    guard let deferral = policy.deferral else { return }
    for index in claims.indices where claims[index].claimant != nil {
      guard evaluator(index).holds(deferral.when) else { continue }
      bar(index, .deferred)
      note(index, Message("deferral", zh: "结转下年"), by: deferral.article) {
        evaluator(index).truthText(deferral.when, $0)
      }
    }
  }

  /// A claim is of the year if it is filed in the scenario's year and within the policy's validity;
  /// then its measure's own validity is asked.
  mutating func checkValidity() {
    let first = CalendarDate(year: scenario.year, month: 1, day: 1).daysSince1970
    let last = CalendarDate(year: scenario.year, month: 12, day: 31).daysSince1970
    let (from, to) = (max(first, policy.valid.from), min(last, policy.valid.to))
    for index in claims.indices where claims[index].claimant != nil {
      let filed = claims[index].facts.filedOn
      let isInYear = filed >= from && filed <= to
      if !isInYear { bar(index, .outsideYear) }
      note(index, Message("filed in the year", zh: "申报年度"), by: policy.valid.article) {
        within(filed, from, to, $0)
      }
      let windows = measure(index).valid
      if windows.isEmpty { continue }
      // A claim belongs to the first window that holds it; outside all, each is shown.
      let window = windows.first { $0.from <= filed && filed <= $0.to }
      if window == nil { bar(index, .outsideValidity) }
      note(
        index, Message("validity of the measure", zh: "条款有效期"),
        by: measure(index).article, item: measure(index).item
      ) { language in
        (window.map { [$0] } ?? windows).map { within(filed, $0.from, $0.to, language) }
          .joined(separator: "; ")
      }
    }
  }

  private func within(_ day: Int, _ from: Int, _ to: Int, _ language: Language) -> String {
    func shown(_ day: Int) -> String { "\(CalendarDate(daysSince1970: day))" }
    let isWithin = day >= from && day <= to
    switch language {
    case .english:
      return
        "filed on \(shown(day)), \(isWithin ? "within" : "outside") \(shown(from)) to \(shown(to))"
    case .chinese:
      return "\(shown(day)) 申报,\(isWithin ? "在" : "不在") \(shown(from)) 至 \(shown(to)) 内"
    }
  }

  /// The rules in order; the first that strikes gives the reason. A rule that the scenario waives is
  /// left out, and one from which its measure exempts a claim passes it by.
  mutating func checkEligibility() {
    for (number, rule) in policy.eligibility.enumerated()
    where !scenario.waivedRules.contains(number) {
      let struckSubjects = rule.scope == .subject ? subjectsStruck(by: rule) : []
      for index in claims.indices {
        guard let claimant = claims[index].claimant else { continue }
        let strikes =
          rule.scope == .subject
          ? struckSubjects.contains(claimant.subject) : evaluator(index).holds(rule.when)
        guard strikes else { continue }
        let name = Message("eligibility: \(rule.id)", zh: "资格:\(rule.id)")
        if let exemption = measure(index).exemptions[number], evaluator(index).holds(exemption) {
          note(index, name, by: rule.article) {
            ($0 == .english ? "exempt: " : "豁免:") + evaluator(index).truthText(exemption, $0)
          }
          continue
        }
        bar(index, .ineligible(rule: number))
        note(index, name, by: rule.article) { language in
          if rule.scope == .subject {
            return language == .english
              ? "holds for a company of the subject, so for all of them"
              : "主体内有企业符合,主体各企业均适用"
          }
          return evaluator(index).truthText(rule.when, language)
        }
      }
    }
    noteEligible()
  }

  private func noteEligible() {
    guard let watched, claims[watched].claimant != nil, !policy.eligibility.isEmpty,
      reasons[watched].eligibilityRule == nil
    else { return }
    note(watched, Message("eligibility", zh: "资格"), by: policy.eligibility[0].article) {
      $0 == .english ? "no rule bars the claim" : "无不予兑现情形"
    }
  }

  /// Subjects with a company, whether it claims or not, for which the rule holds.
  private func subjectsStruck(by rule: EligibilityRule) -> Set<Int> {
    let struck = ledger.companies.filter { _, rows in
      rows.contains { row in
        let facts = ClaimFacts(inputs: [], enterprise: ledger.register[row]!, filedOn: 0)
        return ExactEvaluator(policy: policy, values: values, measure: nil, facts: facts)
          .holds(rule.when)
      }
    }
    return Set(struck.keys)
  }
}

import Diagnostics
import PolicyCatalogue
import Testing

@testable import Reporting

@Suite("The rules of a policy in words")
struct PolicyRulesTests {
  /// Small town with a rule of every kind. Column 9 says whether a claimant is penalised.
  private static var policy: Policy {
    var policy = SmallTown.policy
    let amount = Expression.parameter(0)
    policy.valid.article = 54
    policy.deferral = Deferral(article: 47, when: .claim(.settleNextYear))
    policy.eligibility.append(
      EligibilityRule(id: "special-deal", article: 47, scope: .subject, when: .enterprise(15)))
    policy.clawback = Clawback(article: 51, foundOn: .enterprise(14))
    policy.exclusions = [
      Exclusion(id: "same-basis", article: 47, measures: nil, scope: .subject, keep: .highest),
      Exclusion(id: "either", article: 8, measures: [0, 1], scope: .enterprise, keep: .listed),
    ]
    policy.bestRules = [
      BestRule(
        id: "two", article: 7, measures: [1],
        best: BestClaims(claims: amount, scope: .enterprise))
    ]
    policy.limitRules = [
      LimitRule(
        id: "joint", article: 6, measures: [0, 1],
        limit: CompanyLimit(amount: amount, scope: .subject, order: .largest))
    ]
    policy.reductions = [
      Reduction(
        id: "half", article: 5, when: .enterprise(9), multiply: amount, measures: [0])
    ]
    policy.protections = [Protection(extent: .awardsUpTo(amount), measures: [1])]
    policy.measures[0].exemptions = [0: .flag(true)]
    policy.measures[1].exemptions = [0: .enterprise(12)]
    return policy
  }

  @Test func english() {
    #expect(
      PolicyRules(of: Self.policy, in: .english).listing(as: .csv) == """
        kind,rule,article,text
        validity,,54,claims filed from 2017-01-01 to 2017-12-31
        deferral,,47,a claim leaves the year where claim.settle_next_year
        eligibility,penalised,9,barred where enterprise.taxed_here
        eligibility,special-deal,47,all companies of a subject are barred where for any of them \
        enterprise.special_deal
        clawback,,51,what was paid on claims filed before enterprise.fraud_found_on is listed to \
        be taken back
        exclusivity,same-basis,47,of the claims of a subject on one basis one is paid: the \
        highest assessed amount stays
        exclusivity,either,8,"of the claims of an enterprise for machines, stores one is paid: \
        the measure listed first stays"
        best,two,7,only the 100 yuan highest claims of an enterprise for stores count
        limits,joint,6,"at most 100 yuan for a subject over machines, stores, filled in the \
        order: largest first"
        reductions,half,5,× 100 yuan where enterprise.taxed_here for machines
        protection,,,stores: awards not above 100 yuan are paid before the pool is scaled
        pools,chapter-1,,1 measure
        pools,chapter-2,,2 measures
        rounding,,,assessed amounts are rounded half up to 100 yuan
        steps,,,deferral → validity → eligibility → ladders → exclusivity → best → limits → \
        reductions → funds

        """)
  }

  @Test("No rule is without words in either language")
  func bothLanguages() {
    let english = PolicyRules(of: Self.policy, in: .english).rules
    let chinese = PolicyRules(of: Self.policy, in: .chinese).rules
    #expect(english.map(\.kind) == chinese.map(\.kind))
    #expect(Set(english.map(\.kind)) == Set(PolicyRules.Kind.allCases))
    for (a, b) in zip(english, chinese) { #expect(a.text != b.text) }
  }

  @Test("A measure is touched by what names it or all, but for what it is exempt from")
  func touching() {
    let rules = PolicyRules(of: Self.policy, in: .english)
    func touched(_ measure: Int) -> [String] {
      rules.touching(measure).map { $0.id ?? $0.kind.rawValue }
    }
    #expect(
      touched(0) == [
        "deferral", "special-deal", "same-basis", "either", "joint", "half", "pools",
      ])
    #expect(
      touched(1) == [
        "deferral", "penalised", "special-deal", "same-basis", "either", "two", "joint",
        "protection", "pools",
      ])
    // It is open: nobody claims, so that nothing can be barred.
    #expect(touched(2) == ["pools"])
    let penalised = rules.touching(1).first { $0.id == "penalised" }
    #expect(
      penalised?.text == "barred where enterprise.taxed_here, unless enterprise.safety_grade")
    #expect(rules.touching(1).last?.line == "paid from the pool chapter-2")
  }

  @Test("Every reason has words of its own")
  func reasons() {
    let reasons = ReasonText.all
    #expect(Set(reasons.map(\.meaning)).count == reasons.count)
    #expect(Set(reasons.map(\.explanation)).count == reasons.count)
    let chinese = ReasonText(language: .chinese)
    #expect(chinese.text("below-threshold") == "未达门槛 below-threshold")
    #expect(chinese.text("excluded-by:C-7") == "不重复享受 excluded-by:C-7")
    #expect(chinese.text("ineligible:fraud") == "不具资格 ineligible:fraud")
    #expect(chinese.text("") == "")
    #expect(ReasonText(language: .english).text("budget") == "budget")
  }
}

import Testing

/// A policy of two measures, one claim each, and five years that are worked out by hand.
@Suite("The years after the policy's own")
struct GrowthTests {
  private let scratch = Scratch()

  init() {
    scratch.write(
      """
      policy: small
      title: {zh: 小, en: small}
      valid: {from: 2026-01-01, to: 2026-12-31}
      chapters: [one.yaml, two.yaml]
      parameters: {position: 0.5}
      """, to: "policies/small/policy.yaml")
    scratch.write(
      """
      chapter: one
      title: one
      measures:
        - id: machines
          article: 1
          item: 1
          shape: rate
          title: machines
          inputs: {machines_yuan: money}
          award: {rate: 4%, of: machines_yuan, cap: 5万}
      """, to: "policies/small/one.yaml")
    scratch.write(
      """
      chapter: two
      title: two
      measures:
        - id: loans
          article: 2
          item: 1
          shape: rate
          title: loans
          inputs: {loan_yuan: money}
          award: {rate: 1%, of: loan_yuan}
      """, to: "policies/small/two.yaml")
    scratch.write(
      """
      enterprise,name,kind,town,industry,size,group,registered_on,registered_here,taxed_here,\
      penalised,safety_accident,safety_grade,energy_target_met,fraud_found_on,special_deal,\
      revenue_yuan
      E1,甲,company,东镇,机械,small,,2010-01-01,yes,yes,no,no,A,yes,,no,1000000.00

      """, to: "ledger/enterprises.csv")
    let head = "claim,enterprise,basis,filed_on,settle_next_year,"
    scratch.write(
      head + "machines_yuan\nM1,E1,,2026-05-01,no,1000000.00\n", to: "ledger/claims/machines.csv")
    scratch.write(
      head + "loan_yuan\nL1,E1,,2026-05-01,no,300000.00\n", to: "ledger/claims/loans.csv")
  }

  /// Column `column` of a pool in years.csv, year by year.
  private func figures(_ pool: String, _ column: Int, growth: String) throws -> [String] {
    scratch.write(
      """
      title: years
      policy: small
      year: 2026
      population: ledger
      budget: {one: 4万, two: 10万}
      growth: \(growth)
      """, to: "years.yaml")
    let outcome = Program.run("run", "years.yaml", "--out", "results", in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(scratch.text("results/years.csv")).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
      .filter { $0[1] == pool }.map { $0[column] }
  }

  @Test("Money grows by the year, up to the cap; budgets and single measures as stated")
  func growth() throws {
    let stated = "{money: 10%, budget: 5%, measures: {loans: 20%}}"
    // 4 % of 1,000,000, 1,100,000, 1,210,000; then 53,240 and 58,564, beyond the cap of 50,000.
    #expect(
      try figures("one", 2, growth: stated)
        == ["40000.00", "44000.00", "48400.00", "50000.00", "50000.00"])
    // 40,000, 42,000, 44,100, 46,305, 48,620.25: the budget, less than what is asked from 2027 on.
    #expect(
      try figures("one", 3, growth: stated)
        == ["40000.00", "42000.00", "44100.00", "46305.00", "48620.25"])
    // 1 % of 300,000 grown by a fifth each year.
    #expect(
      try figures("two", 2, growth: stated)
        == ["3000.00", "3600.00", "4320.00", "5184.00", "6220.80"])
  }

  @Test("A measure that names none follows money; without growth the years are alike")
  func following() throws {
    #expect(
      try figures("two", 2, growth: "{money: 50%}")
        == ["3000.00", "4500.00", "6750.00", "10125.00", "15187.50"])
    #expect(
      try figures("one", 3, growth: "{}") == [String](repeating: "40000.00", count: 5))
  }
}

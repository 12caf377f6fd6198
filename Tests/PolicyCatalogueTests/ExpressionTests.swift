import Diagnostics
import PolicyCatalogue
import Testing

@Suite struct ExpressionTests {
  private func condition(_ text: String) throws -> String {
    let policy = try TemporaryPolicy.load(
      chapter: TemporaryPolicy.chapter(
        measure: """
          parameters: {base-area: 1000吨, limit: 5万元, until: 2026-06-30}
          conditions:
            c: >-
              \(text)
          award: 1元
          """))
    return policy.shown(policy.measures[0].conditions[0].expression)
  }

  @Test(arguments: [
    // Precedence: or < and < not < comparison < sum < product < sign.
    ("yes_no or other_flag and not yes_no", "(or yes_no (and other_flag (not yes_no)))"),
    ("(yes_no or other_flag) and not yes_no", "(and (or yes_no other_flag) (not yes_no))"),
    ("not n > 1", "(not (> n 1))"),
    ("n + m * 2 > 3", "(> (+ n (* m 2)) 3)"),
    ("(n + m) * 2 > 3", "(> (* (+ n m) 2) 3)"),
    ("n - m - 1 >= 0", "(>= (- (- n m) 1) 0)"),
    ("n / m / 2 < 1", "(< (/ (/ n m) 2) 1)"),
    // Bare numbers take the unit of the other side.
    ("money_yuan >= 100万", "(>= money_yuan 1000000)"),
    ("100万 <= money_yuan", "(<= 1000000 money_yuan)"),
    ("money_yuan - 3 > other_yuan", "(> (- money_yuan 3) other_yuan)"),
    ("min(money_yuan, 5) == 5元", "(== (min money_yuan 5) 5)"),
    ("tonnes >= base-area", "(>= tonnes 1000)"),
    ("money_yuan / tonnes > 300元/吨", "(> (/ money_yuan tonnes) 300)"),
    ("money_yuan*2>limit", "(> (* money_yuan 2) 50000)"),
    // Functions.
    ("share(money_yuan, other_yuan) >= 40%", "(>= (/ money_yuan other_yuan) 0.4)"),
    ("share(min(tonnes, base-area), tonnes) < 1", "(< (/ (min tonnes 1000) tonnes) 1)"),
    ("full_steps(money_yuan, 500万) >= 2", "(>= (full-steps money_yuan 5000000) 2)"),
    ("started_steps(tonnes, 10) > 1", "(> (started-steps tonnes 10) 1)"),
    ("growth(money_yuan, other_yuan) > 5%", "(growth> money_yuan other_yuan 0.05)"),
    ("5% <= growth(n, m)", "(growth>= n m 0.05)"),
    ("at_least(2, n >= 5, m >= 6, yes_no)", "(at-least 2 (>= n 5) (>= m 6) yes_no)"),
    ("if(yes_no, money_yuan, 5万) > 3", "(> (if yes_no money_yuan 50000) 3)"),
    ("if(yes_no, n > 1, m > 1)", "(or (and yes_no (> n 1)) (and (not yes_no) (> m 1)))"),
    ("plus_months(begun, 6) <= claim.filed_on", "(<= (plus-months begun 6) claim.filed_on)"),
    ("full_years(begun, claim.filed_on) >= 2", "(>= (full-years begun claim.filed_on) 2)"),
    ("full_months(begun, ended) < 7", "(< (full-months begun ended) 7)"),
    ("max(n, m, 3) != 4", "(!= (max n m 3) 4)"),
    // Dates.
    ("begun >= 2025-07-01", "(>= begun 2025-07-01)"),
    ("2025-07-01 < begun", "(< 2025-07-01 begun)"),
    ("begun <= until", "(<= begun 2026-06-30)"),
    ("known(ended)", "(known ended)"),
    ("known(enterprise.fraud_found_on)", "(known enterprise.fraud_found_on)"),
    // Levels.
    ("track == green", "(in track ['green'])"),
    ("green == track", "(in track ['green'])"),
    ("track != green", "(not (in track ['green']))"),
    ("track == 'A+'", "(in track ['A+'])"),
    ("track in [general, 'A+']", "(in track ['general' 'A+'])"),
    ("prior == ''", "(in prior [''])"),
    ("prior != ''", "(not (in prior ['']))"),
    // A comparison with a blank is false, also `!=`.
    ("prior != green", "(and (known prior) (not (in prior ['green'])))"),
    (
      "track == prior",
      "(or (and (in track ['general']) (in prior ['general'])) (and (in track ['green']) (in prior ['green'])))"
    ),
    ("enterprise.town == 浒山", "(in enterprise.town ['浒山'])"),
    ("enterprise.kind in [school, company]", "(in enterprise.kind ['school' 'company'])"),
    ("enterprise.revenue_yuan >= 2000万", "(>= enterprise.revenue_yuan 20000000)"),
    ("claim.settle_next_year", "claim.settle_next_year"),
    ("share_of <= policy.position * 50%", "(<= share_of (* 0.5 0.5))"),
  ])
  func reads(text: String, prefix: String) throws {
    #expect(try condition(text) == prefix)
  }

  /// Years are months twelve times over.
  @Test func yearsAreTwelveMonths() throws {
    let shown = try condition("plus_years(begun, n) > claim.filed_on")
    let tokens = shown.split { " ()".contains($0) }
    #expect(tokens.count { $0 == "n" } == 12)
    #expect(tokens.count { $0 == "+" } == 11)
  }

  @Test(arguments: [
    (
      "money_yuan * other_yuan > 5", 12,
      "money times money: yuan × yuan; expected one side without money"
    ),
    (
      "money_yuan > tonnes", 12,
      "a number in yuan meets a number in tonne; expected numbers of one unit"
    ),
    (
      "money_yuan + n > 1", 12,
      "a number in yuan meets a plain number; expected numbers of one unit"
    ),
    (
      "money_yuan > 100吨", 12,
      "a number in yuan meets a number in tonne; expected numbers of one unit"
    ),
    ("money_yuan > limt", 14, "unknown name 'limt'"),
    ("n > 1 2", 7, "a number does not belong here; expected the end of the expression"),
    ("n >", 4, "the expression ends here; expected a number, a name or '('"),
    ("n = 1", 3, "'=' is not part of the language; did you mean '=='?"),
    ("1 < n < 3", 7, "comparisons do not chain; expected two comparisons joined by 'and'"),
    ("n-m > 1", 1, "'n-m' is one name, and unknown; did you mean 'n - m'?"),
    ("n", 0, "this is a plain number; expected a condition (yes or no)"),
    ("track > green", 7, "levels have no order; expected == or != or in [...]"),
    (
      "track == gren", 10,
      "'gren' is not one of the values allowed; expected one of general, green, A+; did you mean 'green'?"
    ),
    (
      "track in [red]", 11,
      "'red' is not one of the values allowed; expected one of general, green, A+"
    ),
    (
      "yes_no == yes", 1, "yes and no are not compared; expected the name alone, or 'not' before it"
    ),
    (
      "growth(n, m)", 1,
      "growth stands in a comparison only; expected such as growth(now, before) > 5%"
    ),
    ("mni(n, m) > 1", 1, "unknown function 'mni'; did you mean 'min'?"),
    ("min(n) > 1", 1, "min has one argument; expected two arguments or more"),
    ("share(n) > 1", 1, "share has 1 arguments; expected 2 arguments"),
    (
      "max(n, 1,200) > 1", 9,
      "this comma may group digits or part arguments; expected digits without commas, or a space after the comma"
    ),
    ("begun > 2025-02-30", 9, "there is no day 2025-02-30; expected a date, YYYY-MM-DD"),
    ("begun > 5", 9, "this is a plain number; expected a date"),
    ("-n > 1", 1, "a minus sign stands before a number only; expected a difference such as 0元 - x"),
    ("n > -1", 5, "the number is below 0; expected 0 or more, or a 'min'"),
    (
      "enterprise.knid == company", 1,
      "the register has no column 'knid'; did you mean 'enterprise.kind'?"
    ),
    (
      "claim.filed > begun", 1,
      "a claim has no field 'filed'; expected one of claim.filed_on, claim.settle_next_year"
    ),
    ("other.rate > 5%", 1, "there is no measure 'other'"),
    (
      "known(n)", 7,
      "this is never blank; expected a column with dates, levels or text; a blank number is 0, a blank flag no"
    ),
    ("(n > 1", 7, "the expression ends here; expected ')'"),
    ("track == 'green", 10, "the quotation does not end"),
    (
      "if(yes_no, n, money_yuan) > 1", 1,
      "'if' chooses between a plain number and a number in yuan; expected two numbers of one unit"
    ),
    ("filed_on > begun", 1, "unknown name 'filed_on'; did you mean 'claim.filed_on'?"),
  ])
  func refuses(text: String, column: Int, message: String) throws {
    let problems = TemporaryPolicy.problems(
      chapter: TemporaryPolicy.chapter(
        measure: "parameters: {limit: 5万元}\nconditions:\n  c: \"\(text)\"\naward: 1元"))
    // In the file `c: "` stands before the expression.
    let place = "chapter.yaml:26:\(column + 10): error: "
    #expect(problems.count == 1)
    let problem = try #require(problems.first)
    #expect(problem.hasPrefix(place + message), "\(problem)")
    if message != "unknown name 'limt'" { #expect(problem == place + message) }
  }

  /// Places are found across folded lines.
  @Test func placeInFoldedText() {
    let problems = TemporaryPolicy.problems(
      chapter: TemporaryPolicy.chapter(
        measure: "conditions:\n  c: >-\n    n > 1\n    and m >\n    money_yuan\naward: 1元"))
    #expect(
      problems == [
        "chapter.yaml:27:15: error: a plain number meets a number in yuan; expected numbers of one unit"
      ])
  }

  @Test func deepNestingIsRefused() {
    let text = String(repeating: "(", count: 5000) + "n > 1" + String(repeating: ")", count: 5000)
    let problems = TemporaryPolicy.problems(
      chapter: TemporaryPolicy.chapter(measure: "conditions:\n  c: \(text)\naward: 1元"))
    #expect(problems.count == 1)
    #expect(problems.first?.contains("the expression is nested too deeply") == true)
  }
}

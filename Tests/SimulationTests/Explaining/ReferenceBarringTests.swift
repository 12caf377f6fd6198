import Diagnostics
import PolicyCatalogue
import Simulation
import Testing

struct ReferenceBarringTests {
  @Test("Deferral, then the year, then the measure's validity, then eligibility")
  func order() throws {
    var made = HandMadeCase()
    let measure = made.asked("m") {
      $0.valid = [
        ValidityPeriod(
          from: HandMadeCase.day("2017-03-01"), to: HandMadeCase.day("2017-06-30"))
      ]
    }
    made.policy {
      $0.deferral = Deferral(article: 47, when: .claim(.settleNextYear))
      $0.eligibility = [
        EligibilityRule(
          id: "penalised", article: 51, scope: .enterprise,
          when: .enterprise(RegisterColumn.penalised.rawValue))
      ]
    }
    made.claimant("bad", [.penalised: .flag(true)])
    func claim(_ id: String, _ day: String, next: Bool = false, by: String = "E") {
      made.claim(
        id, of: measure, by: by, filedOn: day, settleNextYear: next, .number(100))
    }
    claim("A", "2017-03-01")
    claim("B", "2017-06-30")
    claim("C", "2017-07-01")
    claim("D", "2018-01-01")
    claim("E", "2016-12-31", next: true)
    claim("F", "2017-04-01", by: "bad")
    claim("G", "2017-02-28", by: "bad")
    made.claim("H", of: measure, by: "bad", filedOn: "2017-04-01", .number(0))
    made.claim("I", of: measure, by: "E", filedOn: "2017-04-01", .number(0))
    let outcome = try made.settle()
    #expect(outcome["A"] == "100")
    #expect(outcome["B"] == "100")
    #expect(outcome["C"] == "0 outside-validity")
    #expect(outcome["D"] == "0 outside-year")
    #expect(outcome["E"] == "0 deferred")
    #expect(outcome["F"] == "0 ineligible:penalised")
    #expect(outcome["G"] == "0 outside-validity")
    #expect(outcome["H"] == "0 ineligible:penalised")
    #expect(outcome["I"] == "0 below-threshold")
    #expect(outcome.assessed("F") == 100, "a barred claim keeps its assessed amount")
  }

  @Test("A claim outside the policy's validity is outside the year")
  func policyValidity() throws {
    var made = HandMadeCase()
    made.asked("m")
    made.policy { $0.valid.from = HandMadeCase.day("2017-06-01") }
    made.ask("A", 1, filedOn: "2017-05-31")
    made.ask("B", 1, filedOn: "2017-06-01")
    let outcome = try made.settle()
    #expect(outcome["A"] == "0 outside-year")
    #expect(outcome["B"] == "100")
  }

  @Test("The first rule that strikes counts; exemptions and waivers pass a rule by")
  func eligibility() throws {
    var made = HandMadeCase()
    let plain = made.asked("plain")
    let exempt = made.asked("exempt") {
      $0.inputs.append(.flag("provider"))
      $0.exemptions = [0: .input(1)]
    }
    made.policy {
      $0.eligibility = [
        EligibilityRule(
          id: "accident", article: 51, scope: .enterprise,
          when: .enterprise(RegisterColumn.safetyAccident.rawValue)),
        EligibilityRule(
          id: "penalised", article: 51, scope: .enterprise,
          when: .enterprise(RegisterColumn.penalised.rawValue)),
      ]
    }
    made.claimant("both", [.safetyAccident: .flag(true), .penalised: .flag(true)])
    made.claimant("one", [.safetyAccident: .flag(true)])
    made.ask("A", 1, of: plain, by: "both")
    made.ask("B", 1, of: plain, by: "one")
    made.claim("C", of: exempt, by: "one", .number(100), .flag(true))
    made.claim("D", of: exempt, by: "one", .number(100), .flag(false))
    made.claim("E", of: exempt, by: "both", .number(100), .flag(true))
    let outcome = try made.settle()
    #expect(outcome["A"] == "0 ineligible:accident")
    #expect(outcome["B"] == "0 ineligible:accident")
    #expect(outcome["C"] == "100")
    #expect(outcome["D"] == "0 ineligible:accident")
    #expect(outcome["E"] == "0 ineligible:penalised")

    made.waivedRules = [0]
    let waived = try made.settle()
    #expect(waived["A"] == "0 ineligible:penalised")
    #expect(waived["B"] == "100")
  }

  @Test("A rule over the subject strikes all its companies, claiming or not")
  func subjectScope() throws {
    var made = HandMadeCase()
    made.asked("m")
    made.policy {
      $0.eligibility = [
        EligibilityRule(
          id: "deal", article: 47, scope: .subject,
          when: .enterprise(RegisterColumn.specialDeal.rawValue))
      ]
    }
    made.claimant("silent", group: "g", [.specialDeal: .flag(true)])
    made.claimant("sister", group: "g")
    made.ask("A", 1, by: "sister")
    made.ask("B", 1, by: "other")
    let outcome = try made.settle()
    #expect(outcome["A"] == "0 ineligible:deal")
    #expect(outcome["B"] == "100")
  }

  @Test("Fraud found in the year: what was paid before is listed to be taken back")
  func clawbacks() throws {
    var made = HandMadeCase()
    let years = made.number(36)
    let found = Expression.enterprise(RegisterColumn.fraudFoundOn.rawValue)
    made.asked("m")
    made.policy {
      $0.clawback = Clawback(article: 51, foundOn: found)
      $0.eligibility = [
        EligibilityRule(
          id: "fraud", article: 51, scope: .enterprise,
          when: .all([
            .compare(.greaterOrEqual, .claim(.filedOn), found),
            .compare(.less, .claim(.filedOn), .plusMonths(found, years)),
          ]))
      ]
    }
    made.claimant("now", [.fraudFoundOn: .date("2017-06-01")])
    made.claimant("before", [.fraudFoundOn: .date("2014-06-01")])
    made.claimant("later", [.fraudFoundOn: .date("2018-01-01")])
    made.ask("A", 1, by: "now", filedOn: "2017-05-31")
    made.ask("B", 1, by: "now", filedOn: "2017-06-01")
    made.ask("C", 1, by: "before", filedOn: "2017-05-31")
    made.ask("D", 1, by: "before", filedOn: "2017-06-01")
    made.ask("E", 1, by: "later")
    let outcome = try made.settle()
    #expect(outcome["A"] == "100")
    #expect(outcome["B"] == "0 ineligible:fraud")
    #expect(outcome["C"] == "0 ineligible:fraud")
    #expect(outcome["D"] == "100")
    #expect(outcome["E"] == "100")
    #expect(
      outcome.settlement.clawbacks == [ClawbackItem(row: outcome.row("A"), amount: 100)])
  }
}

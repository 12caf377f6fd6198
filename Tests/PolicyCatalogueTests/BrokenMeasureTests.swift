import Diagnostics
import PolicyCatalogue
import Testing

/// What is wrong with a measure, and what is said about it. Line 24 is the first of the keys given.
@Suite struct BrokenMeasureTests {
  struct Fixture: Sendable, CustomTestStringConvertible {
    var name: String
    var keys: String
    var problems: [String]
    var testDescription: String { name }

    init(_ name: String, _ keys: String, _ problems: String...) {
      self.name = name
      self.keys = keys
      self.problems = problems
    }
  }

  static let fixtures = [
    Fixture(
      "unknown key", "award: 1元\nconditons: {}",
      "25:5: error: unknown key 'conditons'; expected one of id, article, item, shape, title, department, reading, governed_by, inputs, parameters, valid, conditions, award, instalments, ladder, rivals, best, limit, fund, protected, exempt; did you mean 'conditions'?"
    ),
    Fixture(
      "no award", "protected: yes",
      "4:5: error: the key 'award' is missing; expected an award, or the shape 'open' or 'reference'"
    ),
    Fixture(
      "no base", "award: {caps: 5万}",
      "24:12: error: the award has no base; expected one of fixed, amount, rate, match, band, per_unit, per_step, brackets, by, cases, sum, greatest, least"
    ),
    Fixture(
      "two bases", "award: {fixed: 5万, rate: 4%, of: money_yuan}",
      "24:24: error: the award has two bases, 'fixed' and 'rate'; expected one base; 'sum' adds awards"
    ),
    Fixture(
      "unknown key in award", "award: {rate: 4%, of: money_yuan, capp: 5万}",
      "24:39: error: unknown key 'capp'; expected one of rate, of, floor, cap, then; did you mean 'cap'?"
    ),
    Fixture(
      "of is missing", "award: {rate: 4%}", "24:12: error: the key 'of' is missing"),
    Fixture(
      "award in tonnes", "award: {amount: tonnes}",
      "24:21: error: this is a number in tonne; expected a number in yuan"),
    Fixture(
      "price in the wrong unit", "award: {per_unit: 300元/度, of: tonnes}",
      "24:23: error: this is a number in yuan/kWh; expected a number in yuan/tonne"),
    Fixture(
      "rate of a quantity", "award: {rate: 4%, of: tonnes}",
      "24:27: error: this is a number in tonne; expected a number in yuan"),
    Fixture(
      "rate above one", "award: {rate: 4, of: money_yuan}",
      "24:19: error: the rate is above 100%; expected 100% or less, or a 'max' that says otherwise; did you mean '4%'?"
    ),
    Fixture(
      "matching above one", "award: {match: 150%, of: money_yuan}",
      "24:20: error: the rate is above 100%; expected 100% or less, or a 'max' that says otherwise"),
    Fixture(
      "value above its max", "award: {rate: {value: 12%, max: 10%}, of: money_yuan}",
      "24:27: error: the number is above 10%"),
    Fixture(
      "step of nothing", "award: {rate: {value: 12%, step: 0}, of: money_yuan}",
      "24:38: error: the step is not above zero"),
    Fixture(
      "band upside down", "award: {band: {low: 8‰, high: 5‰}, of: money_yuan}",
      "24:20: error: 'low' is above 'high'"),
    Fixture(
      "unknown tier",
      "award:\n  by: track\n  tiers: {general: 5万, gren: 6万}",
      "26:28: error: 'gren' is not one of the values allowed; expected one of general, green, A+; did you mean 'green'?"
    ),
    Fixture(
      "tiers by a number", "award: {by: n, tiers: {a: 5万}}",
      "24:28: error: 'a' is no count; expected a whole number such as 1"),
    Fixture(
      "tiers by money", "award: {by: money_yuan, tiers: {1: 5万}}",
      "24:17: error: 'money_yuan' has no listed values; expected a column with levels or text, or a count"
    ),
    Fixture(
      "incomplete table",
      "award: {per_unit: {by: track, cases: {general: 5, green: 6}}, of: n}",
      "24:23: error: the table has no row for 'A+' and no 'otherwise'; expected a row for every value, or 'otherwise'"
    ),
    Fixture(
      "incomplete table by two keys",
      "award: {per_unit: {by: [track, prior], cases: {general: {'': 1, general: 2, green: 3}, green: {'': 1, general: 2}, 'A+': {'': 1, general: 2, green: 3}}}, of: n}",
      "24:23: error: the table has no row for 'green / green' and no 'otherwise'; expected a row for every value, or 'otherwise'"
    ),
    Fixture(
      "table by text without otherwise",
      "award: {per_unit: {by: enterprise.town, cases: {浒山: 5}}, of: n}",
      "24:23: error: 'otherwise' is missing; expected a number for all other values"),
    Fixture(
      "case without when", "award: {cases: {a: {fixed: 5万}}}",
      "24:24: error: the key 'when' is missing"),
    Fixture(
      "brackets that fall",
      "award:\n  of: tonnes\n  mode: marginal\n  brackets:\n    a: {per_unit: 1}\n    b: {above: 50, per_unit: 2}\n    c: {above: 20, per_unit: 3}",
      "30:13: error: the brackets do not rise; expected a bound above 50"),
    Fixture(
      "first bracket bound",
      "award: {of: tonnes, mode: whole, brackets: {a: {from: 1, per_unit: 1}}}",
      "24:53: error: the first bracket has a bound; expected neither 'from' nor 'above'"),
    Fixture(
      "fixed in marginal brackets",
      "award: {of: tonnes, mode: marginal, brackets: {a: {fixed: 1}}}",
      "24:56: error: 'fixed' in marginal brackets; expected 'rate' or 'per_unit', or mode: whole"),
    Fixture(
      "rate of tonnes in brackets",
      "award: {of: tonnes, mode: marginal, brackets: {a: {rate: 1%}}}",
      "24:56: error: a rate of a number in tonne; expected 'per_unit' for a quantity"),
    Fixture(
      "adjustment without word", "award: {fixed: 5万, then: [{name: x}]}",
      "24:31: error: the adjustment has no word; expected one of cap, floor, multiply, markup, add, less, round"
    ),
    Fixture(
      "rounding to a tenth of a fen",
      "award: {fixed: 5万, then: [{round: {unit: 0.011元, direction: up}}]}",
      "24:46: error: the unit is no whole number of fen; expected such as 0.01元 or 100元"),
    Fixture(
      "unknown direction", "award: {fixed: 5万, then: [{round: {unit: 1元, direction: half}}]}",
      "24:61: error: found 'half'; expected one of half-up, half-even, half-down, up, down"),
    Fixture(
      "two numbers of one address",
      "award: {sum: {a: 1万}, then: [{cap: 5万}, {cap: 6万, when: yes_no}]}",
      "24:51: error: two numbers have the address 'it.cap'; the other stands in line 24; expected a 'name' for one of them"
    ),
    Fixture(
      "self-defined number", "parameters: {a: b + 1, b: a + 1}\naward: 1元",
      "24:31: error: 'a' is defined by itself"),
    Fixture(
      "number named as an input", "parameters: {n: 5}\naward: 1元",
      "24:18: error: 'n' is an input already"),
    Fixture(
      "name of the language", "parameters: {and: 5}\naward: 1元",
      "24:18: error: 'and' cannot be a name; expected letters, digits, '_' and inner '-', and no word of the language"
    ),
    Fixture(
      "unknown reason", "conditions: {a: {when: yes_no, reason: budget}}\naward: 1元",
      "24:44: error: found 'budget'; expected one of below-threshold, condition-not-met"),
    Fixture(
      "condition without truth", "conditions: {a: money_yuan}\naward: 1元",
      "24:21: error: this is a number in yuan; expected a condition (yes or no)"),
    Fixture(
      "instalments short of the whole",
      "award: 1元\ninstalments: {part: n, parts: {a: 40%, b: 50%}}",
      "25:28: error: the parts add up to 90%; expected 100% together"),
    Fixture(
      "instalments by a flag", "award: 1元\ninstalments: {part: yes_no, equal: 3}",
      "25:25: error: 'yes_no' cannot tell parts; expected a count, or an input with listed values"),
    Fixture(
      "instalments of no part", "award: 1元\ninstalments: {part: n}",
      "25:18: error: the parts are not stated, or twice; expected either 'parts' or 'equal'"),
    Fixture(
      "ladder over an unknown input", "award: 1元\nladder: {level: trak, prior: prior}",
      "25:21: error: the measure has no input 'trak'; expected one of money_yuan, other_yuan, dollars, tonnes, power_kwh, n, m, share_of, yes_no, other_flag, begun, ended, track, prior; did you mean 'track'?"
    ),
    Fixture(
      "held level without amount",
      "award: 1元\nladder: {level: track, prior: prior, also: {green: 5万}}"),
    Fixture(
      "limit that reads a claim", "award: 1元\nlimit: {amount: money_yuan}",
      "25:21: error: the inputs of a claim cannot be read here: the rule is not about one claim"),
    Fixture(
      "order of lists", "award: 1元\nlimit: {amount: 5万, order: listed}",
      "25:32: error: found 'listed'; expected one of claim, largest, smallest, proportional"),
    Fixture(
      "weight without sharing", "award: 1元\nfund: {amount: 5万, weight: n}",
      "25:24: error: 'weight' belongs to 'pay: shared'"),
    Fixture(
      "sharing without weight", "award: 1元\nfund: {amount: 5万, pay: shared}",
      "25:11: error: the key 'weight' is missing"),
    Fixture(
      "unknown rule", "award: 1元\nexempt: {penalized: true}",
      "25:14: error: there is no eligibility rule 'penalized'; expected one of penalised; did you mean 'penalised'?"
    ),
    Fixture(
      "governed by without reference", "award: 1元\ngoverned_by: X",
      "25:5: error: 'governed_by' belongs to the shape 'reference'"),
    Fixture(
      "validity upside down", "award: 1元\nvalid: {from: 2026-05-01, to: 2026-04-01}",
      "25:12: error: 'from' is after 'to'; expected a period of at least a day"),
    Fixture(
      "no such day", "award: 1元\nvalid: {from: 2026-02-30, to: 2026-04-01}",
      "25:19: error: found '2026-02-30'; expected a date, YYYY-MM-DD"),
    Fixture(
      "list for a number", "award: [1, 2]",
      "24:12: error: found a list; expected a number or an expression"),
    Fixture(
      "nothing for a number", "award: {fixed: }",
      "24:20: error: found nothing; expected a number or an expression"),
    Fixture(
      "all errors at once",
      "award: {rate: 4, of: tonnes, capp: 5}\nprotected: maybe\nvalid: {from: x}",
      "25:16: error: found 'maybe'; expected yes or no",
      "26:12: error: the key 'to' is missing",
      "26:19: error: found 'x'; expected a date, YYYY-MM-DD",
      "24:34: error: unknown key 'capp'; expected one of rate, of, floor, cap, then; did you mean 'cap'?",
      "24:19: error: the rate is above 100%; expected 100% or less, or a 'max' that says otherwise; did you mean '4%'?",
      "24:26: error: this is a number in tonne; expected a number in yuan"),
  ]

  @Test(arguments: fixtures)
  func saysWhatIsWrong(_ fixture: Fixture) {
    let problems = TemporaryPolicy.problems(
      chapter: TemporaryPolicy.chapter(measure: fixture.keys))
    #expect(Set(problems) == Set(fixture.problems.map { "chapter.yaml:" + $0 }))
  }
}

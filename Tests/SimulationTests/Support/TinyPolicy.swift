import Diagnostics
import PolicyCatalogue
import Population
import Simulation

/// A policy of one measure over inputs `x` (money), `q` (a quantity in thousandths) and `level`.
struct TinyPolicy {
  private(set) var parameters: [Parameter] = []

  static let x = Expression.input(0)
  static let q = Expression.input(1)
  static let level = Expression.input(2)
  static let levels = ["low", "middle", "high"]

  /// A number of the policy, as an expression.
  mutating func number(_ value: Fraction, _ dimension: Dimension = .none) -> Expression {
    parameters.append(
      Parameter(
        address: "measure.p\(parameters.count)", kind: .number(dimension), value: value,
        step: Fraction(1, 10_000), measure: 0, location: Self.location))
    return .parameter(parameters.count - 1)
  }

  static let location = SourceLocation(file: "tiny.yaml", line: 1, column: 1)

  mutating func policy(award: Award, conditions: [Condition] = []) -> Policy {
    let fen = number(Fraction(1, 100), .money)
    var measure = Measure(
      id: "measure", chapter: 0, article: 1, item: 1, shape: .rate,
      title: Message("Measure", zh: "条款"), location: Self.location)
    measure.inputs = [
      InputSchema(name: "x", type: .number(.money, .money, unit: "元", decimals: 2)),
      InputSchema(
        name: "q", type: .number(.quantity, Dimension(["tonne": 1]), unit: "吨", decimals: 3)),
      InputSchema(name: "level", type: .level(Self.levels)),
    ]
    measure.award = award
    measure.conditions = conditions
    var policy = Policy(
      id: "tiny", title: Message("Tiny", zh: "小"), source: "",
      valid: ValidityPeriod(from: 17_167, to: 17_531),
      chapters: [Chapter(id: "chapter-1", title: Message("One", zh: "一"))], measures: [measure],
      registerColumns: RegisterColumn.allCases.map(\.schema), parameters: parameters,
      assessedRounding: Rounding(unit: fen, direction: .halfUp), hash: "", path: "tiny")
    policy.pools = [Pool(id: "all", measures: [0])]
    return policy
  }

  static func scenario(_ policy: Policy, budget: Scenario.Budget = .unlimited) -> Scenario {
    Scenario(
      path: "tiny.yaml", title: Message("Tiny", zh: "小"), policy: policy, year: 2017,
      population: .directory("tiny"), budget: budget, pools: policy.pools,
      values: ParameterValues(of: policy), hash: "")
  }

  /// One eligible company with a claim for each row.
  static func population(x: [Double], q: [Double], level: [UInt8]) -> Population {
    var ids = IdentifierColumn()
    ids.append("E1".utf8)
    var blank = IdentifierColumn()
    blank.append([])
    let text = Column.text(TextColumn(codes: [0], values: [""]))
    let columns: [Column] = RegisterColumn.allCases.map { column in
      switch column.schema.type {
      case .text: text
      case .level: .levels([0])
      case .date: .dates([Column.blankDate])
      case .flag: .flags([0])
      case .number: .numbers([0])
      }
    }
    let register = Register(
      ids: ids, names: blank, columns: columns, subjects: [0], subjectCount: 1)
    var claims = ClaimTable(measure: 0)
    for row in x.indices {
      let digits = String(row)
      claims.ids.append(("C" + String(repeating: "0", count: 9 - digits.count) + digits).utf8)
    }
    claims.enterprises = [Int32](repeating: 0, count: x.count)
    claims.bases = [Int32](repeating: -1, count: x.count)
    claims.filedOn = [Int32](repeating: 17_300, count: x.count)
    claims.settleNextYear = [UInt8](repeating: 0, count: x.count)
    claims.elsewhere = [UInt8](repeating: 0, count: x.count)
    claims.inputs = [.numbers(x), .numbers(q), .levels(level)]
    return Population(register: register, claims: [claims], hash: "")
  }
}

import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

/// Every point of a batch against a settlement of its own.
@Suite struct BatchTests {
  /// A scenario with a population, made once for all tests of the suite.
  struct Question: Sendable, CustomTestStringConvertible {
    let name: String
    let scenario: Scenario
    let population: Population

    var testDescription: String { name }

    init(_ name: String, size: Int) throws {
      self.name = name
      scenario = try Scenario.load(path: "\(Self.root)/\(name)")
      switch scenario.population {
      case .directory(let ledger):
        population = try Population.read(directory: ledger, policy: scenario.policy).population
      case .synthetic(var assumptions):
        assumptions.size = size
        population = try Population.synthesise(assumptions, policy: scenario.policy).population
      }
    }

    static let root = String(
      #filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/")!.lowerBound))
  }

  static let questions: [Question] = {
    do {
      return try [
        Question("Scenarios/sample-ledger.yaml", size: 0),
        Question("Scenarios/tight-budget.yaml", size: 400),
      ]
    } catch { fatalError("a scenario that ships does not load: \(error)") }
  }()

  private func check(_ points: [BatchPoint], _ question: Question) throws {
    let batch = try Batch(question.scenario, question.population)
    try expect(
      batch.settle(points), toBeSettledAloneAt: points, question.scenario, question.population)
  }

  /// Half and one and a half of a number, within its range.
  private func moved(
    _ adjustable: Adjustable, _ scenario: Scenario, up: Bool, in point: inout BatchPoint
  ) throws {
    let parameter = scenario.parameter(adjustable)
    var value = try parameter.value.times(up ? Fraction(3, 2) : Fraction(1, 2))
    if case .date = parameter.kind { value = try parameter.value.plus(Fraction(up ? 40 : -40)) }
    if let maximum = parameter.maximum { value = min(value, maximum) }
    if let minimum = parameter.minimum { value = max(value, minimum) }
    try point.set(adjustable, to: value, in: scenario)
  }

  @Test(arguments: questions)
  func eachNumberAlone(question: Question) throws {
    // A different ninth of them in each scenario; all in the slow tier.
    let every = runsSlowTests ? 1 : 23
    let numbers = question.scenario.adjustables.enumerated().filter { $0.offset % every == 0 }
    let points = try numbers.map { index, adjustable in
      var point = BatchPoint()
      try moved(adjustable, question.scenario, up: index % 2 == 0, in: &point)
      return point
    }
    try check(points, question)
  }

  @Test(arguments: questions)
  func severalNumbersTogether(question: Question) throws {
    var random = SplitMix64(seed: 11)
    let numbers = question.scenario.adjustables
    let points = try (0..<(runsSlowTests ? 200 : 12)).map { _ in
      var point = BatchPoint()
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        try moved(
          numbers.randomElement(using: &random)!, question.scenario,
          up: Bool.random(using: &random), in: &point)
      }
      return point
    }
    try check(points, question)
  }

  /// Measures that meet on a basis, and one that meets none, over a grid.
  @Test(arguments: questions)
  func aGridOverMeasuresThatMeet(question: Question) throws {
    let axes = [
      ("equipment-investment.general.rate", [Fraction(2, 100), Fraction(9, 100)]),
      ("equipment-investment.six-key.cap", [1_000_000, 6_000_000]),
      ("integration-software.rate", [Fraction(10, 100), Fraction(45, 100)]),
      ("budget.chapter-2", [5_000_000, 900_000_000]),
    ]
    var points = [BatchPoint()]
    for (address, values) in axes {
      guard let adjustable = question.scenario.adjustable(address) else { continue }
      points = try points.flatMap { point in
        try values.map { value in
          var next = point
          try next.set(adjustable, to: value, in: question.scenario)
          return next
        }
      }
    }
    #expect(points.count >= 8)
    try check(points, question)
  }

  @Test func threadsDoNotMatter() throws {
    let question = Self.questions[1]
    var points: [BatchPoint] = []
    for adjustable in question.scenario.adjustables.prefix(60) {
      var point = BatchPoint()
      try moved(adjustable, question.scenario, up: true, in: &point)
      points.append(point)
    }
    let one = try Batch(question.scenario, question.population, threads: 1).settle(points)
    let two = try Batch(question.scenario, question.population, threads: 2).settle(points)
    #expect(one == two)
  }

  @Test func valuesAreBroughtToTheirStep() throws {
    let scenario = Self.questions[0].scenario
    let rate = try #require(scenario.adjustable("equipment-investment.general.rate"))
    var point = BatchPoint()
    let used = try point.set(rate, to: Fraction(40_449, 1_000_000), in: scenario)
    #expect(used == Fraction(404, 10_000))
    #expect(point.value(of: rate, in: scenario) == used)
    #expect(throws: ParameterValueError.self) {
      try point.set(rate, to: Fraction(3, 2), in: scenario)
    }
    #expect(scenario.adjustable("budget.chapter-99") == nil)
    #expect(scenario.adjustable("equipment-investment") == nil)
  }
}

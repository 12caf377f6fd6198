import Diagnostics
import PolicyCatalogue
import Simulation
import Testing

@Suite struct SolvingTargetTests {
  private static let scenario = BatchTests.questions[1].scenario

  @Test(
    arguments: [
      ("chapter-2.factor=1", 1, .factor, .atLeast, .value(1)),
      ("chapter-2.factor = 90%", 1, .factor, .atLeast, .value(Fraction(9, 10))),
      ("chapter-2.factor<=0.9", 1, .factor, .atMost, .value(Fraction(9, 10))),
      ("chapter-2.demand=1.2亿", 1, .demand, .atMost, .value(12_000_000_000)),
      ("chapter-3.paid≥200万元", 2, .paid, .atLeast, .value(200_000_000)),
      ("chapter-1.protected<=5,000,000.50", 0, .protected, .atMost, .value(500_000_050)),
      ("total.award=95%", nil, .award, .atMost, .shareOfBefore(Fraction(95, 100))),
      ("total.shortfall=0", nil, .shortfall, .atMost, .value(0)),
      ("chapter-2.demand=budget", 1, .demand, .atMost, .shareOfBudget(1)),
      ("chapter-2.demand=90% of budget", 1, .demand, .atMost, .shareOfBudget(Fraction(9, 10))),
      ("chapter-2.demand=90%预算", 1, .demand, .atMost, .shareOfBudget(Fraction(9, 10))),
    ] as [(String, Int?, SolvingTarget.Quantity, SolvingTarget.Comparison, SolvingTarget.Bound)])
  func read(
    text: String, pool: Int?, quantity: SolvingTarget.Quantity,
    comparison: SolvingTarget.Comparison, bound: SolvingTarget.Bound
  ) throws {
    let target = try SolvingTarget.read(text, in: Self.scenario).get()
    #expect(target.pool == pool)
    #expect(target.quantity == quantity)
    #expect(target.comparison == comparison)
    #expect(target.bound == bound)
    #expect(target.text == text)
  }

  @Test(arguments: [
    ("", "states no target"), ("chapter-2.factor", "states no target"),
    ("chapter-2.factor=", "states no target"), ("chapter-2.factor==1", "states no target"),
    ("chapter-2=1", "names no figure"), ("chapter-20.factor=1", "there is no pool 'chapter-20'"),
    ("chapter-2.factr=1", "a pool has no figure 'factr'"),
    ("chapter-2.factor=1.5", "a factor of 1.5 is none"),
    ("chapter-2.factor=-1", "'-1' is below zero"),
    ("chapter-2.demand=5吨", "'5吨' is a number in tonne"),
    ("chapter-2.demand=much", "there is no number here"),
    ("chapter-2.factor=5元", "'5元' is a number in yuan"),
    ("total.factor=1", "each pool has a factor of its own"),
  ])
  func refused(text: String, problem: String) {
    guard case .failure(let error) = SolvingTarget.read(text, in: Self.scenario) else {
      Issue.record("'\(text)' was taken")
      return
    }
    #expect(error.problem.english.contains(problem), "\(error.problem.english)")
    #expect(error.problem.chinese != error.problem.english)
  }

  @Test func aFactorNeedsABudget() throws {
    var scenario = Self.scenario
    scenario.budget = .pools(["chapter-1": 100])
    #expect((try? SolvingTarget.read("chapter-1.factor=1", in: scenario).get()) != nil)
    for text in ["chapter-2.factor=1", "chapter-2.demand=budget", "total.award=budget"] {
      guard case .failure(let error) = SolvingTarget.read(text, in: scenario) else {
        Issue.record("'\(text)' was taken")
        continue
      }
      #expect(error.problem.english.contains("has no budget"))
    }
  }

  /// Figures worked out by hand.
  @Test func figures() throws {
    let totals = PointTotals(
      awards: [],
      pools: [
        PoolOutcome(id: "chapter-1", budget: 1000, protected: 100, demand: 1200),
        PoolOutcome(id: "chapter-2", budget: nil, protected: 7, demand: 30),
      ])
    func figure(_ quantity: SolvingTarget.Quantity, _ pool: Int?) -> Fraction {
      SolvingTarget(
        text: "", pool: pool, quantity: quantity, comparison: .atMost, bound: .value(0)
      ).figure(of: totals)
    }
    #expect(figure(.factor, 0) == Fraction(3, 4))
    #expect(figure(.factor, 1) == 1)
    #expect(figure(.award, 0) == 1300)
    #expect(figure(.paid, nil) == 1037)
    #expect(figure(.shortfall, nil) == 300)
    #expect(figure(.demand, nil) == 1230)
    #expect(figure(.protected, nil) == 107)
    var share = SolvingTarget(
      text: "", pool: nil, quantity: .demand, comparison: .atMost,
      bound: .shareOfBefore(Fraction(1, 2)))
    #expect(try share.boundValue(before: totals) == 615)
    share.bound = .shareOfBudget(Fraction(9, 10))
    share.pool = 0
    #expect(try share.boundValue(before: totals) == 900)
  }
}

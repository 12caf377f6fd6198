import BigInt
import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

/// Closed forms against integers of any length, which know nothing of either engine.
@Suite struct ClosedFormTests {
  /// min(rate · x, cap) from a threshold, with all three numbers to move.
  private struct RateAndCap {
    let scenario: Scenario
    let population: Population
    let x: [Int]
    let isStrict: Bool

    static let moving: [Adjustable] = [.parameter(0), .parameter(1), .parameter(2)]

    init(claims: Int, largest: Int, isStrict: Bool, using random: inout SplitMix64) {
      var tiny = TinyPolicy()
      let rate = tiny.number(Fraction(1, 10))
      let cap = tiny.number(1_000_000, .money)
      let threshold = tiny.number(1000, .money)
      let policy = tiny.policy(
        award: Award(
          base: .rate(rate, of: TinyPolicy.x),
          adjustments: [.init(name: "cap", kind: .cap(Award(base: .amount(cap))))]),
        conditions: [
          Condition(
            name: "threshold",
            expression: .compare(isStrict ? .greater : .greaterOrEqual, TinyPolicy.x, threshold),
            reason: .belowThreshold)
        ])
      scenario = TinyPolicy.scenario(policy)
      x = (0..<claims).map { _ in
        // Some at round amounts, so that bounds are met exactly.
        Bool.random(using: &random)
          ? Int.random(in: 0...largest, using: &random)
          : Int.random(in: 0...20, using: &random) * 10_000_00
      }
      population = TinyPolicy.population(
        x: x.map { Double($0) }, q: [Double](repeating: 0, count: claims),
        level: [UInt8](repeating: 0, count: claims))
      self.isStrict = isStrict
    }

    /// Σ of what is awarded, in fen; and Σ before claims below the cap are rounded, times the
    /// denominator of the rate.
    func exact(_ rate: Fraction, _ cap: Fraction, _ threshold: Fraction) -> (BigInt, BigInt, BigInt)
    {
      let (n, d) = (BigInt(rate.numerator), BigInt(rate.denominator))
      let capFen = BigInt(cap.numerator) * 100
      var (rounded, whole): (BigInt, BigInt) = (0, 0)
      #expect(cap.denominator == 1 && threshold.denominator == 1)
      for x in x {
        let reaches = BigInt(x) - BigInt(threshold.numerator) * 100
        guard isStrict ? reaches > 0 : reaches >= 0 else { continue }
        let amount = min(BigInt(x) * n, capFen * d)
        rounded += (2 * amount + d) / (2 * d)
        whole += amount
      }
      return (rounded, whole, d)
    }
  }

  @Test(arguments: [false, true], [100_000, 300_000_000, 900_000_000_000])
  func theBoundHolds(isStrict: Bool, largest: Int) throws {
    var random = SplitMix64(seed: UInt64(largest) + (isStrict ? 1 : 0))
    let claims = largest > 1_000_000_000 ? 300 : 500
    let made = RateAndCap(claims: claims, largest: largest, isStrict: isStrict, using: &random)
    let forms = try ClosedForms(made.scenario, made.population, moving: RateAndCap.moving)
    #expect(forms.closedClaims == claims)
    #expect(forms.settledClaims == 0)
    let points = (0..<(runsSlowTests ? 1000 : 60)).map { index -> [Fraction] in
      [
        Fraction(Int128.random(in: 0...10_000, using: &random), 10_000),
        index % 7 == 0
          ? 0 : Fraction(Int128.random(in: 0...Int128(max(1, largest / 300)), using: &random)),
        Fraction(Int128.random(in: 0...20, using: &random) * 10_000),
      ]
    }
    let totals = try forms.totals(points.flatMap { $0 })
    #expect(totals.count == points.count)
    for (index, point) in points.enumerated() {
      let (rounded, whole, denominator) = made.exact(point[0], point[1], point[2])
      let estimate = totals.awards[index]
      let bound = totals.awardBounds[index]
      #expect(abs(estimate - Double(rounded)) <= bound, "\(point)")
      // Half a fen a claim at most, and no more than what a Double leaves away.
      #expect(bound <= Double(claims) / 2 + estimate * 0x1p-51)
      // Nothing but the rounding is left away.
      let exact = Double(whole / denominator) + Double(whole % denominator) / Double(denominator)
      #expect(abs(estimate - exact) <= max(1, exact) * 0x1p-50, "\(point)")
      #expect(totals.demands[index] == estimate)
      #expect(totals.protected[index] == 0)
    }
  }

  /// Where every amount is a whole number of fen nothing is rounded, and the form is exact.
  @Test func wholeAmountsAreExact() throws {
    var random = SplitMix64(seed: 5)
    let made = RateAndCap(claims: 500, largest: 1_000_000, isStrict: false, using: &random)
    let forms = try ClosedForms(made.scenario, made.population, moving: RateAndCap.moving)
    let totals = try forms.totals([.one, 5000, 0])
    #expect(totals.awards[0] == Double(made.exact(.one, 5000, 0).0))
    #expect(totals.awardBounds[0] <= totals.awards[0] * 0x1p-51)
  }

  @Test func threadsDoNotMatter() throws {
    var random = SplitMix64(seed: 6)
    let made = RateAndCap(claims: 1000, largest: 90_000_000, isStrict: false, using: &random)
    let settings = (0..<2500).flatMap { _ -> [Fraction] in
      [
        Fraction(Int128.random(in: 0...10_000, using: &random), 10_000),
        Fraction(Int128.random(in: 0...100_000, using: &random)), 1000,
      ]
    }
    let all = try [1, 2, 3].map {
      try ClosedForms(made.scenario, made.population, moving: RateAndCap.moving, threads: $0)
        .totals(settings)
    }
    for other in all.dropFirst() {
      #expect(all[0].awards == other.awards)
      #expect(all[0].awardBounds == other.awardBounds)
    }
  }

  /// Points that samples ask for by the million: three rates and their caps, among claims some of which
  /// are tied.
  @Test(.enabled(if: runsSlowTests)) func aMillionPointsInTenSeconds() throws {
    let question = try BatchTests.Question("Scenarios/cixi-2017-baseline.yaml", size: 5000)
    let measures = [
      "equipment-investment.general", "integration-software", "smart-service-revenue",
    ]
    let moving = try measures.flatMap { measure in
      try ["rate", "cap"].map { number in
        try #require(question.scenario.adjustable("\(measure).\(number)"))
      }
    }
    let forms = try ClosedForms(question.scenario, question.population, moving: moving)
    #expect(forms.closedClaims > 1000)
    #expect(forms.comparedClaims > 50)
    #expect(forms.settledClaims == 0)
    var random = SplitMix64(seed: 8)
    let settings = (0..<1_000_000).flatMap { _ in
      (0..<3).flatMap { _ -> [Fraction] in
        [
          Fraction(Int128.random(in: 0...4000, using: &random), 10_000),
          Fraction(Int128.random(in: 0...6_000_000, using: &random)),
        ]
      }
    }
    let start = ContinuousClock.now
    let totals = try forms.totals(settings)
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(totals.count == 1_000_000)
    // The bound is half a fen for each of the claims below their caps.
    #expect(totals.awardBounds.allSatisfy { $0 < Double(forms.closedClaims) / 2 + 1 })
    for point in stride(from: 0, to: totals.count, by: 99_991) {
      let values = settings[6 * point..<6 * (point + 1)]
      let settled = try settle(
        question.scenario.point(setting: moving, to: values).applied(to: question.scenario),
        question.population)
      let award = settled.pools.reduce(0) { $0 + $1.protected + $1.demand }
      #expect(abs(totals.awards[point] - Double(award)) <= totals.awardBounds[point])
    }
  }
}

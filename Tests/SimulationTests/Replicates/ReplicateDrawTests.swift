import PolicyCatalogue
import Testing

@testable import Population
@testable import Simulation

@Suite struct ReplicateDrawTests {
  @Test("Philox2x64-10 gives the published answers")
  func knownAnswers() {
    let zero = Philox2x64(key: 0).block(0, 0)
    #expect(zero == (0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5))
    let ones = Philox2x64(key: .max).block(.max, .max)
    #expect(ones == (0x65b0_21d6_0cd8_310f, 0x4d02_f322_2f86_df20))
    let pi = Philox2x64(key: 0xa409_3822_299f_31d0)
      .block(0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344)
    #expect(pi == (0x0a5e_742c_2997_341c, 0xb0f8_83d3_8000_de5d))
  }

  @Test("Draws are the 16-bit parts of the blocks, from the lowest")
  func draws() {
    let generator = Philox2x64(key: 7)
    var draws = [UInt16](repeating: 0, count: 24)
    draws.withUnsafeMutableBufferPointer {
      generator.fill(identity: 99, stream: 5, count: 19, $0.baseAddress!)
    }
    for (index, draw) in draws.enumerated() {
      let (a, b) = generator.block(99, 5 << 32 | UInt64(index / 8))
      let word = index % 8 < 4 ? a : b
      #expect(draw == UInt16(truncatingIfNeeded: word >> UInt64(16 * (index % 4))))
    }
  }

  @Test("Weights are Poisson(1) to 2 in 65,536, with mean and variance exactly 1")
  func weights() {
    var counts = [Int](repeating: 0, count: PoissonWeights.largest + 1)
    let draws = [UInt16](0...UInt16.max)
    var weights = [UInt8](repeating: 99, count: draws.count)
    weights.withUnsafeMutableBufferPointer {
      PoissonWeights.fill(draws.count, from: draws, $0.baseAddress!)
    }
    for weight in weights { counts[Int(weight)] += 1 }
    #expect(weights == weights.sorted())
    #expect(counts == [24_110, 24_108, 12_056, 4_017, 1_005, 201, 33, 6])
    #expect(counts.enumerated().reduce(0) { $0 + $1.offset * $1.element } == 65_536)
    #expect(
      counts.enumerated().reduce(0) { $0 + ($1.offset - 1) * ($1.offset - 1) * $1.element }
        == 65_536)
    var probability = 0.367_879_441_171_442_33
    for (weight, count) in counts.enumerated() {
      if weight > 0 { probability /= Double(weight) }
      #expect(abs(Double(count) - 65_536 * probability) < 2)
    }
  }

  @Test("The share that is filed is brought to 65,536ths")
  func thresholds() {
    #expect(ReplicateDraws.threshold(.zero) == 0)
    #expect(ReplicateDraws.threshold(.one) == ReplicateDraws.certain)
    #expect(ReplicateDraws.threshold(Fraction(1, 2)) == 32_768)
    #expect(ReplicateDraws.threshold(Fraction(9, 10)) == 58_982)
  }

  @Test("Levels of growth are as spread as is said, around one")
  func levels() {
    for count in [2, 5, 9] {
      let growth = GrowthUncertainty(spread: Fraction(1, 20), levels: count)
      let factors = growth.factors.map { $0.fraction.approximation }
      #expect(factors == factors.sorted())
      let mean = factors.reduce(0, +) / Double(count)
      let variance = factors.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } / Double(count)
      #expect(abs(mean - 1) < 1e-9)
      #expect(abs(variance.squareRoot() - 0.05) < 1e-9)
    }
    // Two levels lie one deviation away.
    #expect(
      GrowthUncertainty(spread: Fraction(1, 20), levels: 2).factors.map(\.billionths)
        == [950_000_000, 1_050_000_000])
    let draws = ReplicateDraws(
      ReplicateSettings(count: 1000, growth: GrowthUncertainty(spread: 0, levels: 4)))
    for level in 0..<4 { #expect(abs(draws.levels.count { $0 == level } - 250) < 60) }
    #expect(draws.slotsOfLevels.flatMap { Array($0) } == Array(0..<1000))
    #expect(draws.slots.sorted() == Array(0..<1000))
  }

  @Test("Factors of nine decimals, half away from zero")
  func factors() {
    let half = ColumnFactor(billionths: 1_500_000_000)
    #expect(half.times(1) == 2)
    #expect(half.times(-1) == -2)
    #expect(half.times(2) == 3)
    #expect(ColumnFactor(billionths: 333_333_333).times(3) == 1)
    #expect(ColumnFactor(nearest: 1.05).billionths == 1_050_000_000)
    #expect(ColumnFactor.one.times(0x1p53 - 1) == 0x1p53 - 1)
    #expect(ColumnFactor(billionths: 1_000_000_001).times(0x1p53 - 1) == nil)
    // 2^52 + 1 times 1.000000001 is 4,503,599,631,874,096.6…
    #expect(ColumnFactor(billionths: 1_000_000_001).times(0x1p52 + 1) == 4_503_599_631_874_097)
  }

  @Test("Quantiles are figures that occurred")
  func quantiles() {
    let values = (1...40).map { Int64($0) }.reversed()
    let distribution = Distribution(Array(values))
    // The 2nd, 20th and 38th of forty.
    #expect((distribution.p05, distribution.p50, distribution.p95) == (2, 20, 38))
    #expect(distribution.mean == 20.5)
    // Σ (i − 20.5)² = 40 (40² − 1) ÷ 12, over 39.
    #expect(abs(distribution.standardError - (5330.0 / 39).squareRoot()) < 1e-12)
    let two = Distribution([7, 3])
    #expect((two.p05, two.p50, two.p95) == (3, 3, 7))
  }
}

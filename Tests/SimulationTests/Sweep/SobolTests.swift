import Testing

@testable import Simulation

/// The sequences against what is known of them, beyond their first points.
@Suite struct SobolTests {
  /// Each dimension has a primitive polynomial of its own, and odd initial numbers below 2^k: what
  /// makes it a sequence in which every 2^m points are even. A slip in the table is found here.
  @Test func parametersAreThoseOfSobolSequences() {
    var seen: Set<Int> = []
    for row in SobolParameters.rows {
      let degree = row.count - 1
      let polynomial = 1 << degree | Int(row[0]) << 1 | 1
      #expect(seen.insert(polynomial).inserted)
      #expect(isPrimitive(polynomial, degree), "\(row)")
      for (place, number) in row.dropFirst().enumerated() {
        #expect(number % 2 == 1 && number < 1 << (place + 1), "\(row)")
      }
    }
    // Euler's φ(2^d − 1) / d of each degree up to ten.
    #expect(seen.count == 1 + 1 + 2 + 2 + 6 + 6 + 18 + 16 + 48 + 60)
  }

  /// Whether x has the order 2^degree − 1 modulo the polynomial.
  private func isPrimitive(_ polynomial: Int, _ degree: Int) -> Bool {
    var power = 1
    for exponent in 1..<1 << degree {
      power <<= 1
      if power >> degree & 1 == 1 { power ^= polynomial }
      if power == 1 { return exponent == (1 << degree) - 1 }
    }
    return false
  }

  /// The first two dimensions are a (0, 2)-sequence: of 2^m points one lies in each of the 2^m equal
  /// boxes, however long and thin; also where they are scrambled.
  @Test(arguments: [nil, 1, 77] as [UInt64?])
  func everyBoxHasItsPoint(seed: UInt64?) {
    let sequence = SobolSequence(dimensions: 2, seed: seed)
    for bits in 1...10 as ClosedRange<UInt32> {
      for wide in 0...bits {
        let boxes = Set(
          (0..<1 << Int(bits)).map { index in
            let x = UInt64(sequence.coordinate(0, of: index)) >> UInt64(32 - wide)
            let y = UInt64(sequence.coordinate(1, of: index)) >> UInt64(32 - (bits - wide))
            return x << 32 | y
          })
        #expect(boxes.count == 1 << Int(bits), "2^\(wide) by 2^\(bits - wide)")
      }
    }
  }

  /// The mean square of the star discrepancy of random points is (2^−d − 3^−d) / N. Of 256 Sobol points
  /// it is less than a tenth of that in two, a fifth in four dimensions, scrambled or not.
  @Test(arguments: [(2, 0.1), (4, 0.2)], [nil, 3] as [UInt64?])
  func discrepancyIsLow(most: (dimensions: Int, ratio: Double), seed: UInt64?) {
    let dimensions = most.dimensions
    let sequence = SobolSequence(dimensions: dimensions, seed: seed)
    let points = (0..<256).map { index in
      (0..<dimensions).map { Double(sequence.coordinate($0, of: index)) / 0x1p32 }
    }
    func power(_ base: Double) -> Double { (0..<dimensions).reduce(1.0) { out, _ in out * base } }
    let random = (power(0.5) - power(1 / 3)) / Double(points.count)
    #expect(squaredDiscrepancy(points) < random * most.ratio)
  }

  /// T. T. Warnock's formula for the square of the L2 star discrepancy.
  private func squaredDiscrepancy(_ points: [[Double]]) -> Double {
    let count = Double(points.count)
    var sum = 1.0
    for _ in points[0] { sum /= 3 }
    for a in points {
      var single = 2 / count
      for x in a { single *= (1 - x * x) / 2 }
      sum -= single
      for b in points {
        var pair = 1 / (count * count)
        for dimension in a.indices { pair *= 1 - max(a[dimension], b[dimension]) }
        sum += pair
      }
    }
    return sum
  }

  /// Scrambling depends on the seed, and leaves no dimension as it was.
  @Test func seedsScramble() {
    let plain = SobolSequence(dimensions: 5)
    let (one, two) = (SobolSequence(dimensions: 5, seed: 1), SobolSequence(dimensions: 5, seed: 2))
    let again = SobolSequence(dimensions: 5, seed: 1)
    for dimension in 0..<5 {
      func first(_ sequence: SobolSequence) -> [UInt32] {
        (0..<8).map { sequence.coordinate(dimension, of: $0) }
      }
      #expect(Set([first(plain), first(one), first(two)]).count == 3)
      #expect(first(one) == first(again))
    }
  }
}

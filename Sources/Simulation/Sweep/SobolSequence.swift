import Population

/// A Sobol sequence in base 2 with 32 binary digits: points that fill the unit cube more evenly than
/// random ones, the first 2^m of them in every dimension one in each of the 2^m equal parts.
///
/// Any point can be had by its number alone. Recurrence and Gray code order as in P. Bratley and B. L.
/// Fox, "Algorithm 659", ACM TOMS 14 (1988) 88–100, and in Joe and Kuo's own programs.
package struct SobolSequence: Sendable {
  package static let largestDimension = SobolParameters.dimensions

  /// By dimension: the 32 direction numbers.
  private let directions: [[UInt32]]
  /// By dimension: what is added to every point, digit by digit.
  private let shifts: [UInt32]

  /// - Parameter seed: without one the plain sequence, which begins with 0; with one, points
  ///   scrambled by a random linear map and a random shift in each dimension (J. Matoušek, "On the
  ///   L2-discrepancy for anchored boxes", Journal of Complexity 14 (1998) 527–556), which are as
  ///   even, and none of which favours the lower ends.
  ///
  /// Precondition: 1 to `largestDimension` dimensions.
  package init(dimensions: Int, seed: UInt64? = nil) {
    precondition((1...Self.largestDimension).contains(dimensions))
    let plain = (0..<dimensions).map(Self.directions(ofDimension:))
    guard let seed else {
      directions = plain
      shifts = [UInt32](repeating: 0, count: dimensions)
      return
    }
    let scrambles = (0..<dimensions).map { Scramble(dimension: $0, seed: seed) }
    directions = zip(plain, scrambles).map { numbers, scramble in numbers.map(scramble.map) }
    shifts = scrambles.map(\.shift)
  }

  /// The coordinate times 2^32. Precondition: 0 ≤ `index` < 2^32.
  package func coordinate(_ dimension: Int, of index: Int) -> UInt32 {
    let number = UInt32(index)
    var rest = number ^ (number >> 1)
    var value = shifts[dimension]
    while rest != 0 {
      value ^= directions[dimension][rest.trailingZeroBitCount]
      rest &= rest - 1
    }
    return value
  }

  private static func directions(ofDimension dimension: Int) -> [UInt32] {
    if dimension == 0 { return (0..<32).map { 1 << (31 - UInt32($0)) } }
    let row = SobolParameters.rows[dimension - 1]
    let (coefficients, degree) = (row[0], row.count - 1)
    var numbers = (1...degree).map { UInt32(row[$0]) << (32 - UInt32($0)) }
    for index in degree..<32 {
      var number = numbers[index - degree]
      number ^= number >> UInt32(degree)
      for term in 1..<max(degree, 1) where coefficients >> UInt16(degree - 1 - term) & 1 == 1 {
        number ^= numbers[index - term]
      }
      numbers.append(number)
    }
    return numbers
  }

  /// A digit becomes itself plus a random sum of those before it.
  private struct Scramble {
    var rows: [UInt32] = []
    var shift: UInt32

    init(dimension: Int, seed: UInt64) {
      let generator = Philox(seed: seed)
      // The last word keeps these draws apart from others under the same seed.
      func draw(_ digit: UInt32) -> UInt32 {
        generator.block(SIMD4(digit, UInt32(dimension), 0, 0x534F_424C))[0]
      }
      for digit in 0..<32 as Range<UInt32> {
        let own: UInt32 = 1 << (31 - digit)
        let before = ~((own << 1) &- 1)
        rows.append(own | draw(digit) & (digit == 0 ? 0 : before))
      }
      shift = draw(32)
    }

    func map(_ number: UInt32) -> UInt32 {
      var out: UInt32 = 0
      for row in rows {
        out = out << 1 | UInt32((number & row).nonzeroBitCount & 1)
      }
      return out
    }
  }
}

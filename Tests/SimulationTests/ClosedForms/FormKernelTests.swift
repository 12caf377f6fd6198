import CKernels
import Population
import Testing

@testable import Simulation

/// The loops of closed forms against whole numbers, at each level of the instruction set.
@Suite(.serialized) struct FormKernelTests {
  private static let levels = [outlay_level_base, outlay_level_v3, outlay_level_v4]

  /// Sizes around those of a vector and of several.
  private static let counts = [0, 1, 7, 8, 9, 16, 31, 100, 517]

  private struct Drawn {
    let form: outlay_form
    let cells: [Double]

    init(count: Int, isWhole: Bool, using random: inout SplitMix64) {
      let scale = Double.random(in: 1...9_999, using: &random).rounded()
      form = outlay_form(
        low: Double.random(in: -50...50_000, using: &random).rounded(),
        high: Double.random(in: 60_000...1_000_000, using: &random).rounded(),
        reached: Double.random(in: 10_000...900_000, using: &random).rounded(),
        cap: Double.random(in: 0...90_000_000, using: &random).rounded(), scale: scale,
        divisor: isWhole ? 1 : Double.random(in: 2...10_000, using: &random).rounded())
      cells = (0..<count).map { _ in Double.random(in: -100...1_100_000, using: &random).rounded() }
    }

    var amounts: [Int64] {
      cells.map { cell in
        if cell < form.low || cell >= form.high { return 0 }
        if cell >= form.reached { return Int64(form.cap) }
        let (n, d) = (Int64(cell) * Int64(form.scale), Int64(form.divisor))
        // Half up, also below zero.
        let twice = 2 * n + d
        return (twice - ((twice % (2 * d)) + 2 * d) % (2 * d)) / (2 * d)
      }
    }
  }

  private func atEachLevel(_ body: () throws -> Void) rethrows {
    defer { outlay_limit_level(Int32(outlay_level_highest)) }
    for level in Self.levels {
      outlay_limit_level(Int32(level))
      try body()
    }
  }

  @Test(arguments: [false, true]) func amountsAndSums(isWhole: Bool) {
    var random = SplitMix64(seed: isWhole ? 1 : 2)
    for count in Self.counts {
      for _ in 0..<20 {
        let drawn = Drawn(count: count, isWhole: isWhole, using: &random)
        let exact = drawn.amounts
        atEachLevel {
          var amounts = [Double](repeating: -1, count: count)
          outlay_form_amounts(&amounts, drawn.cells, drawn.form, count)
          #expect(amounts.map { Int64($0) } == exact)
          #expect(Int64(outlay_form_sum(drawn.cells, drawn.form, count)) == exact.reduce(0, +))
        }
      }
    }
  }

  @Test(arguments: 1...6) func theFirstOfTheLargestIsKept(width: Int) {
    var random = SplitMix64(seed: UInt64(width))
    for count in Self.counts {
      // Many are equal, and many nothing.
      let columns = (0..<width).map { _ in
        (0..<count).map { _ in Double(Int.random(in: 0...4, using: &random)) }
      }
      var exact = [Double](repeating: 0, count: width)
      for row in 0..<count {
        let most = columns.map { $0[row] }.max()!
        exact[columns.firstIndex { $0[row] == most }!] += most
      }
      atEachLevel {
        let cells = UnsafeMutableBufferPointer<Double>.allocate(capacity: max(1, width * count))
        defer { cells.deallocate() }
        for (kind, column) in columns.enumerated() {
          for row in 0..<count { cells[kind * count + row] = column[row] }
        }
        var starts = (0..<width).map {
          UnsafePointer<Double>?.some(UnsafePointer(cells.baseAddress! + $0 * count))
        }
        var sums = [Double](repeating: 0, count: width)
        outlay_keep_largest(&sums, &starts, width, count)
        #expect(sums == exact)
      }
    }
  }

  /// Whatever the numbers within a range are, no amount lies outside of its bounds.
  @Test func boundsHold() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<200 {
      let forms = (0..<4).map { _ in
        var numbers = ClosedShape.Numbers()
        numbers.low = Int64.random(in: 1...900, using: &random)
        numbers.high = Int64.random(in: 800...2000, using: &random)
        numbers.numerator = Int128(Int.random(in: 0...500, using: &random))
        numbers.denominator = Int128(Int.random(in: 1...9, using: &random))
        numbers.cap = Int64.random(in: 0...50_000, using: &random)
        numbers.reached =
          numbers.numerator == 0
          ? .max
          : Int64(
            (Int128(numbers.cap) * numbers.denominator + numbers.numerator - 1)
              / numbers.numerator)
        return numbers
      }
      let cells = (0..<61).map { _ in Double(Int.random(in: -5...2100, using: &random)) }
      let amounts = forms.map { numbers -> [Double] in
        let form = numbers.form(largest: 2100)!
        var amounts = [Double](repeating: 0, count: cells.count)
        outlay_form_amounts(&amounts, cells, form, cells.count)
        return amounts
      }
      atEachLevel {
        var greatest = [Double](repeating: 0, count: cells.count)
        var least = greatest
        outlay_form_bounds(&greatest, &least, cells, outlay_form_range(forms), cells.count)
        for row in cells.indices {
          #expect(amounts.allSatisfy { $0[row] >= least[row] || least[row] <= 0 })
          #expect(amounts.allSatisfy { $0[row] <= greatest[row] })
        }
      }
    }
  }
}

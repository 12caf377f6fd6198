import CKernels
import Testing

/// Each loop against the plain Swift of it, over lengths that do and do not fill a vector. Which level of
/// the instruction set runs is the processor's choice.
@Suite struct KernelTests {
  static let lengths = [0, 1, 7, 8, 9, 31, 255, 256, 257, 1000, 4099]

  private func cells(_ count: Int, seed: UInt64, below bound: UInt64 = 1 << 30) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double((state >> 33) % bound)
    }
  }

  @Test(arguments: lengths)
  func operatorsAreExact(count: Int) {
    let (x, y) = (cells(count, seed: 1), cells(count, seed: 2, below: 5))
    let operators:
      [(
        (UnsafeMutablePointer<Double>?, outlay_operand, outlay_operand, Int) -> Void,
        (Double, Double) -> Double
      )] = [
        (outlay_add, { $0 + $1 }), (outlay_multiply, { $0 * $1 }),
        (outlay_minimum, { min($0, $1) }), (outlay_maximum, { max($0, $1) }),
        (outlay_less, { $0 < $1 ? 1 : 0 }), (outlay_less_or_equal, { $0 <= $1 ? 1 : 0 }),
        (outlay_equal, { $0 == $1 ? 1 : 0 }), (outlay_differ, { $0 != $1 ? 1 : 0 }),
      ]
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        let a = outlay_operand(cells: x.baseAddress, scale: 3, offset: -4)
        let b = outlay_operand(cells: y.baseAddress, scale: 2, offset: 1)
        for (kernel, plain) in operators {
          var out = [Double](repeating: -1, count: count + 1)
          kernel(&out, a, b, count)
          var expected: [Double] = []
          for i in 0..<count { expected.append(plain(x[i] * 3 - 4, y[i] * 2 + 1)) }
          #expect(Array(out.dropLast()) == expected)
          #expect(out.last == -1, "nothing beyond the last cell is written")
        }
        var floors = [Double](repeating: -1, count: count)
        outlay_floor_divide(&floors, a, 7, count)
        for i in 0..<count { #expect(floors[i] == ((x[i] * 3 - 4) / 7).rounded(.down)) }
      }
    }
  }

  @Test func anOperandMayBeWrittenOver() {
    var x = cells(1000, seed: 3)
    let doubled = x.map { $0 * 2 }
    x.withUnsafeMutableBufferPointer { x in
      let a = outlay_operand(cells: x.baseAddress, scale: 1, offset: 0)
      outlay_add(x.baseAddress, a, a, x.count)
    }
    #expect(x == doubled)
  }

  @Test func blankDatesAreNoNumbers() {
    let dates: [Int32] = [17_000, .min, 17_500]
    var out = [Double](repeating: 0, count: 3)
    outlay_load_date(&out, dates, nil, .min, 3)
    #expect(out[0] == 17_000 && out[1].isNaN && out[2] == 17_500)
  }

  @Test(arguments: lengths)
  func whatIsPickedIsWhatIsMarked(count: Int) {
    let flags = cells(count, seed: 4, below: 3).map { UInt8($0) }
    let rows = cells(count, seed: 5, below: UInt64(max(1, count))).map { Int32($0) }
    var out = [Int32](repeating: -1, count: count + 1)
    let found = outlay_pick(&out, 100, flags, rows, count)
    let marked = rows.indices.filter { flags[Int(rows[$0])] != 0 }.map { Int32($0 + 100) }
    #expect(Array(out[..<found]) == marked)
    let outside = outlay_pick_outside(&out, rows, 3, 40, count)
    let strays = rows.indices.filter { rows[$0] < 3 || rows[$0] > 40 }.map { Int32($0) }
    #expect(Array(out[..<outside]) == strays)
  }

  /// Quotas and buckets against 128-bit integers, with products far above 2^63.
  @Test(arguments: lengths.dropFirst())
  func quotasAreRoundedDown(count: Int) {
    let weights = cells(count, seed: 6, below: 1 << 31).map { $0 * 1000 }
    let sum = Int64(weights.reduce(0, +))
    if sum == 0 { return }
    let total = sum / 7 * 5 + 3
    var quotas = [Double](repeating: -1, count: count)
    var counts = [Int32](repeating: 0, count: Int(outlay_remainder_buckets))
    let proportion = outlay_proportion(total: total, divisor: sum)
    let given = outlay_quotas(&quotas, &counts, weights, proportion, count)
    let exact = weights.map { Int128($0) * Int128(total) / Int128(sum) }
    #expect(quotas == exact.map { Double($0) })
    #expect(given == Int64(exact.reduce(0, +)))
    #expect(counts.reduce(0, +) == Int32(count))
  }
}

extension KernelTests {
  @Test(arguments: lengths)
  func replicates(count: Int) {
    let weights = (0..<count).map { UInt8($0 * 5 % 8) }
    let draws = (0..<count).map { UInt16(truncatingIfNeeded: $0 &* 40_503) }
    let bounds: [UInt16] = [24_110, 48_218, 60_274, 64_291, 65_296, 65_497, 65_530]
    var kept = [UInt8](repeating: 77, count: count + 1)
    var drawn = kept
    outlay_keep_below(&kept, weights, draws, 30_000, count)
    outlay_poisson_weights(&drawn, draws, count)
    var (scaled, weighted) = ([Double](repeating: 3, count: count + 1), [Double]())
    weighted = scaled
    outlay_add_scaled(&scaled, weights.map { Double($0) }, 1_000_003, count)
    outlay_add_weighted(&weighted, weights, 1_000_003, count)
    for i in 0..<count {
      #expect(kept[i] == (draws[i] < 30_000 ? weights[i] : 0))
      #expect(Int(drawn[i]) == bounds.count { draws[i] >= $0 })
      #expect(scaled[i] == 3 + Double(weights[i]) * 1_000_003)
    }
    #expect(scaled == weighted)
    #expect((kept[count], drawn[count], scaled[count]) == (77, 77, 3))
  }
}

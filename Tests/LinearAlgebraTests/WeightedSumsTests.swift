import LinearAlgebra
import Testing

@Suite struct WeightedSumsTests {
  /// Against 128-bit integers, over a whole block and a broken one.
  @Test(arguments: [1, 7, 255, 256])
  func blocksAddUpExactly(rows: Int) {
    let (weightCount, amountCount, stride) = (13, 5, WeightedSums.blockRows)
    var sums = WeightedSums(weights: weightCount, amounts: amountCount)
    var exact = [Int128](repeating: 0, count: weightCount * amountCount)
    for block in 0..<3 {
      let weights = (0..<rows * weightCount).map { UInt8(($0 * 7 + block) % 11) }
      let cells = (0..<stride * amountCount).map { Double(($0 * 7919 + block) % 1_000_003) }
      sums.add(weights, cells, stride: stride, rows: rows)
      for row in 0..<rows {
        for weight in 0..<weightCount {
          for amount in 0..<amountCount {
            exact[weight + amount * weightCount] +=
              Int128(weights[row * weightCount + weight]) * Int128(cells[amount * stride + row])
          }
        }
      }
    }
    #expect(sums.sums == exact.map { Double($0) })
  }
}

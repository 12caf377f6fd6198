import LinearAlgebra
import Testing

@Suite("Exact products")
struct ExactProductTests {
  /// Weights and amounts of so many bits; the widest break the bound, and some of them even halves.
  @Test(arguments: [
    (4, 30, 100), (10, 40, 1000), (20, 40, 1000), (30, 50, 300), (1, 52, 4096), (52, 52, 50),
    (12, 52, 4096), (0, 20, 1),
  ])
  func agreesWithIntegers(weightBits: Int, amountBits: Int, rows: Int) {
    var generator = SystemRandomNumberGenerator()
    func matrix(_ columns: Int, bits: Int) -> Matrix {
      let limit = Int64(1) << bits
      return Matrix(
        rows: rows, columns: columns,
        elements: (0..<rows * columns).map { index in
          // A wide column beside narrow ones, so that whole and split columns meet.
          let limit = index / rows == 1 ? min(limit, 100) : limit
          return Double(Int64.random(in: -limit...limit, using: &generator))
        })
    }
    let weights = matrix(3, bits: weightBits)
    let amounts = matrix(4, bits: amountBits)
    let product = ExactProduct(weights: weights, amounts: amounts)
    for i in 0..<3 {
      for j in 0..<4 {
        let expected = zip(weights.column(i), amounts.column(j)).reduce(Int128(0)) {
          $0 + Int128($1.0) * Int128($1.1)
        }
        #expect(product[i, j] == expected)
      }
    }
  }

  @Test func seesTheLastUnitBeyondTheBound() {
    // 2^53 − 1 + 2 is odd and above 2^53: no Double holds it.
    let weights = Matrix(rows: [[1], [1]])
    let amounts = Matrix(rows: [[0x1p53 - 1], [2]])
    #expect(ExactProduct(weights: weights, amounts: amounts)[0, 0] == (1 << 53) + 1)
  }

  @Test func addsBlocks() {
    let weights = Matrix(rows: [[1, 2]])
    let amounts = Matrix(rows: [[5]])
    var total = ExactProduct(rows: 2, columns: 1)
    for _ in 0..<3 { total += ExactProduct(weights: weights, amounts: amounts) }
    #expect(total.elements == [15, 30])
  }

  @Test func nothingIsZero() {
    let product = ExactProduct(
      weights: Matrix(rows: 0, columns: 2), amounts: Matrix(rows: 0, columns: 1))
    #expect(product.elements == [0, 0])
  }
}

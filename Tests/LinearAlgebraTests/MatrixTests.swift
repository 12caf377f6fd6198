import LinearAlgebra
import Testing

@Suite("Products and symmetric systems")
struct MatrixTests {
  let a = Matrix(rows: [[1, 2, 3], [4, 5, 6]])

  @Test func multiplies() {
    let b = Matrix(rows: [[1, 0], [0, 2], [1, 1]])
    #expect(a.multiplied(by: b) == Matrix(rows: [[4, 7], [10, 16]]))
    #expect(
      a.multiplied(by: a, self: .transpose)
        == Matrix(rows: [[17, 22, 27], [22, 29, 36], [27, 36, 45]]))
    #expect(a.multiplied(by: a, other: .transpose) == Matrix(rows: [[14, 32], [32, 77]]))
  }

  @Test func multipliesVectors() {
    #expect(a.multiplied(by: [1, 0, -1]) == [-2, -2])
    #expect(a.multiplied(by: [1, -1], self: .transpose) == [-3, -3, -3])
  }

  @Test func emptyProductsAreZero() {
    let empty = Matrix(rows: 0, columns: 2)
    #expect(empty.multiplied(by: empty, self: .transpose) == Matrix(rows: 2, columns: 2))
    #expect(empty.multiplied(by: [], self: .transpose) == [0, 0])
  }

  @Test func factorsByCholesky() throws {
    let product = Matrix(rows: [[4, 12, -16], [12, 37, -43], [-16, -43, 98]])
    // The textbook case: its factor is of integers.
    #expect(try product.cholesky() == Matrix(rows: [[2, 0, 0], [6, 1, 0], [-8, 5, 3]]))
  }

  @Test func saysAtWhichOrderAMatrixFails() {
    let indefinite = Matrix(rows: [[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]])
    #expect(throws: NotPositiveDefinite(order: 3)) { try indefinite.cholesky() }
    #expect(throws: NotPositiveDefinite(order: 2)) {
      try Matrix(rows: [[1, 2], [2, 1]]).solvingSymmetric([1, 1])
    }
  }

  @Test(arguments: [1, 2, 7, 40])
  func solves(order: Int) throws {
    var generator = SystemRandomNumberGenerator()
    var root = Matrix(rows: order, columns: order)
    for i in 0..<order {
      for j in 0..<order { root[i, j] = .random(in: -1...1, using: &generator) }
    }
    var matrix = root.multiplied(by: root, self: .transpose)
    for i in 0..<order { matrix[i, i] += 1 }
    let expected = (0..<order).map { Double($0) - 3 }
    let solution = try matrix.solvingSymmetric(matrix.multiplied(by: expected))
    for (found, wanted) in zip(solution, expected) { #expect(abs(found - wanted) < 1e-9) }
  }

  @Test func namesTheLibrary() {
    let environment = BLASEnvironment.current
    #expect(!environment.core.isEmpty)
    #expect(environment.configuration.contains("OpenBLAS"))
    #expect(BLASEnvironment.current.threads == 1)
  }
}

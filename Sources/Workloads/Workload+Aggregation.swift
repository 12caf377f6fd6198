import LinearAlgebra
import Population

extension Workload {
  /// Replicate weights times awards: two hundred weights by sixty measures.
  @Sendable
  static func aggregateReplicates(name: String, size: Int, in place: Place) throws -> Workload {
    aggregate(name, size, weights: 200, amounts: 60)
  }

  /// Ones, nineteen towns and nineteen industries times a dozen measures.
  @Sendable
  static func aggregateGroups(name: String, size: Int, in place: Place) throws -> Workload {
    aggregate(name, size, weights: 39, amounts: 12)
  }

  /// Block by block as the engine does, over a few blocks in turn, so that at a million rows memory
  /// for the weights is no part of the question.
  private static func aggregate(
    _ name: String, _ size: Int, weights: Int, amounts: Int
  ) -> Workload {
    let rows = 2000
    let blocks = (0..<4).map { block in
      (
        weights: drawn(rows, weights, below: 4, stream: 2 * block),
        amounts: drawn(rows, amounts, below: 50_000_000, stream: 2 * block + 1)
      )
    }
    return Workload(
      name, size: size, floor: .arithmetic(2 * size * weights * amounts), threads: allThreads,
      items: .init(count: size, name: "rows")
    ) {
      var total = ExactProduct(rows: weights, columns: amounts)
      for block in 0..<size / rows {
        let (weights, amounts) = blocks[block % blocks.count]
        total += ExactProduct(weights: weights, amounts: amounts)
      }
    }
  }

  private static func drawn(_ rows: Int, _ columns: Int, below bound: UInt32, stream: Int) -> Matrix
  {
    let generator = Philox(seed: 2017)
    return Matrix(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { place in
        Double(generator.block([UInt32(place), UInt32(stream), 0, 0])[0] % bound)
      })
  }
}

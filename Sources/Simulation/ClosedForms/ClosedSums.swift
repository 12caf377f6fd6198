/// Sums of one point by pool, kept whole until all is added, so that each figure is rounded once.
struct ClosedSums: Sendable {
  typealias Place = (index: Int, isProtected: Bool)

  /// By shape, what its numbers come to.
  var numbers: [ClosedShape.Numbers]
  /// Protected and other fen of each pool, in turn.
  private(set) var fen: [Int64]
  /// Parts of a fen, likewise.
  private(set) var rests: [Double]
  /// By pool.
  private(set) var bounds: [Double]

  init(numbers: [ClosedShape.Numbers], pools: Int) {
    self.numbers = numbers
    fen = [Int64](repeating: 0, count: 2 * pools)
    rests = [Double](repeating: 0, count: 2 * pools)
    bounds = [Double](repeating: 0, count: pools)
  }

  /// Takes the sums of another over, without memory of its own.
  mutating func restart(from other: ClosedSums) {
    for place in fen.indices { (fen[place], rests[place]) = (other.fen[place], other.rests[place]) }
    for pool in bounds.indices { bounds[pool] = other.bounds[pool] }
  }

  @inline(__always)
  mutating func add(_ sum: ClosedPiece.Sum, to pool: Place) {
    let place = 2 * pool.index + (pool.isProtected ? 0 : 1)
    fen[place] += sum.fen
    rests[place] += sum.rest
    bounds[pool.index] += sum.bound
  }

  @inline(__always)
  mutating func add(_ whole: Int64, to pool: Place) {
    fen[2 * pool.index + (pool.isProtected ? 0 : 1)] += whole
  }

  func store(at point: Int, in cells: ClosedTotals.Cells) {
    var (whole, rest, bound) = (Int64(0), 0.0, 0.0)
    for pool in 0..<cells.poolCount {
      let place = point * cells.poolCount + pool
      cells.protected[place] = Double(fen[2 * pool]) + rests[2 * pool]
      cells.demands[place] = Double(fen[2 * pool + 1]) + rests[2 * pool + 1]
      cells.poolBounds[place] = bounds[pool]
      whole += fen[2 * pool] + fen[2 * pool + 1]
      rest += rests[2 * pool] + rests[2 * pool + 1]
      bound += bounds[pool]
    }
    cells.awards[point] = Double(whole) + rest
    cells.awardBounds[point] = bound
  }
}

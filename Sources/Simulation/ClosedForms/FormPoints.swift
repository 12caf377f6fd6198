import PolicyCatalogue
import Population

/// Closed forms at several points at once: what reads the same numbers at several of them is worked out
/// once.
struct FormPoints {
  private let forms: MovingForms
  /// By point and shape.
  private let numbers: [[ClosedShape.Numbers]]
  /// By moving shape, over the points.
  private let levels: [Int: Levels]

  init(_ forms: MovingForms, _ numbers: [[ClosedShape.Numbers]]) {
    self.forms = forms
    self.numbers = numbers
    var levels: [Int: Levels] = [:]
    for shape in forms.movingShapes { levels[shape] = Levels(numbers.map { $0[shape] }) }
    self.levels = levels
  }

  /// By point and measure, in fen, to the fen; nil where that is not below 2^53.
  ///
  /// - Parameter measures: of the policy.
  func awards(measures: Int, threads: Int) -> [[Int64]?] {
    var awards = [[Int64]?](repeating: forms.constant, count: numbers.count)
    addPieces(to: &awards, threads: threads)
    addRivals(to: &awards, threads: threads)
    return awards
  }

  private func addPieces(to awards: inout [[Int64]?], threads: Int) {
    let (pieces, rounding) = (forms.pieces, forms.rounding)
    let tasks = pieces.indices.flatMap { piece in
      levels[pieces[piece].shape]!.places.map { (piece: piece, point: $0) }
    }
    let found = ConcurrentResults<Int64?>(count: tasks.count)
    let numbers = numbers
    Parallel.forEach(tasks.count, threads: threads) { task in
      let piece = pieces[tasks[task].piece]
      found.run(task) { () in
        try? piece.exactSum(numbers[tasks[task].point][piece.shape], rounding)
      }
    }
    let sums = found.successes()
    var first = 0
    for piece in pieces {
      let (levels, measure) = (levels[piece.shape]!, forms.shapes[piece.shape].measure)
      for point in awards.indices {
        guard let sum = sums[first + Int(levels.ofPlace[point])] else {
          awards[point] = nil
          continue
        }
        awards[point]?[measure] += sum
      }
      first += levels.count
    }
  }

  private func addRivals(to awards: inout [[Int64]?], threads: Int) {
    let numbers = numbers
    let parts = forms.rivals.parts(at: numbers, levels, threads: threads)
    var tuples: [[Int32]: Levels] = [:]
    for part in parts where tuples[part.movingShapes] == nil {
      tuples[part.movingShapes] = Levels.tuples(
        part.movingShapes.map { levels[Int($0)]! }, places: numbers.count)
    }
    let levelsOfPart = parts.map { tuples[$0.movingShapes]! }
    let rounding = forms.rounding
    let found = ConcurrentResults<[[Int64]]>(count: parts.count)
    Parallel.forEach(parts.count, threads: threads) { index in
      found.run(index) { () in
        levelsOfPart[index].places.map { parts[index].sums(numbers[$0], rounding) }
      }
    }
    // Parts of the same kinds together, then each point once.
    var sums: [[RivalTable.Kind]: [[Int64]]] = [:]
    for (part, found) in zip(parts, found.successes()) {
      guard var known = sums.removeValue(forKey: part.kinds) else {
        sums[part.kinds] = found
        continue
      }
      for (place, sum) in found.enumerated() {
        for kind in sum.indices { known[place][kind] += sum[kind] }
      }
      sums[part.kinds] = known
    }
    for (kinds, sums) in sums {
      let levels = tuples[RivalTable.movingShapes(of: kinds)]!
      for point in awards.indices {
        for (kind, sum) in zip(kinds, sums[Int(levels.ofPlace[point])]) {
          awards[point]?[Int(kind.measure)] += sum
        }
      }
    }
    for stake in forms.rivals.stakes {
      for point in awards.indices {
        numbers[point].withUnsafeBufferPointer { numbers in
          stake.add(numbers, rounding) { awards[point]?[$0] += $1 }
        }
      }
    }
  }
}

import CKernels

// Most rivals are beaten by another at every point, however the numbers move. A row is looked at again
// only for those kinds that can win at some point; the rest cannot change what is paid.
extension RivalTable {
  /// By kind: between what its amounts lie at all points; nil where they do not move.
  func boundRanges(
    _ points: [[ClosedShape.Numbers]], _ levels: [Int: Levels]
  ) -> [outlay_form_range?] {
    kinds.map { kind in
      guard kind.shape >= 0 else { return nil }
      let shape = Int(kind.shape)
      return outlay_form_range(levels[shape]!.places.lazy.map { points[$0][shape] })
    }
  }

  /// Some of the rows, by the kinds that can win.
  func parts(of rows: Range<Int>, _ ranges: [outlay_form_range?]) -> [RivalTable] {
    // A table for each set of kinds: of many kinds nearly every row would have its own.
    guard kinds.count <= Self.mostKinds else {
      return [selecting(rows.map { Int32($0) }, kinds: Array(kinds.indices))]
    }
    var rowsOfSet = [[Int32]](repeating: [], count: 1 << kinds.count)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.blockSize) { sets in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: (kinds.count + 1) * Self.blockSize) {
        room in
        for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockSize) {
          let block = first..<min(first + Self.blockSize, rows.upperBound)
          findSets(block, ranges, room.baseAddress!, into: sets.baseAddress!)
          for (row, set) in zip(block, sets) where set != 0 {
            rowsOfSet[Int(set)].append(Int32(row))
          }
        }
      }
    }
    return rowsOfSet.enumerated().dropFirst().compactMap { set, rows in
      if rows.isEmpty { return nil }
      return selecting(rows, kinds: kinds.indices.filter { set >> $0 & 1 == 1 })
    }
  }

  private static let mostKinds = 8

  /// By row: a bit for each kind whose greatest amount is not below the least of any.
  private func findSets(
    _ block: Range<Int>, _ ranges: [outlay_form_range?], _ greatest: UnsafeMutablePointer<Double>,
    into sets: UnsafeMutablePointer<UInt8>
  ) {
    let (count, size) = (block.count, Self.blockSize)
    let least = greatest + kinds.count * size
    least.initialize(repeating: 0, count: count)
    sets.initialize(repeating: 0, count: count)
    cells.withUnsafeBufferPointer { cells in
      for kind in kinds.indices {
        let column = cells.baseAddress! + kind * self.count + block.lowerBound
        let greatest = greatest + kind * size
        if let range = ranges[kind] {
          outlay_form_bounds(greatest, least, column, range, count)
        } else {
          greatest.initialize(from: column, count: count)
          outlay_maximum(
            least, outlay_operand(cells: least, scale: 1, offset: 0),
            outlay_operand(cells: column, scale: 1, offset: 0), count)
        }
      }
    }
    for kind in kinds.indices {
      outlay_mark_reaching(sets, greatest + kind * size, least, 1 << UInt8(kind), count)
    }
  }
}

extension outlay_form_range {
  /// Between what amounts lie under any of some numbers.
  init(_ all: some Sequence<ClosedShape.Numbers>) {
    self.init(
      from: -.infinity, below: .infinity, least_rate: .infinity, least_cap: .infinity,
      from_any: .infinity, below_any: -.infinity, most_rate: 0, most_cap: 0, base: 0)
    for numbers in all {
      let cap = numbers.reached == .max ? Double.infinity : Double(numbers.cap)
      let rate = Double(numbers.numerator) / Double(numbers.denominator)
      from = max(from, Double(numbers.low))
      from_any = min(from_any, Double(numbers.low))
      below = min(below, Double(numbers.high))
      below_any = max(below_any, Double(numbers.high))
      (least_rate, least_cap) = (min(least_rate, rate), min(least_cap, cap))
      (most_rate, most_cap) = (max(most_rate, rate), max(most_cap, cap))
      // The cap whatever the cell.
      if numbers.reached == .min { base = .greatestFiniteMagnitude }
    }
  }
}

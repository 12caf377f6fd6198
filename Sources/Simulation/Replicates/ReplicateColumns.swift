import PolicyCatalogue

/// What is added up in each replicate: the awards of each measure, and where only a part of each award
/// is protected, that part in a column of its own.
struct ReplicateColumns: Sendable {
  /// By measure: column of the protected part, where it is neither all nor nothing.
  let protectedColumns: [Int?]
  let protections: [Settler.Protection]
  let count: Int

  init(_ settler: Settler) {
    protections = settler.policy.measures.indices.map(settler.protection(of:))
    var count = protections.count
    protectedColumns = protections.map { protection in
      if protection.whole || (protection.awardsUpTo == 0 && protection.first == 0) { return nil }
      count += 1
      return count - 1
    }
    self.count = count
  }

  /// Adds what an award adds to each of its columns.
  @inline(__always)
  func forEachPart(
    of award: Double, _ measure: Int, _ body: (_ column: Int, _ amount: Double) -> Void
  ) {
    body(measure, award)
    if let column = protectedColumns[measure] {
      body(column, protections[measure].part(of: award))
    }
  }

  /// The protected part of what a measure comes to.
  func protected(_ measure: Int, _ total: Int64, _ sums: ReplicateSums, _ slot: Int) -> Int64 {
    if protections[measure].whole { return total }
    return protectedColumns[measure].map { sums[$0, slot] } ?? 0
  }
}

/// Exact sums, one for each column and slot. Every weighted sum of a settlement stays below 2^56.
struct ReplicateSums: Sendable {
  let slots: Int
  private(set) var cells: [Int64]

  init(columns: Int, slots: Int) {
    self.slots = slots
    cells = [Int64](repeating: 0, count: columns * slots)
  }

  subscript(column: Int, slot: Int) -> Int64 { cells[column * slots + slot] }

  mutating func add(_ amount: Int64, _ column: Int, _ slot: Int) {
    cells[column * slots + slot] += amount
  }

  static func += (total: inout ReplicateSums, part: ReplicateSums) {
    for index in total.cells.indices { total.cells[index] += part.cells[index] }
  }

  /// Precondition: whole numbers below 2^53.
  mutating func add(_ columns: UnsafeBufferPointer<Double>) {
    for index in cells.indices { cells[index] += Int64(columns[index]) }
  }
}

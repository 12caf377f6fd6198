/// The place of every row in the order of claim ids by UTF-8 bytes.
///
/// Ranks only tell which of two comes first, and so may have gaps.
struct RowRanks: Sendable {
  /// Empty where the rows stand in that order already.
  private let ranks: [Int32]

  init(_ ranks: [Int32]) { self.ranks = ranks }

  subscript(row: Int) -> Int32 { ranks.isEmpty ? Int32(row) : ranks[row] }
  subscript(row: Int32) -> Int32 { ranks.isEmpty ? row : ranks[Int(row)] }
}

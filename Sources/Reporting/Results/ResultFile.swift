/// A file of a result in pieces that are formatted as they are written, on several threads: its bytes
/// do not depend on how many there are.
package struct ResultFile: Sendable {
  package var name: String
  package var pieceCount: Int
  package var piece: @Sendable (Int) -> [UInt8]

  package init(
    _ name: String, pieceCount: Int, piece: @escaping @Sendable (Int) -> [UInt8]
  ) {
    self.name = name
    self.pieceCount = pieceCount
    self.piece = piece
  }

  package init(_ name: String, _ bytes: [UInt8]) {
    self.init(name, pieceCount: 1) { _ in bytes }
  }

  package var bytes: [UInt8] { (0..<pieceCount).flatMap(piece) }
}

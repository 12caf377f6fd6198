import Diagnostics

/// Beyond so many ids a search for a similar one takes longer than it helps.
private let mostToSearch = 200_000

/// The id nearest to the one written, if it shares all but a few bytes with it; nil where there are too
/// many to look through.
///
/// Complexity: O(bytes of ids).
package func nearestIdentifier(to id: String, among columns: [IdentifierColumn]) -> String? {
  guard columns.reduce(0, { $0 + $1.count }) <= mostToSearch else { return nil }
  let written = Array(id.utf8)
  var near: [String] = []
  for column in columns {
    for row in 0..<column.count where near.count < 200 {
      if isNear(column.utf8(row), written) { near.append(column[row]) }
    }
  }
  return nearestName(to: id, among: near)
}

/// Whether what is left between the bytes in common at both ends is a slip of the pen. Edit distance,
/// which is slow, is left to the few that pass.
private func isNear(_ other: ArraySlice<UInt8>, _ written: [UInt8]) -> Bool {
  guard abs(other.count - written.count) <= 2 else { return false }
  let shorter = min(other.count, written.count)
  var ahead = 0
  while ahead < shorter && other[other.startIndex + ahead] == written[ahead] { ahead += 1 }
  var behind = 0
  while behind < shorter - ahead
    && other[other.endIndex - 1 - behind] == written[written.count - 1 - behind]
  {
    behind += 1
  }
  return shorter - ahead - behind <= 2
}

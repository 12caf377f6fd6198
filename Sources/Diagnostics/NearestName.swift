/// The valid name nearest to the one written, by edit distance, if any is near enough to be meant.
///
/// A name that differs in case only is the nearest of all. Else at most a third of the characters, or
/// one, may differ, and never all of them: between names of one letter there is no likeness. Of an
/// address, `measure.part.rate`, some parts may also be left out or be slips.
///
/// Complexity: O(candidates × name length²).
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let candidates = Array(candidates)
  // What an address ends with says more of it than most of its letters.
  return nearestAddress(to: name, among: candidates) ?? nearestWhole(to: name, among: candidates)
}

/// Some valid names in which the one written occurs, or which share a word with it: what to list where
/// none is near.
package func relatedNames(
  to name: String, among candidates: some Sequence<String>, limit: Int = 5
) -> [String] {
  let folded = name.lowercased()
  guard folded.count > 1 else { return [] }
  let candidates = Array(candidates)
  let holding = candidates.filter { $0.lowercased().contains(folded) }
  if !holding.isEmpty { return Array(holding.prefix(limit)) }
  func words(_ text: String) -> Set<Substring> {
    Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0.utf8.count > 2 })
  }
  let wanted = words(name)
  let sharing = candidates.map { (name: $0, count: words($0).intersection(wanted).count) }
  let most = sharing.map(\.count).max() ?? 0
  return most == 0 ? [] : sharing.filter { $0.count == most }.prefix(limit).map(\.name)
}

private func nearestWhole(to name: String, among candidates: [String]) -> String? {
  let written = Array(name.unicodeScalars)
  let folded = name.lowercased()
  let reach = max(0, min(max(1, written.count / 3), written.count - 1))
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.unicodeScalars)
    // Names whose lengths differ by more cannot be nearer.
    guard abs(other.count - written.count) <= reach else { continue }
    if candidate.lowercased() == folded { return candidate }
    let distance = editDistance(written, other)
    if distance <= reach, distance < other.count, distance < best?.distance ?? .max {
      best = (candidate, distance)
    }
  }
  return best?.name
}

/// Part by part, so that a slip in one does not hide that the others are right; then by the last parts,
/// where only one address has them, or by the last parts and the first.
private func nearestAddress(to address: String, among candidates: [String]) -> String? {
  func parts(_ address: String) -> [String] {
    address.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }
  func isNear(_ written: String, _ part: String) -> Bool {
    written == part || nearestWhole(to: written, among: [part]) != nil
  }
  let addresses = candidates.filter { $0.contains(".") }
  let written = parts(address)
  guard !addresses.isEmpty, !address.isEmpty else { return nil }
  for candidate in addresses {
    let others = parts(candidate)
    if others.count == written.count, zip(written, others).allSatisfy({ isNear($0, $1) }) {
      return candidate
    }
  }
  let ends = addresses.filter { $0.hasSuffix("." + address) }
  if ends.count == 1 { return ends[0] }
  for count in stride(from: written.count - 1, to: 0, by: -1) {
    let ending = "." + written.suffix(count).joined(separator: ".")
    let related = addresses.filter {
      guard $0.hasSuffix(ending) else { return false }
      let first = parts($0)[0]
      return isNear(written[0], first) || first.hasPrefix(written[0] + "-")
    }
    // Of several any shows the form; the shortest shows it best.
    if let found = related.min(by: { $0.utf8.count < $1.utf8.count }) { return found }
  }
  return nil
}

/// Levenshtein distance with transpositions of neighbours counted once (optimal string alignment).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var before: [Int] = []
  var previous = Array(0...b.count)
  for i in 1...a.count {
    var current = [i]
    for j in 1...b.count {
      var distance = min(
        previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        distance = min(distance, before[j - 2] + 1)
      }
      current.append(distance)
    }
    (before, previous) = (previous, current)
  }
  return previous[b.count]
}

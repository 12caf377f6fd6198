/// The valid name nearest to the one written, by edit distance, if any is near enough to be meant.
///
/// Complexity: O(candidates × name length²).
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let written = Array(name.unicodeScalars)
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let distance = editDistance(written, Array(candidate.unicodeScalars))
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  guard let best, best.distance <= max(2, written.count / 3) else { return nil }
  return best.name
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

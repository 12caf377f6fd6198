internal import BigInt

/// Divides a whole total in proportion to weights so that the parts are whole and add up to it: each
/// gets the whole part of its quota, and the units left over go one each to the largest remainders,
/// among equal remainders to those that come first in `order`.
///
/// All weights zero: nothing is divided. Precondition: no weight is negative, nor is the total;
/// `order` holds each index once.
func apportion(_ total: BigInt, by weights: [Rational], tiesInOrder order: [Int]) -> [BigInt] {
  let sum = weights.reduce(Rational.zero, +)
  if sum.isZero { return weights.map { _ in 0 } }
  let quotas = weights.map { Rational(total) * $0 / sum }
  var parts = quotas.map(\.floor)
  let left = Int(total - parts.reduce(0, +))
  var place = Array(repeating: 0, count: weights.count)
  for (rank, index) in order.enumerated() { place[index] = rank }
  let remainders = zip(quotas, parts).map { $0 - Rational($1) }
  let byRemainder = order.sorted {
    if remainders[$0] != remainders[$1] { return remainders[$0] > remainders[$1] }
    return place[$0] < place[$1]
  }
  for index in byRemainder.prefix(left) { parts[index] += 1 }
  return parts
}

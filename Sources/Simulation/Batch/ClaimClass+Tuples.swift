import PolicyCatalogue

extension ClaimClass {
  /// What a class is asked at the points of a batch.
  struct Tuples: Sendable {
    /// Each as a point that changes nothing else.
    var distinct: [BatchPoint]
    /// By point: which of these.
    var ofPoint: [Int32]
    /// By tuple: whether it is the scenario's own numbers.
    var isOwn: [Bool]
  }

  func tuples(_ levels: PointLevels, of scenario: Scenario) -> Tuples {
    let tuples = levels.tuples(of: parameters)
    let distinct = levels.points(of: tuples, parameters)
    return Tuples(
      distinct: distinct, ofPoint: tuples.ofPlace,
      isOwn: distinct.map { $0.isOwn(of: scenario) })
  }
}

import PolicyCatalogue

extension ClaimClass {
  /// What a class is asked at the points of a batch.
  struct Tuples: Sendable {
    /// Each as a point that changes nothing else.
    var distinct: [BatchPoint]
    /// By point; nil where the class is at the scenario's own numbers.
    var ofPoint: [Int?]
  }

  func tuples(at points: [BatchPoint], of scenario: Scenario) -> Tuples {
    var places: [BatchPoint: Int] = [:]
    var tuples = Tuples(distinct: [], ofPoint: [])
    let own = Set(parameters.map { Adjustable.parameter($0) })
    for point in points {
      let tuple = point.keeping { own.contains($0) }
      if tuple.isOwn(of: scenario) {
        tuples.ofPoint.append(nil)
      } else if let place = places[tuple] {
        tuples.ofPoint.append(place)
      } else {
        places[tuple] = tuples.distinct.count
        tuples.ofPoint.append(tuples.distinct.count)
        tuples.distinct.append(tuple)
      }
    }
    return tuples
  }
}

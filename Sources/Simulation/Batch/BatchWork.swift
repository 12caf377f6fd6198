import PolicyCatalogue

/// What the points of a batch change, sorted out once.
struct BatchWork: Sendable {
  /// The changed parameters, ascending.
  let parameters: [Int]
  /// By point: whether its totals can only be had claim by claim.
  let needsEveryClaim: [Bool]
  private let scenario: Scenario

  init(_ points: [BatchPoint], of scenario: Scenario, _ readers: ParameterReaders) {
    self.scenario = scenario
    let roundsPayments = scenario.policy.paymentRounding != nil
    var parameters: Set<Int> = []
    var needsEveryClaim: [Bool] = []
    for point in points {
      var everyClaim = roundsPayments
      for case .parameter(let index) in point.changes.keys {
        parameters.insert(index)
        everyClaim = everyClaim || readers[index].everyClaim
      }
      needsEveryClaim.append(everyClaim)
    }
    self.parameters = parameters.sorted()
    self.needsEveryClaim = needsEveryClaim
  }

  /// The distinct tuples of a class, each as the point that first has it, and the tuple of each point:
  /// nil where the class is at the scenario's own numbers, or the point is settled claim by claim.
  func tuples(
    of group: ClaimClass, at points: [BatchPoint]
  ) -> (distinct: [BatchPoint], ofPoint: [Int?]) {
    let own = group.parameters.map { scenario.values[$0] }
    var places: [[Fraction]: Int] = [:]
    var distinct: [BatchPoint] = []
    let ofPoint = points.enumerated().map { index, point -> Int? in
      if needsEveryClaim[index] { return nil }
      var tuple = own
      for (place, parameter) in group.parameters.enumerated() {
        if let value = point.changes[.parameter(parameter)] { tuple[place] = value }
      }
      let isOwn = group.parameters.allSatisfy { point.changes[.parameter($0)] == nil }
      if isOwn { return nil }
      if let place = places[tuple] { return place }
      places[tuple] = distinct.count
      distinct.append(point.restricted(to: group.parameters))
      return distinct.count - 1
    }
    return (distinct, ofPoint)
  }
}

extension BatchPoint {
  /// Its changes of some parameters only.
  fileprivate func restricted(to parameters: [Int]) -> BatchPoint {
    keeping { if case .parameter(let index) = $0 { parameters.contains(index) } else { false } }
  }
}

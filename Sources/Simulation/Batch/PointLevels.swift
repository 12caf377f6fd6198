import PolicyCatalogue

/// The distinct values of each number that changes among some points.
struct PointLevels: Sendable {
  private let points: [BatchPoint]
  private let levels: [Int: Levels]

  /// - Parameter parameters: indices in the policy.
  init(_ points: [BatchPoint], changing parameters: Set<Int>) {
    self.points = points
    var levels: [Int: Levels] = [:]
    for parameter in parameters {
      levels[parameter] = Levels(points.map { $0.changes[.parameter(parameter)] })
    }
    self.levels = levels
  }

  /// The distinct tuples of some of the parameters.
  func tuples(of parameters: [Int]) -> Levels {
    Levels.tuples(parameters.map { levels[$0]! }, places: points.count)
  }

  /// Of the tuples each as a point that changes nothing else.
  func points(of tuples: Levels, _ parameters: [Int]) -> [BatchPoint] {
    let own = Set(parameters.map { Adjustable.parameter($0) })
    return tuples.places.map { points[$0].keeping(own.contains) }
  }
}

import PolicyCatalogue
import Population
import Simulation

extension Workload {
  /// A thousand replicates of five years under the shipped levers, for every village. The floor is the
  /// products of state and transition.
  @Sendable
  static func villages(name: String, size: Int, in place: Place) throws -> Workload {
    try villages(name, size, in: place) { _ = try $0.project(threads: allThreads) }
  }

  /// The shocks of the same, alone.
  @Sendable
  static func villageDraws(name: String, size: Int, in place: Place) throws -> Workload {
    try villages(name, size, in: place) { $0.run(only: .draws, threads: allThreads) }
  }

  /// The products of the same, alone.
  @Sendable
  static func villageTransition(name: String, size: Int, in place: Place) throws -> Workload {
    try villages(name, size, in: place) { $0.run(only: .transition, threads: allThreads) }
  }

  private static func villages(
    _ name: String, _ size: Int, in place: Place,
    work: @escaping @Sendable (VillageModel) throws -> Void
  ) throws -> Workload {
    var question = try VillageScenario.load(path: "\(place.root)/Scenarios/cixi-villages.yaml")
      .villages
    guard case .synthetic(var assumptions) = question.source else {
      throw WorkloadError("the scenario of villages has no synthetic villages")
    }
    // As many yuan a village, whatever their number.
    let scale = Double(size) / Double(assumptions.size)
    assumptions.size = size
    assumptions.income.total *= scale
    assumptions.assets.total *= scale
    assumptions.debt.total *= scale
    question.source = .synthetic(assumptions)
    question.replicates = 1000
    let model = try VillageModel(question, try question.load().villages)
    let rowYears = size * question.replicates * question.years.count
    return Workload(
      name, size: size, floor: .arithmetic(2 * rowYears * model.width * model.width),
      threads: allThreads, items: .init(count: rowYears, name: "village-years")
    ) {
      try work(model)
    }
  }
}

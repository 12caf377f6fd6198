import GRPCProtobuf
import RunStore
import SimulationAPI

/// The held populations that stand in a question in place of its scenarios' own.
struct QuestionPopulations {
  struct Directory {
    var path: String
    var displayName: String
  }

  var enterprises: Directory?
  var villages: Directory?
  /// Of the second scenario of two.
  var enterprisesAfter: Directory?
  var villagesAfter: Directory?

  var all: [Directory] {
    [enterprises, villages, enterprisesAfter, villagesAfter].compactMap { $0 }
  }

  /// - Parameter scenarios: the question's scenarios in order. None of them may name a directory that
  ///   would be looked for here.
  init(
    _ question: Outlay_V1_Question, _ scenarios: [UploadedScenario], of owner: String,
    in populations: HeldPopulations
  ) throws {
    func directory(
      _ held: Outlay_V1_HeldPopulation?, _ field: String, named: Bool
    ) throws -> Directory? {
      guard let held else {
        if named {
          throw Failures.invalid(
            field, "the scenario names a directory; import it and give the population's id")
        }
        return nil
      }
      try UploadedScenario.check(displayName: held.displayName, "\(field).display_name")
      let population = try populations.require(held.id, of: owner)
      return Directory(path: populations.path(of: population), displayName: held.displayName)
    }
    let first = scenarios[0]
    let readsEnterprises = !question.isOfVillages
    enterprises = try directory(
      question.hasPopulation ? question.population : nil, "question.population",
      named: readsEnterprises && first.namesPopulation)
    villages = try directory(
      question.hasVillagePopulation ? question.villagePopulation : nil,
      "question.village_population",
      named: first.namesVillages)
    guard case .compare(let compare) = question.kind else { return }
    enterprisesAfter = try directory(
      compare.hasAfterPopulation ? compare.afterPopulation : nil,
      "question.compare.after_population", named: scenarios[1].namesPopulation)
    villagesAfter = try directory(
      compare.hasAfterVillagePopulation ? compare.afterVillagePopulation : nil,
      "question.compare.after_village_population", named: scenarios[1].namesVillages)
  }
}

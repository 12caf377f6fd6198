package import Diagnostics
import PolicyCatalogue
package import Population

/// What a projection of villages comes to, in the few figures that sweeps and solving look at.
package struct VillageFigures: Sendable, Hashable {
  /// Usable income of all villages in the last year, on the central path, in yuan.
  package var income: Double
  /// Its average growth a year.
  package var growth: Double
  /// Villages below the least income in the last year.
  package var below: Double
  /// By target, in the order of `VillageTarget.Kind`: the share of the replicates that meet it.
  package var probabilities: [Double]
}

extension VillageProjection {
  package var figures: VillageFigures {
    let targets = targets
    func central(_ kind: VillageTarget.Kind) -> Double {
      targets.first { $0.kind == kind }!.central
    }
    return VillageFigures(
      income: central(.income), growth: central(.incomeGrowth), below: central(.noneBelow),
      probabilities: targets.map(\.probability))
  }
}

/// The villages of a scenario made ready once, and projected at many points: each distinct tuple of
/// their numbers once, and every one with the same draws.
package final class VillageBatch: Sendable {
  package let question: VillageQuestion
  package let villages: Villages
  private let threads: Int?
  /// An answer takes some hundred bytes.
  private let known = PointAnswers<VillageFigures>(most: 1 << 17)

  package init(_ question: VillageQuestion, _ villages: Villages, threads: Int? = nil) {
    self.question = question
    self.villages = villages
    self.threads = threads
  }

  /// - Throws: `DataError` where the numbers contradict each other at the point.
  package func figures(at point: BatchPoint) throws(DataError) -> VillageFigures {
    try known.answer(at: point, reading: \.isOfVillages) { tuple throws(DataError) in
      try project(at: tuple).figures
    }
  }

  private func project(at tuple: BatchPoint) throws(DataError) -> VillageProjection {
    var changed = question
    for (number, value) in tuple.changes {
      guard case .village(let index) = number else { continue }
      changed.assumptions.withTable { $0.set(index, to: value) }
    }
    return try projectVillages(changed, villages, threads: threads)
  }
}

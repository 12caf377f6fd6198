import LinearAlgebra

/// Totals of all villages by year, on the central path and in every replicate.
package struct VillageProjection: Sendable {
  package let question: VillageQuestion
  /// Of the base year; it has no outlay.
  package let base: VillageTotals
  /// By year of the projection: the central path.
  package let central: [VillageTotals]
  /// By year and replicate.
  package let replicates: [[VillageTotals]]

  /// - Parameter years: by year, the central path and after it the replicates.
  init(question: VillageQuestion, base: VillageTotals, years: [[VillageTotals]]) {
    self.question = question
    self.base = base
    central = years.map { $0[0] }
    replicates = years.map { Array($0.dropFirst()) }
  }

  /// The quantiles of a figure over the replicates of a year, by linear interpolation between order
  /// statistics (type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996).
  package func quantiles(
    _ shares: [Double], of figure: KeyPath<VillageTotals, Double>, year: Int
  ) -> [Double] {
    let sorted = replicates[year].map { $0[keyPath: figure] }.sorted()
    return shares.map { share in
      let place = share * Double(sorted.count - 1)
      let below = Int(place.rounded(.down))
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
  }

  package func mean(of figure: KeyPath<VillageTotals, Double>, year: Int) -> Double {
    replicates[year].reduce(0) { $0 + $1[keyPath: figure] } / Double(replicates[year].count)
  }

  /// Whether every amount can be written in whole fen.
  var isWithinBounds: Bool {
    let limit = ExactProduct.limit / 100
    func fits(_ totals: VillageTotals) -> Bool {
      // A sum that is no number is not below anything.
      totals.income + totals.assets + totals.debt + totals.city + totals.town < limit
    }
    return fits(base) && central.allSatisfy(fits) && replicates.joined().allSatisfy(fits)
  }
}

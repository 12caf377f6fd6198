/// What comes of some points by closed forms: estimates in fen, each with how far at most the exact
/// figure lies from it.
package struct ClosedTotals: Sendable {
  /// Pools of the scenario, in their order.
  package let poolCount: Int
  /// One a point.
  package internal(set) var awards: [Double]
  package internal(set) var awardBounds: [Double]
  /// Of pool `p` at point `i` in place `i · poolCount + p`.
  package internal(set) var protected: [Double]
  package internal(set) var demands: [Double]
  /// Of protected and demand each.
  package internal(set) var poolBounds: [Double]

  package var count: Int { awards.count }

  init(points: Int, pools: Int) {
    poolCount = pools
    awards = [Double](repeating: 0, count: points)
    awardBounds = awards
    protected = [Double](repeating: 0, count: points * pools)
    demands = protected
    poolBounds = protected
  }
}

extension ClosedTotals {
  /// min(1, (budget − protected) ÷ demand), an estimate; 1 without demand or without a budget.
  ///
  /// - Parameter budget: in fen.
  package func factor(ofPool pool: Int, at point: Int, budget: Int64?) -> Double {
    factor(ofPool: pool, at: point, budget: budget, off: 0)
  }

  /// What the exact factor lies in.
  package func factorRange(
    ofPool pool: Int, at point: Int, budget: Int64?
  ) -> ClosedRange<Double> {
    let bound = poolBounds[point * poolCount + pool]
    // A quotient is rounded to within a unit in its last place.
    let least = factor(ofPool: pool, at: point, budget: budget, off: bound)
    let greatest = factor(ofPool: pool, at: point, budget: budget, off: -bound)
    return max(0, least.nextDown)...min(1, greatest.nextUp)
  }

  private func factor(ofPool pool: Int, at point: Int, budget: Int64?, off: Double) -> Double {
    let place = point * poolCount + pool
    let demand = demands[place] + off
    guard let budget, demand > 0 else { return 1 }
    return max(0, min(1, (Double(budget) - protected[place] - off) / demand))
  }

  /// In fen, an estimate.
  package func paid(ofPool pool: Int, at point: Int, budget: Int64?) -> Double {
    let place = point * poolCount + pool
    return min(budget.map { Double($0) } ?? .infinity, protected[place] + demands[place])
  }
}

extension ClosedTotals {
  /// The cells where they lie.
  struct Cells {
    let poolCount: Int
    let awards, awardBounds, protected, demands, poolBounds: UnsafeMutableBufferPointer<Double>
  }

  mutating func withCells(_ body: (Cells) -> Void) {
    let poolCount = poolCount
    awards.withUnsafeMutableBufferPointer { awards in
      awardBounds.withUnsafeMutableBufferPointer { awardBounds in
        protected.withUnsafeMutableBufferPointer { protected in
          demands.withUnsafeMutableBufferPointer { demands in
            poolBounds.withUnsafeMutableBufferPointer { poolBounds in
              body(
                Cells(
                  poolCount: poolCount, awards: awards, awardBounds: awardBounds,
                  protected: protected, demands: demands, poolBounds: poolBounds))
            }
          }
        }
      }
    }
  }

  /// A Double holds a sum below 2^53 fen to within half a unit in its last place; three are added.
  mutating func widenBounds() {
    for point in awards.indices { awardBounds[point] += awards[point] * 0x1p-51 }
    for place in poolBounds.indices {
      poolBounds[place] += (protected[place] + demands[place]) * 0x1p-51
    }
  }

  mutating func add(_ settled: PointTotals, at point: Int) {
    for (pool, outcome) in settled.pools.enumerated() {
      let place = point * poolCount + pool
      protected[place] += Double(outcome.protected)
      demands[place] += Double(outcome.demand)
    }
    awards[point] += Double(settled.award)
  }
}

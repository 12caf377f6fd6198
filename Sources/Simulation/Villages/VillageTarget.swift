import PolicyCatalogue
import Population

/// A target of article 2 or 7, with what the central path comes to and how likely it is.
package struct VillageTarget: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    case income
    case incomeGrowth = "income-growth"
    case assets
    case assetsGrowth = "assets-growth"
    case noneBelow = "no-village-below"
    case noNewDebt = "no-new-debt"
    case lessDebt = "less-debt-each-year"
  }

  package enum Comparison: String, Sendable {
    /// 超 is strict, 以上 includes the bound.
    case above = ">"
    case atLeast = ">="
    case atMost = "<="
  }

  package var kind: Kind
  package var comparison: Comparison
  /// Yuan, a share, or a number of villages or years.
  package var required: Double
  package var central: Double
  package var isMetCentrally: Bool
  /// Share of the replicates that meet it.
  package var probability: Double
}

extension VillageProjection {
  package var targets: [VillageTarget] {
    VillageTarget.Kind.allCases.map { kind in
      let (comparison, required) = requirement(kind)
      let met = replicates[0].indices.count { replicate in
        isMet(comparison, value(kind) { replicates[$0][replicate] }, required)
      }
      let reached = value(kind) { central[$0] }
      return VillageTarget(
        kind: kind, comparison: comparison, required: required, central: reached,
        isMetCentrally: isMet(comparison, reached, required),
        probability: Double(met) / Double(replicates[0].count))
    }
  }

  private func requirement(
    _ kind: VillageTarget.Kind
  ) -> (VillageTarget.Comparison, Double) {
    func number(_ assumption: VillageAssumption) -> Double {
      question.assumptions[assumption].approximation
    }
    return switch kind {
    case .income: (.above, number(.targetIncome))
    case .incomeGrowth: (.atLeast, number(.targetIncomeGrowth))
    case .assets: (.above, number(.targetAssets))
    case .assetsGrowth: (.atLeast, number(.targetAssetsGrowth))
    case .noneBelow, .noNewDebt: (.atMost, 0)
    case .lessDebt: (.atLeast, Double(question.years.count))
    }
  }

  private func isMet(
    _ comparison: VillageTarget.Comparison, _ value: Double, _ required: Double
  ) -> Bool {
    switch comparison {
    case .above: value > required
    case .atLeast: value >= required
    case .atMost: value <= required
    }
  }

  /// What a path comes to. Average growth is geometric; new debt counts villages and years in which
  /// a village's debt grew; less debt counts years in which that of all villages fell.
  private func value(
    _ kind: VillageTarget.Kind, _ path: (Int) -> VillageTotals
  ) -> Double {
    let years = question.years.count
    let last = path(years - 1)
    switch kind {
    case .income: return last.income
    case .incomeGrowth: return Self.averageGrowth(from: base.income, to: last.income, years: years)
    case .assets: return last.assets
    case .assetsGrowth: return Self.averageGrowth(from: base.assets, to: last.assets, years: years)
    case .noneBelow: return last.below
    case .noNewDebt: return (0..<years).reduce(0) { $0 + path($1).newDebt }
    case .lessDebt:
      var before = base.debt
      var falls = 0.0
      for year in 0..<years {
        let debt = path(year).debt
        if debt < before - halfFen { falls += 1 }
        before = debt
      }
      return falls
    }
  }

  /// Zero where there was nothing to grow.
  private static func averageGrowth(from first: Double, to last: Double, years: Int) -> Double {
    if first <= 0 || last <= 0 { return first == last ? 0 : last > first ? .infinity : -1 }
    return portableExp(portableLog(last / first) / Double(years)) - 1
  }
}

/// What is smaller than this, in yuan, is the rounding of Doubles and no change; the loop that counts new
/// debts has the same.
private let halfFen = 0.005

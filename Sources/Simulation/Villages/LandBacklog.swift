import PolicyCatalogue
import Population

/// Land reserved for villages before the deadline of article 13, settled in cash: each year has a sum,
/// which goes to what arose earliest, then to what is most urgent, until nothing is owed.
struct LandBacklog {
  /// In yuan, by year and village.
  private(set) var cash: [[Double]]

  init(_ villages: Villages, _ assumptions: VillageAssumptions, years: Int) {
    func number(_ assumption: VillageAssumption) -> Double { assumptions[assumption].approximation }
    let price = number(.backlogPrice)
    let until = number(.backlogUntil)
    var owed = (0..<villages.count).map { row in
      villages.number(.backlogYear, row) <= until ? villages.number(.backlog, row) * price : 0
    }
    // Ties go to the lower id, so that the order of the rows does not matter.
    let queue = owed.indices.filter { owed[$0] > 0 }.sorted { a, b in
      let (first, second) = (Self.turn(a, villages), Self.turn(b, villages))
      return first == second
        ? villages.ids.utf8(a).lexicographicallyPrecedes(villages.ids.utf8(b)) : first < second
    }
    cash = []
    var landIncome = number(.backlogLandIncome)
    var next = 0
    for _ in 0..<years {
      var sum = max(landIncome * number(.backlogShare), number(.backlogFloor))
      var paid = [Double](repeating: 0, count: villages.count)
      while sum > 0, next < queue.count {
        let village = queue[next]
        let part = min(sum, owed[village])
        paid[village] += part
        owed[village] -= part
        sum -= part
        if owed[village] <= 0 { next += 1 }
      }
      cash.append(paid)
      landIncome *= 1 + number(.landIncomeGrowth)
    }
  }

  private static func turn(_ row: Int, _ villages: Villages) -> (Double, Double) {
    (villages.number(.backlogYear, row), villages.number(.backlogUrgency, row))
  }
}

import Testing

@testable import Population

@Suite struct ClaimOrderTests {
  private func columns(_ tables: [[String]]) -> [IdentifierColumn] {
    tables.map { ids in
      var column = IdentifierColumn()
      for id in ids { column.append(id.utf8) }
      return column
    }
  }

  @Test func ascendingNeedsNoTable() {
    let order = ClaimOrder(ids: columns([[], ["a", "aa"], [], ["b", "慈"], []]))
    #expect(order.ranks == [])
    #expect(order.count == 4)
    #expect(order.rank(table: 3, row: 1) == 3)
    #expect(order.claim(rank: 2) == (3, 0))
    #expect(order.find("aa")! == (1, 1))
    #expect(order.find("ab") == nil)
    #expect(order.find("") == nil)
    #expect(order.find("龘") == nil)
  }

  @Test func empty() {
    let order = ClaimOrder(ids: columns([[], []]))
    #expect(order.count == 0)
    #expect(order.find("x") == nil)
    #expect(ClaimOrder(ids: []).count == 0)
  }

  /// Against the standard sort, over ids with long common parts, over several sizes so that both
  /// ways of sorting and every depth are met.
  @Test(arguments: [2, 3, 100, 5_000, 20_000], ["", "same-beginning-of-every-id-"])
  func likeTheStandardSort(count: Int, prefix: String) {
    var generator = SplitMix(state: UInt64(count))
    let stems = [
      "", "a", "equipment-investment-2017-", "equipment-investment-2018-", "慈溪", "\u{7E}",
    ]
    var all: [[String]] = [[], [], [], []]
    var used: Set<[UInt8]> = []
    for _ in 0..<count {
      let number = Int.random(in: 0...count * 3, using: &generator)
      let id = prefix + stems.randomElement(using: &generator)! + String(number)
      if used.insert(Array(id.utf8)).inserted {
        all[Int.random(in: 0...2, using: &generator)].append(id)
      }
    }
    let order = ClaimOrder(ids: columns(all))
    let expected = all.joined().map { Array($0.utf8) }.sorted {
      $0.lexicographicallyPrecedes($1)
    }
    let found = (0..<order.count).map { rank in
      let (table, row) = order.claim(rank: rank)
      #expect(order.rank(table: table, row: row) == rank)
      return Array(all[table][row].utf8)
    }
    #expect(found == expected)
    #expect(order.duplicates().isEmpty)
    for (table, ids) in all.enumerated() {
      for (row, id) in ids.enumerated().prefix(50) { #expect(order.find(id)! == (table, row)) }
    }
  }

  @Test func duplicates() {
    let tables = [["b", "12345678", "a"], ["123456789", "a", "12345678"], ["a"]]
    let found = ClaimOrder(ids: columns(tables)).duplicates()
    #expect(
      found.map { [$0.claim.table, $0.claim.row, $0.first.table, $0.first.row] } == [
        [1, 2, 0, 1], [1, 1, 0, 2], [2, 0, 0, 2],
      ])
  }

  @Test func nearest() {
    let ids = columns([["C-2017-001", "C-2017-002"], ["equipment-1"]])
    #expect(nearestIdentifier(to: "C-2O17-002", among: ids) == "C-2017-002")
    #expect(nearestIdentifier(to: "equpment-1", among: ids) == "equipment-1")
    #expect(nearestIdentifier(to: "C-2017-001 ", among: ids) == "C-2017-001")
    #expect(nearestIdentifier(to: "something else", among: ids) == nil)
  }
}

import CKernels
import Population

/// Where each village's row lies: towns by their names, within a town villages by their ids, each town
/// filled up with empty rows so that the rows of a group are of one town, and all filled up so that whole
/// vectors of groups are computed.
///
/// Results therefore depend neither on the order of the file nor, through their draws, on which other
/// villages there are.
struct VillageLayout: Sendable {
  static let groupRows = Int(outlay_village_group)
  static let lanes = Int(outlay_village_lanes)

  /// Row of the village in the file; -1 is empty.
  private(set) var villages: [Int] = []
  /// Index of the town, by group of rows.
  private(set) var groupTowns: [Int] = []
  /// Identities of villages and towns, by which their draws are told apart.
  private(set) var identities: [UInt64] = []
  private(set) var townIdentities: [UInt64] = []

  var count: Int { villages.count }

  init(_ source: Villages) {
    let towns = source.towns
    func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
    let order = (0..<source.count).sorted { a, b in
      towns[a] == towns[b]
        ? source.ids.utf8(a).lexicographicallyPrecedes(source.ids.utf8(b))
        : precedes(towns[a], towns[b])
    }
    var town: String?
    for row in order {
      if towns[row] != town {
        fill()
        town = towns[row]
        townIdentities.append(streamIdentity(["town", towns[row]]))
      }
      if villages.count % Self.groupRows == 0 { groupTowns.append(townIdentities.count - 1) }
      villages.append(row)
      identities.append(streamIdentity(["village", source.ids[row]]))
    }
    fill()
    while villages.count % Self.lanes != 0 {
      groupTowns.append(townIdentities.count - 1)
      villages.append(-1)
      identities.append(0)
      fill()
    }
  }

  private mutating func fill() {
    while villages.count % Self.groupRows != 0 {
      villages.append(-1)
      identities.append(0)
    }
  }

  /// A number for each row; nothing for empty ones.
  func column(_ value: (Int) -> Double) -> [Double] {
    villages.map { $0 < 0 ? 0 : value($0) }
  }
}

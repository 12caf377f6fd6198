internal import PolicyCatalogue
internal import Population

/// One claim of the ledger, or the assumed claim of an open measure, as the reference settles it.
struct ReferenceClaim {
  /// Row in `ClaimOutcomes`.
  var row: Int
  var measure: Int
  var id: String
  /// Ids are ordered by their bytes; String's own order is another.
  var bytes: [UInt8]
  /// nil for an assumed claim, which has no enterprise.
  var claimant: Claimant?
  var facts: ClaimFacts

  struct Claimant: Hashable {
    /// Row in the register.
    var enterprise: Int
    var subject: Int
    /// nil is blank: shared with no other claim.
    var basis: Int?
    var isSupportedElsewhere: Bool
  }

  static func byID(_ a: ReferenceClaim, _ b: ReferenceClaim) -> Bool {
    a.bytes.lexicographicallyPrecedes(b.bytes)
  }
}

/// The claims that are settled together, with what the register says of their claimants.
struct ReferenceLedger {
  var claims: [ReferenceClaim] = []
  /// Register rows by subject, of the subjects that have claims.
  var companies: [Int: [Int]] = [:]
  /// By register row.
  var register: [Int: [ExactValue]] = [:]

  /// The ledger, or what of it belongs to some subjects, in the order of the measures and of the rows
  /// in their tables.
  init(scenario: Scenario, population: Population, subjects: Set<Int>? = nil) {
    let policy = scenario.policy
    for row in 0..<population.register.count {
      let subject = Int(population.register.subjects[row])
      if let subjects, !subjects.contains(subject) { continue }
      companies[subject, default: []].append(row)
      register[row] = population.register.facts(row: row, columns: policy.registerColumns)
    }
    var row = 0
    for (index, measure) in policy.measures.enumerated() {
      if let table = population.claims.first(where: { $0.measure == index }) {
        precondition(measure.isComputable || table.count == 0, "a ledger of an open measure")
        for tableRow in 0..<table.count {
          let enterprise = Int(table.enterprises[tableRow])
          let subject = Int(population.register.subjects[enterprise])
          if subjects?.contains(subject) ?? true {
            claims.append(
              ReferenceClaim(
                row: row, measure: index, id: table.ids[tableRow],
                bytes: Array(table.ids.utf8(tableRow)),
                claimant: ReferenceClaim.Claimant(
                  enterprise: enterprise, subject: subject,
                  basis: table.bases[tableRow] < 0 ? nil : Int(table.bases[tableRow]),
                  isSupportedElsewhere: table.elsewhere[tableRow] != 0),
                facts: table.facts(
                  row: tableRow, measure: measure, enterprise: register[enterprise]!)))
          }
          row += 1
        }
      }
      if scenario.assumed[index] != nil {
        claims.append(
          ReferenceClaim(
            row: row, measure: index, id: "assumed:\(measure.id)",
            bytes: Array("assumed:\(measure.id)".utf8), claimant: nil,
            facts: ClaimFacts(inputs: [], enterprise: [], filedOn: 0)))
        row += 1
      }
    }
  }

  /// Where the rows of each measure begin in `ClaimOutcomes`, and where the last ends.
  static func offsets(scenario: Scenario, population: Population) -> [Int] {
    var offsets = [0]
    for index in scenario.policy.measures.indices {
      let filed = population.claims.first { $0.measure == index }?.count ?? 0
      offsets.append(offsets[index] + filed + (scenario.assumed[index] == nil ? 0 : 1))
    }
    return offsets
  }
}

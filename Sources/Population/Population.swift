package import PolicyCatalogue

/// A register of claimants and a ledger of their claims.
package struct Population: Sendable {
  package var register: Register
  /// One for each measure of the policy, by index; empty where nobody claims.
  package var claims: [ClaimTable] { didSet { knownOrder = nil } }
  /// Hexadecimal SHA-256 of the files it was read from, or of the assumptions it was made from.
  package var hash: String
  /// The texts of the bases by number; none where they have none (`basis 7` is then written for them).
  package var bases: IdentifierColumn

  package init(
    register: Register, claims: [ClaimTable], hash: String,
    bases: IdentifierColumn = IdentifierColumn(), order: ClaimOrder? = nil
  ) {
    self.register = register
    self.claims = claims
    self.hash = hash
    self.bases = bases
    knownOrder = order
  }

  /// The order of the claims by their ids. Complexity: O(1) where whoever made the population knew it,
  /// else O(bytes of ids).
  package var order: ClaimOrder { knownOrder ?? ClaimOrder(self) }
  private var knownOrder: ClaimOrder?

  package var claimCount: Int { claims.reduce(0) { $0 + $1.count } }
}

/// The claimants, one a row.
package struct Register: Sendable {
  package var ids: IdentifierColumn
  package var names: IdentifierColumn
  /// By index of `Policy.registerColumns`; the first two (enterprise, name) are empty text columns,
  /// since `ids` and `names` hold them.
  package var columns: [Column]
  /// The subject of each row: companies of one `group` share a number, others have their own;
  /// numbers run from 0 in order of first appearance.
  package var subjects: [Int32]
  package var subjectCount: Int

  package init(
    ids: IdentifierColumn, names: IdentifierColumn, columns: [Column], subjects: [Int32],
    subjectCount: Int
  ) {
    self.ids = ids
    self.names = names
    self.columns = columns
    self.subjects = subjects
    self.subjectCount = subjectCount
  }

  package var count: Int { ids.count }

  package func text(_ column: RegisterColumn) -> TextColumn {
    guard case .text(let text) = columns[column.rawValue] else {
      preconditionFailure("\(column) is not a text column")
    }
    return text
  }
}

/// The claims of one measure, one a row.
package struct ClaimTable: Sendable {
  /// Index of the measure in the policy.
  package var measure: Int
  package var ids: IdentifierColumn
  /// Row in the register.
  package var enterprises: [Int32]
  /// Number of the basis, the same for the same text in all tables; -1 is blank, shared with nothing.
  package var bases: [Int32]
  /// Days since 1970-01-01.
  package var filedOn: [Int32]
  package var settleNextYear: [UInt8]
  /// The basis is supported by another policy of the city.
  package var elsewhere: [UInt8]
  /// In the order of the measure's inputs.
  package var inputs: [Column]

  package init(measure: Int) {
    self.measure = measure
    ids = IdentifierColumn()
    enterprises = []
    bases = []
    filedOn = []
    settleNextYear = []
    elsewhere = []
    inputs = []
  }

  package var count: Int { enterprises.count }
}

internal import GRDB

internal import struct Foundation.Data

/// A population that a server holds.
package struct StoredPopulation: Sendable, Hashable {
  package var id: String
  package var owner: String
  /// Id of the policy; empty for villages alone.
  package var policy: String
  package var displayName: String
  package var details: [UInt8]

  package init(
    id: String, owner: String, policy: String, displayName: String, details: [UInt8]
  ) {
    self.id = id
    self.owner = owner
    self.policy = policy
    self.displayName = displayName
    self.details = details
  }

  fileprivate init(_ row: Row) {
    let details: Data = row["details"]
    self.init(
      id: row["id"], owner: row["owner"], policy: row["policy"],
      displayName: row["display_name"], details: [UInt8](details))
  }
}

extension ServiceStore {
  package func add(_ population: StoredPopulation) throws(StoreError) {
    try write { database in
      try database.execute(
        sql: "INSERT INTO population VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          population.id, population.owner, population.policy, population.displayName,
          Data(population.details), Self.now,
        ])
    }
  }

  /// Nil where the owner has none of this id.
  package func population(_ id: String, of owner: String) throws(StoreError) -> StoredPopulation? {
    try read { database in
      try Row.fetchOne(
        database, sql: "SELECT * FROM population WHERE id = ? AND owner = ?",
        arguments: [id, owner]
      ).map { StoredPopulation($0) }
    }
  }

  /// By id.
  package func populations(of owner: String) throws(StoreError) -> [StoredPopulation] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM population WHERE owner = ? ORDER BY id", arguments: [owner]
      ).map { StoredPopulation($0) }
    }
  }

  package func deletePopulation(_ id: String) throws(StoreError) {
    try write { database in
      try database.execute(sql: "DELETE FROM population WHERE id = ?", arguments: [id])
    }
  }
}

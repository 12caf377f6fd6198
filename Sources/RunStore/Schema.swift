import GRDB

/// The tables and how they came to be. A migration that has shipped is never changed; what is new
/// gets one of its own.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: runs and their blocks") { database in
      // `key` is the address of a run by its content. `layout` says what the blocks hold; it is null
      // until the run has first been prepared. Times are seconds since 1970.
      try database.execute(
        sql: """
          CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            title_en TEXT NOT NULL,
            title_zh TEXT NOT NULL,
            engine TEXT NOT NULL,
            policy TEXT NOT NULL,
            policy_hash TEXT NOT NULL,
            population_hash TEXT NOT NULL,
            scenario_hash TEXT NOT NULL,
            question TEXT NOT NULL,
            points INTEGER NOT NULL,
            layout BLOB,
            state TEXT NOT NULL,
            worker INTEGER,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
          );
          """)
      // Points `first` … `first + count − 1`. Without data a block is in flight, or was when its
      // process ended. `attempts` counts how often its evaluation was begun.
      try database.execute(
        sql: """
          CREATE TABLE block (
            run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
            first INTEGER NOT NULL,
            count INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            seconds REAL,
            data BLOB,
            PRIMARY KEY (run, first)
          );
          """)
    }
    return migrator
  }
}

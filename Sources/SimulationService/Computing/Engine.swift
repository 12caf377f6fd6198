package import RunStore

/// What all handlers share.
package final class Engine: Sendable {
  package let shelf: Shelf
  package let bounds: Bounds
  package let store: ServiceStore
  package let drain: Drain
  let populations: HeldPopulations
  let prepared = PreparedBatches()
  private let path: String
  /// Of an answer.
  let threads: Int

  /// - Parameter path: the directory of the server's data.
  package init(
    at path: String, shelf: Shelf, bounds: Bounds, threads: Int, drain: Drain
  ) throws(StoreError) {
    self.path = path
    self.shelf = shelf
    self.bounds = bounds
    self.threads = threads
    self.drain = drain
    store = try ServiceStore(at: path)
    populations = HeldPopulations(store: store, at: "\(path)/populations", bounds: bounds)
    WorkDirectory.clear(workPath)
  }

  /// Where computations have their files. What a killed server left is cleared at the next start.
  var workPath: String { "\(path)/work" }
  /// Where the blocks of sweeps are kept, so that one that is interrupted goes on.
  var storePath: String { "\(path)/runs" }
}

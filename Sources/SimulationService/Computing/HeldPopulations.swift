import Diagnostics
internal import Foundation
import GRPCProtobuf
import PolicyCatalogue
import Population
import RunStore
import SimulationAPI
import SwiftProtobuf
import Synchronization

/// Populations on the server's disk, each a directory under a name of the server's own.
final class HeldPopulations: Sendable {
  private let store: ServiceStore
  private let path: String
  private let bounds: Bounds
  /// Those that were asked for: every call asks, and the store takes a sixth of what a run takes. None of
  /// them ever changes.
  private let known = Mutex<[String: StoredPopulation]>([:])

  init(store: ServiceStore, at path: String, bounds: Bounds) {
    self.store = store
    self.path = path
    self.bounds = bounds
  }

  func path(of population: StoredPopulation) -> String { "\(path)/\(population.id)" }

  /// Ids of other owners are answered as those that do not exist.
  func require(_ id: String, of owner: String) throws -> StoredPopulation {
    if let population = known.withLock({ $0[id] }), population.owner == owner {
      return population
    }
    guard let population = try store.population(id, of: owner) else {
      throw Failures.notFound("population", id)
    }
    known.withLock { $0[id] = population }
    return population
  }

  func checkRoom(of owner: String) throws {
    guard try store.populations(of: owner).count < bounds.populations else {
      throw Failures.exhausted(
        "a caller may hold \(bounds.populations) populations here; delete one")
    }
  }

  /// Reads what was put into a new directory, and holds it if it is right.
  ///
  /// - Parameter policy: nil for villages alone.
  func hold(
    _ id: String, policy: (name: String, policy: Policy)?, displayName: String, owner: String
  ) throws -> Outlay_V1_Population {
    var message = Outlay_V1_Population()
    message.id = id
    let directory = "\(path)/\(id)"
    var warnings: [Diagnostic] = []
    func renamed(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
      diagnostics.map { diagnostic in
        var diagnostic = diagnostic
        if diagnostic.location.file.hasPrefix(directory) {
          diagnostic.location.file =
            displayName + diagnostic.location.file.dropFirst(directory.count)
        }
        return diagnostic
      }
    }
    do throws(DataError) {
      if let policy {
        let (population, found) = try Population.read(
          directory: directory, policy: policy.policy)
        warnings += found
        message.policy = policy.name
        message.claimantCount = Int64(population.register.count)
        message.claimCount = Int64(population.claimCount)
        message.hash = population.hash
      }
    } catch {
      throw Failures.invalid(
        "block", DataError(renamed(error.diagnostics), omitted: error.omitted))
    }
    message.warnings = renamed(warnings).map { $0.description(in: .english) }
    try store.add(
      StoredPopulation(
        id: id, owner: owner, policy: policy?.name ?? "", displayName: displayName,
        details: Array(try message.serializedData())))
    return message
  }

  func delete(_ population: StoredPopulation) throws {
    try store.deletePopulation(population.id)
    known.withLock { $0[population.id] = nil }
    try? FileManager.default.removeItem(atPath: path(of: population))
  }

  /// A directory that is being filled; what it holds is gone unless it is kept.
  final class Draft {
    let id = Identifiers.make()
    let path: String
    private let bounds: Bounds
    private var size = 0
    private var isKept = false
    private var open: (name: String, handle: FileHandle)?

    fileprivate init(under directory: String, bounds: Bounds) throws {
      path = "\(directory)/\(id)"
      self.bounds = bounds
      try FileManager.default.createDirectory(
        atPath: "\(path)/claims", withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    }

    deinit { if !isKept { try? FileManager.default.removeItem(atPath: path) } }

    func keep() {
      try? open?.handle.close()
      open = nil
      isKept = true
    }

    /// - Parameter name: a name of the server's own.
    func append(_ data: Data, to name: String) throws {
      size += data.count
      guard size <= bounds.populationBytes else {
        throw Failures.exhausted(
          "the files of a population may have \(bounds.populationBytes) bytes here")
      }
      if open?.name != name {
        try open?.handle.close()
        open = nil
        let file = "\(path)/\(name)"
        guard !FileManager.default.fileExists(atPath: file) else {
          throw Failures.invalid("block", "a file comes twice")
        }
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        open = (name, try FileHandle(forWritingTo: URL(filePath: file)))
      }
      try open?.handle.write(contentsOf: data)
    }
  }

  func draft() throws -> Draft { try Draft(under: path, bounds: bounds) }
}

import Diagnostics
internal import Foundation
import GRPCProtobuf
import Metrics
import PolicyCatalogue
import Population
import RunStore
import Simulation
import SimulationAPI
import Synchronization

/// A scenario over a held population, made ready to be settled at any point.
final class PreparedBatch: Sendable {
  let scenario: Scenario
  let batch: Batch

  init(_ scenario: Scenario, _ batch: Batch) {
    self.scenario = scenario
    self.batch = batch
  }
}

/// The prepared batches that were asked for last.
final class PreparedBatches: Sendable {
  private struct Key: Hashable {
    var population: String
    var scenario: Outlay_V1_Scenario
  }

  private struct Kept {
    var batches: [Key: PreparedBatch] = [:]
    /// Those that are being made ready, for all who ask meanwhile.
    var underway: [Key: SharedWork<PreparedBatch>] = [:]
    /// The last one was used last.
    var order: [Key] = []
  }

  private let kept = Mutex(Kept())

  func batch(
    _ message: Outlay_V1_Scenario, population id: String, of owner: String, in engine: Engine
  ) async throws -> PreparedBatch {
    let population = try engine.populations.require(id, of: owner)
    let key = Key(population: id, scenario: message)
    if let batch = found(key) { return batch }
    let work = kept.withLock { kept in
      if let work = kept.underway[key] { return work }
      let work = SharedWork {
        // However it ends, the next one who asks begins anew, or finds what is kept.
        defer { self.kept.withLock { $0.underway[key] = nil } }
        let start = ContinuousClock.now
        let batch = try Self.prepare(message, population, in: engine)
        Metrics.Timer(label: "outlay_preparation").record(duration: ContinuousClock.now - start)
        self.keep(batch, key, most: engine.bounds.prepared)
        return batch
      }
      kept.underway[key] = work
      return work
    }
    return try await work.value(unless: engine.drain)
  }

  private static func prepare(
    _ message: Outlay_V1_Scenario, _ population: StoredPopulation, in engine: Engine
  ) throws -> PreparedBatch {
    let uploaded = try UploadedScenario(
      message, "scenario", shelf: engine.shelf, bounds: engine.bounds)
    guard let policy = uploaded.policy else {
      throw Failures.invalid("scenario.yaml", "expected a scenario with a policy")
    }
    guard try engine.shelf.policy(population.policy)?.hash == policy.hash else {
      throw Failures.invalid("population", "is a ledger for another policy than the scenario's")
    }
    let workspace = try Workspace(under: engine.workPath)
    let name = QuestionNames(workspace).scenario
    try uploaded.place(in: workspace, as: name, shelf: engine.shelf)
    do throws(DataError) {
      var scenario = try Scenario.load(path: "\(workspace.path)/\(name)")
      scenario.path = message.displayName
      let read = try Population.read(
        directory: engine.populations.path(of: population), policy: scenario.policy)
      return PreparedBatch(scenario, try Batch(scenario, read.0, threads: 1))
    } catch {
      let diagnostics = error.diagnostics.map { diagnostic in
        var diagnostic = diagnostic
        if diagnostic.location.file.hasPrefix(workspace.path) {
          diagnostic.location.file = message.displayName
        }
        return diagnostic
      }
      throw Failures.invalid("scenario.yaml", DataError(diagnostics, omitted: error.omitted))
    }
  }

  private func found(_ key: Key) -> PreparedBatch? {
    kept.withLock { kept in
      guard let batch = kept.batches[key] else { return nil }
      if kept.order.last != key {
        kept.order.removeAll { $0 == key }
        kept.order.append(key)
      }
      return batch
    }
  }

  private func keep(_ batch: PreparedBatch, _ key: Key, most: Int) {
    kept.withLock { kept in
      kept.batches[key] = batch
      kept.order.removeAll { $0 == key }
      kept.order.append(key)
      while kept.order.count > most { kept.batches[kept.order.removeFirst()] = nil }
    }
  }
}

extension PreparedBatch {
  /// Totals of a policy year tell nothing of villages and of later years.
  static func check(_ number: Adjustable, _ field: String) throws {
    if number.movesPayments { return }
    throw Failures.invalid(
      field, "no payment of the policy year depends on this number; ask with Answer")
  }

  /// The scenario's numbers with some in their place.
  func point(_ set: [String: String]) throws -> BatchPoint {
    var point = BatchPoint()
    for (address, text) in set {
      let field = "set[\(address)]"
      guard let adjustable = scenario.adjustable(address) else {
        let addresses = scenario.policy.parameters.map(\.address)
        let nearest = nearestName(to: address, among: addresses)
        throw Failures.invalid(
          field, "there is no such number" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
      }
      try Self.check(adjustable, field)
      do throws(ParameterValueError) {
        let value = try scenario.parameter(adjustable).value(writtenAs: text).get()
        try point.set(adjustable, to: value, in: scenario)
      } catch {
        let expected = error.expected.map { "; expected \($0.english)" } ?? ""
        throw Failures.invalid(field, error.problem.english + expected)
      }
    }
    return point
  }
}

import GRPCCore
import Logging
import Metrics
import RunStore
import ServiceLifecycle
import SimulationAPI
import SwiftProtobuf
import Synchronization

/// Computes batches, so many at once, each owner in his turn. On the request to end it parks what is
/// running: the blocks that sweeps have finished are kept, and the next start goes on from there.
final class BatchQueue: Service {
  private let engine: Engine
  private let logger: Logger
  private let cancelled = Mutex<Set<String>>([])

  init(_ engine: Engine, logger: Logger) {
    self.engine = engine
    self.logger = logger
  }

  /// Stops a batch if this process computes it.
  func cancel(_ id: String) { _ = cancelled.withLock { $0.insert(id) } }

  func run() async throws {
    try engine.store.requeueRunning()
    let running = WorkCounter("outlay_batches_running")
    await withTaskGroup(of: Void.self) { group in
      // It ends in its turn, after the calls: a service that ends sooner is taken for a fault.
      while !Task.isShuttingDownGracefully && !Task.isCancelled {
        if !engine.drain.hasBegun, running.increase(upTo: engine.bounds.runningBatches) {
          if let batch = next() {
            group.addTask { [self] in
              await compute(batch)
              running.decrease()
            }
            continue
          }
          running.decrease()
        }
        do { try await Task.sleep(for: .milliseconds(50)) } catch { break }
      }
    }
  }

  private func next() -> StoredBatch? {
    do {
      return try engine.store.takeNext()
    } catch {
      logger.error("the queue cannot be read")
      return nil
    }
  }

  private func compute(_ batch: StoredBatch) async {
    defer { _ = cancelled.withLock { $0.remove(batch.id) } }
    logger.info("batch begins", metadata: ["batch": "\(batch.id)"])
    do {
      try await settle(batch)
    } catch {
      let message =
        (error as? RPCError)?.message ?? (error as? any RPCErrorConvertible)?.rpcErrorMessage
      end(batch, .failed, failure: message ?? "the answer could not be computed")
    }
    logger.info("batch ends", metadata: ["batch": "\(batch.id)"])
  }

  private func settle(_ batch: StoredBatch) async throws {
    let message = try Outlay_V1_Question(serializedBytes: batch.question)
    let question = try PreparedQuestion(message, of: batch.owner, in: engine)
    let engine = engine
    let isCancelled: @Sendable () -> Bool = { [self] in
      cancelled.withLock { $0.contains(batch.id) }
    }
    let parts = try await question.answer(
      softly: true, isStopped: { isCancelled() || engine.drain.hasBegun },
      report: { finished, total in
        try engine.store.report(batch.id, finished: finished, total: total)
      })
    if isCancelled() {
      end(batch, .cancelled)
    } else if let parts, parts.isFailure {
      end(batch, .failed, failure: parts.failure)
    } else if let parts {
      var messages: [[UInt8]] = []
      try await parts.deliver { messages.append(try $0.serializedBytes()) }
      end(batch, .succeeded, parts: messages)
    } else {
      try engine.store.move(batch.id, from: [.running], to: .queued, stage: "queued")
    }
  }

  private func end(
    _ batch: StoredBatch, _ state: StoredBatch.State, failure: String = "", parts: [[UInt8]] = []
  ) {
    do {
      try engine.store.move(
        batch.id, from: [.running], to: state, stage: "finished", failure: failure, parts: parts)
      Counter(label: "outlay_batches_ended", dimensions: [("state", state.rawValue)]).increment()
    } catch {
      logger.error("the end of a batch cannot be written", metadata: ["batch": "\(batch.id)"])
    }
  }
}

import GRPCCore
import RunStore
import SimulationAPI
import SwiftProtobuf

struct BatchHandlers: Outlay_V1_BatchService.SimpleServiceProtocol {
  let engine: Engine
  let queue: BatchQueue

  func submitBatch(
    request: Outlay_V1_SubmitBatchRequest, context: ServerContext
  ) async throws -> Outlay_V1_Batch {
    guard (1...128).contains(request.requestID.count) else {
      throw Failures.invalid("request_id", "expected 1 to 128 characters")
    }
    let owner = Caller.current.name
    // What can be seen to be wrong is told at once.
    _ = try PreparedQuestion(request.question, of: owner, in: engine)
    // Equal questions are equal bytes, so that a repeated request is known.
    var options = BinaryEncodingOptions()
    options.useDeterministicOrdering = true
    let submission = try engine.store.submit(
      id: Identifiers.make(), owner: owner, requestID: request.requestID,
      question: try request.question.serializedBytes(options: options),
      most: engine.bounds.batches, mostOfOwner: engine.bounds.batchesOfOwner)
    switch submission {
    case .accepted(let batch): return batch.message
    case .conflict:
      throw RPCError(
        code: .alreadyExists, message: "the request id belongs to another question")
    case .queueIsFull:
      throw Failures.exhausted(
        "the queue is full: it takes \(engine.bounds.batches) batches, "
          + "\(engine.bounds.batchesOfOwner) of one caller")
    }
  }

  func getBatch(
    request: Outlay_V1_GetBatchRequest, context: ServerContext
  ) async throws -> Outlay_V1_Batch {
    try require(request.id).message
  }

  func listBatches(
    request: Outlay_V1_ListBatchesRequest, context: ServerContext
  ) async throws -> Outlay_V1_ListBatchesResponse {
    let batches = try engine.store.batches(of: Caller.current.name)
    return .with { $0.batches = batches.map(\.message) }
  }

  func watchBatch(
    request: Outlay_V1_WatchBatchRequest, response: RPCWriter<Outlay_V1_Batch>,
    context: ServerContext
  ) async throws {
    var cursor = request.cursor
    while true {
      let batch = try require(request.id)
      if batch.cursor > cursor {
        try await response.write(batch.message)
        cursor = batch.cursor
      }
      if batch.state.hasEnded { return }
      // A watch has nothing to finish: on the request to end, its caller comes back with his cursor.
      if context.cancellation.isCancelled {
        throw RPCError(code: .unavailable, message: "the server ends; watch again from the cursor")
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  func cancelBatch(
    request: Outlay_V1_CancelBatchRequest, context: ServerContext
  ) async throws -> Outlay_V1_Batch {
    let batch = try require(request.id)
    if try !engine.store.move(
      batch.id, from: [.queued], to: .cancelled, stage: "finished"), !batch.state.hasEnded
    {
      queue.cancel(batch.id)
    }
    return try require(request.id).message
  }

  func getBatchResults(
    request: Outlay_V1_GetBatchResultsRequest, response: RPCWriter<Outlay_V1_AnswerPart>,
    context: ServerContext
  ) async throws {
    let batch = try require(request.id)
    guard batch.state == .succeeded else {
      throw RPCError(
        code: .failedPrecondition, message: "the batch is \(batch.state), not succeeded")
    }
    var sequence = 0
    while let part = try engine.store.part(sequence, of: batch) {
      if engine.drain.mustStop(context) { throw Failures.cancelled }
      try await response.write(Outlay_V1_AnswerPart(serializedBytes: part))
      sequence += 1
    }
  }

  /// Batches of others are there for administrators only.
  private func require(_ id: String) throws -> StoredBatch {
    let caller = Caller.current
    guard let batch = try engine.store.batch(id),
      batch.owner == caller.name || caller.role == .administer
    else { throw Failures.notFound("batch", id) }
    return batch
  }
}

extension StoredBatch {
  fileprivate var message: Outlay_V1_Batch {
    .with {
      $0.id = id
      $0.requestID = requestID
      $0.state =
        switch state {
        case .queued: .queued
        case .running: .running
        case .succeeded: .succeeded
        case .failed: .failed
        case .cancelled: .cancelled
        }
      $0.progress = .of(finished, total)
      $0.progress.stage = stage
      if state == .succeeded { $0.progress.fractionDone = 1 }
      $0.cursor = cursor
      $0.failure = failure
      $0.createdAtSeconds = createdAt
      $0.updatedAtSeconds = updatedAt
    }
  }
}

import Diagnostics
import GRPCCore
import PolicyCatalogue
import Simulation
import SimulationAPI
import SwiftProtobuf

struct SimulationHandlers: Outlay_V1_SimulationService.SimpleServiceProtocol {
  let engine: Engine
  /// Answers that are being computed.
  private let running = WorkCounter("outlay_answers_running")

  init(engine: Engine) { self.engine = engine }

  func run(
    request: Outlay_V1_RunRequest, context: ServerContext
  ) async throws -> Outlay_V1_RunResponse {
    let prepared = try await prepared(request.scenario, request.population)
    if engine.drain.mustStop(context) { throw Failures.cancelled }
    let point = try prepared.point(request.set)
    let totals: PointTotals
    do throws(DataError) {
      totals = try prepared.batch.settle([point])[0]
    } catch {
      throw Failures.invalid("set", error)
    }
    var response = Outlay_V1_RunResponse()
    response.measureAwardFen = totals.awards
    response.pools = totals.pools.map { pool in
      .with {
        $0.pool = pool.id
        if let budget = pool.budget { $0.budgetFen = budget }
        $0.protectedFen = pool.protected
        $0.demandFen = pool.demand
        $0.paidFen = pool.paid
      }
    }
    response.awardFen = totals.award
    response.paidFen = totals.paid
    return response
  }

  func sweep(
    request: Outlay_V1_SweepRequest, response: RPCWriter<Outlay_V1_SweepResponse>,
    context: ServerContext
  ) async throws {
    guard request.sweep.by.isEmpty else {
      throw Failures.invalid("sweep.by", "is for answers only")
    }
    let prepared = try await prepared(request.scenario, request.population)
    let sweep = try prepared.sweep(request.sweep)
    guard sweep.count <= engine.bounds.points else {
      throw Failures.exhausted(
        "the sweep has \(sweep.count) points; this server streams \(engine.bounds.points)")
    }
    let columns = SweepColumns(prepared.scenario)
    try await response.write(
      .with {
        $0.header = .with {
          $0.points = Int64(sweep.count)
          $0.axes = sweep.axes.map { prepared.scenario.parameter($0.number).address }
          $0.columns = columns.names
        }
      })
    var first = 0
    var size = 16
    while first < sweep.count {
      if engine.drain.mustStop(context) { throw Failures.cancelled }
      let block = first..<min(first + size, sweep.count)
      let start = ContinuousClock.now
      let totals: [PointTotals]
      do throws(DataError) {
        totals = try prepared.batch.settle(
          block.map { prepared.scenario.point($0, of: sweep) }, threads: engine.threads)
      } catch {
        throw Failures.invalid("sweep", error)
      }
      first = block.upperBound
      // Blocks of about 30 ms, so that a caller who leaves is noticed in time.
      let fitting = 0.03 / max((ContinuousClock.now - start) / .seconds(1), 1e-6)
      size = max(1, min(8192, size * 4, Int(Double(block.count) * fitting)))
      // Returns when the caller has taken what came before.
      try await response.write(
        .with {
          $0.block = .with {
            $0.firstPoint = Int64(block.lowerBound)
            $0.columns = columns.columns(totals)
            $0.fractionDone = Double(first) / Double(sweep.count)
          }
        })
      await Task.yield()
    }
  }

  func answer(
    request: Outlay_V1_AnswerRequest, response: RPCWriter<Outlay_V1_AnswerPart>,
    context: ServerContext
  ) async throws {
    guard running.increase(upTo: engine.bounds.answers) else {
      throw Failures.exhausted(
        "\(engine.bounds.answers) answers are being computed; ask later, or submit a batch")
    }
    defer { running.decrease() }
    let question = try PreparedQuestion(
      request.question, of: Caller.current.name, in: engine)
    let drain = engine.drain
    let parts = try await question.answer(
      isStopped: { drain.mustStop(context) },
      report: { finished, total in
        try await response.write(.with { $0.progress = .of(finished, total) })
      })
    guard let parts else { throw Failures.cancelled }
    try await parts.deliver { try await response.write($0) }
  }

  private func prepared(
    _ scenario: Outlay_V1_Scenario, _ population: String
  ) async throws -> PreparedBatch {
    try await engine.prepared.batch(
      scenario, population: population, of: Caller.current.name, in: engine)
  }
}

extension Outlay_V1_Progress {
  static func of(_ finished: Int64, _ total: Int64) -> Outlay_V1_Progress {
    .with {
      $0.stage = "computing"
      $0.finished = finished
      $0.total = total
      $0.fractionDone = total > 0 ? Double(finished) / Double(total) : 0
    }
  }
}

import Foundation
import GRPCCore
import SimulationAPI
import SwiftProtobuf
import Synchronization

/// Unary runs of a held population by callers who all ask at once, every one with numbers that nobody
/// has asked for before.
public final class ServedCalls: Sendable {
  /// Callers who wait for an answer at any moment.
  public static let callers = 32

  private let served: ServedEngine
  /// Calls that were made, so that each has numbers of its own.
  private let made = Atomic<Int>(1)

  /// What the server took to answer that it is in health, from its start, in seconds.
  public var secondsToStart: Double { served.secondsToStart }
  /// The server's process.
  public var processID: Int32 { served.processID }

  /// Bytes of a request and its answer.
  let bytesOfCall: Int

  public init(in place: Workload.Place) throws {
    let served = try Waiting.wait { try await ServedEngine(in: place) }
    self.served = served
    bytesOfCall = try Waiting.wait {
      let request = Self.request(0, to: served)
      let answer = try await served.simulation.run(request)
      return try request.serializedData().count + answer.serializedData().count
    }
  }

  /// Makes calls and waits for their answers.
  ///
  /// - Parameter rate: calls a second that all callers begin together; nil has each begin one as soon as
  ///   its last one is answered.
  /// - Returns: what each took, in seconds, from when it was to begin.
  public func call(_ count: Int, rate: Double? = nil) throws -> [Double] {
    try Waiting.wait {
      try await withThrowingTaskGroup(of: [Double].self) { group in
        let first = self.made.load(ordering: .relaxed)
        let begun = ContinuousClock.now
        for _ in 0..<Self.callers {
          group.addTask {
            var seconds: [Double] = []
            while true {
              let number = self.made.add(1, ordering: .relaxed).oldValue
              if number >= first + count { return seconds }
              var start = ContinuousClock.now
              if let rate {
                start = begun + .seconds(Double(number - first) / rate)
                try await Task.sleep(until: start)
              }
              try await self.call(number: number)
              seconds.append((ContinuousClock.now - start) / .seconds(1))
            }
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
    }
  }

  private func call(number: Int) async throws {
    let response = try await served.simulation.run(Self.request(number, to: served))
    guard response.awardFen > 0, response.paidFen > 0, response.measureAwardFen.count > 100 else {
      throw WorkloadError("a run is answered without totals")
    }
  }

  private static func request(_ number: Int, to served: ServedEngine) -> Outlay_V1_RunRequest {
    .with {
      $0.scenario = served.scenario
      $0.population = served.population
      $0.set = numbers(number)
    }
  }

  /// A rate in steps of a hundredth of a percent and a cap in steps of a thousand yuan: two hundred
  /// thousand pairs, none twice.
  private static func numbers(_ index: Int) -> [String: String] {
    let (rate, cap) = (index % 400 + 100, index / 400 % 500 + 500)
    return [
      "equipment-investment.general.rate": "\(rate / 100).\(rate / 10 % 10)\(rate % 10)%",
      "equipment-investment.general.cap": "\(cap * 1000)元",
    ]
  }
}

/// For who measures and has nothing else to do.
enum Waiting {
  static func wait<Value: Sendable>(
    for work: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let result = Mutex<Result<Value, any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
    Task {
      let value: Result<Value, any Error>
      do { value = .success(try await work()) } catch { value = .failure(error) }
      result.withLock { $0 = value }
      done.signal()
    }
    done.wait()
    guard let value = result.withLock({ $0 }) else { throw WorkloadError("no answer") }
    return try value.get()
  }
}

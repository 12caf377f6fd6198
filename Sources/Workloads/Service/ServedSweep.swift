import Diagnostics
import GRPCCore
import Simulation
import SimulationAPI
import SwiftProtobuf

/// A sweep of rate and cap whose totals are streamed, and the same in this process.
public final class ServedSweep: Sendable {
  public static let count = 40 * 500

  private let served: ServedEngine
  private let question: Question

  public init(in place: Workload.Place) throws {
    served = try Waiting.wait { try await ServedEngine(in: place) }
    question = try Question(at: "\(place.root)/Scenarios/tight-budget.yaml")
  }

  /// - Parameter shift: moves every rate by so many hundredths of a percent, so that no point was
  ///   asked for before.
  public func stream(shift: Int) throws {
    let axes: [Outlay_V1_SweepQuestion.Axis] = Self.axes(shift: shift).map { address, values in
      .with {
        $0.address = address
        $0.values = values.joined(separator: ",")
      }
    }
    let points = try Waiting.wait { [served] in
      try await served.simulation.sweep(
        .with {
          $0.scenario = served.scenario
          $0.population = served.population
          $0.sweep.axes = axes
        }
      ) { response in
        var points = 0
        for try await part in response.messages {
          points += part.block.columns.last?.values.count ?? 0
        }
        return points
      }
    }
    guard points == Self.count else {
      throw WorkloadError("\(points) points were streamed of \(Self.count)")
    }
  }

  /// The same points as the service settles them: over a batch that is ready.
  public func inProcess() throws -> @Sendable (_ shift: Int) throws -> Void {
    let batch = try Batch(question.scenario, question.population, threads: Workload.allThreads)
    let scenario = question.scenario
    return { shift in
      var bag = DiagnosticBag()
      let place = SourceLocation(file: scenario.path)
      var draft = SweepDraft()
      for (address, values) in Self.axes(shift: shift) {
        draft.set(
          WrittenAxis(
            address: WrittenAxis.Text(address, at: place),
            extent: WrittenAxis.Extent(values.joined(separator: ","), at: place)), in: scenario,
          &bag)
      }
      guard let sweep = draft.sweep(at: place, &bag), sweep.count == Self.count else {
        throw WorkloadError("the sweep cannot be made")
      }
      _ = try batch.settle((0..<sweep.count).map { scenario.point($0, of: sweep) })
    }
  }

  private static func axes(shift: Int) -> [(address: String, values: [String])] {
    [
      (
        "equipment-investment.general.rate",
        (0..<40).map { step in
          let rate = 100 + 20 * step + shift % 20
          return "\(rate / 100).\(rate / 10 % 10)\(rate % 10)%"
        }
      ),
      (
        "equipment-investment.general.cap",
        (0..<500).map { "\((500 + 10 * $0 + shift / 20 % 10) * 1000)元" }
      ),
    ]
  }
}

import Diagnostics
import PolicyCatalogue
import Simulation
import SimulationAPI
import SwiftProtobuf

/// The columns in which the totals of points are streamed.
struct SweepColumns {
  let names: [String]
  private let measures: [Int]

  /// Measures without a rule, and for which nothing is assumed, never have an award.
  init(_ scenario: Scenario) {
    let policy = scenario.policy
    measures = policy.measures.indices.filter {
      policy.measures[$0].isComputable || scenario.assumed[$0] != nil
    }
    names =
      measures.map { "award.\(policy.measures[$0].id)" }
      + scenario.pools.map { "paid.\($0.id)" } + ["award", "paid"]
  }

  func columns(_ totals: [PointTotals]) -> [Outlay_V1_ColumnBlock.Column] {
    var columns: [[Int64]] = measures.map { measure in totals.map { $0.awards[measure] } }
    for pool in totals[0].pools.indices { columns.append(totals.map { $0.pools[pool].paid }) }
    columns.append(totals.map(\.award))
    columns.append(totals.map(\.paid))
    return columns.map { values in .with { $0.values = values } }
  }
}

extension PreparedBatch {
  func sweep(_ question: Outlay_V1_SweepQuestion) throws -> Sweep {
    var bag = DiagnosticBag()
    let place = SourceLocation(file: scenario.path)
    var draft = scenario.sweep.map { SweepDraft($0, at: place) } ?? SweepDraft()
    for axis in question.axes {
      let location = SourceLocation(file: "sweep.axes[\(axis.address)]")
      draft.set(
        WrittenAxis(
          address: WrittenAxis.Text(axis.address, at: location),
          extent: WrittenAxis.Extent(axis.values, at: location)), in: scenario, &bag)
    }
    for (method, points) in [
      (SweepDraft.Method.sobol, question.sobolPoints), (.latin, question.latinPoints),
    ] where points != 0 {
      draft.set(SweepDraft.Sample(method, points: Int(points), at: place))
    }
    if question.hasSeed { draft.seed = UInt64(clamping: question.seed) }
    let sweep = bag.hasErrors ? nil : draft.sweep(at: place, &bag)
    guard let sweep, !bag.hasErrors else {
      throw Failures.invalid("sweep", DataError(bag.errors, omitted: bag.omitted))
    }
    for axis in sweep.axes { try Self.check(axis.number, "sweep.axes[\(axis.address)]") }
    return sweep
  }
}

import PolicyCatalogue
import Simulation

extension SettledPanel {
  /// W2 and w2g, from a batch that is ready and has answered nothing: what a sweep settles.
  func grid(_ name: String) throws -> PanelWorkload.Run {
    guard let sweep = files.stated.sweeps[name] else {
      throw WorkloadError("\(files.directory)/panel.json has no sweep '\(name)'")
    }
    let batch = try Batch(scenario, population, threads: threads)
    let points = try points(of: sweep)
    let budget = Double(files.stated.budget)
    return {
      batch.forgetAnswers()
      let totals = try batch.settle(points)
      return {
        totals.map { Double($0.award) } + totals.map { min(1, budget / Double($0.award)) }
      }
    }
  }

  /// Every combination, the last axis moving fastest.
  private func points(of sweep: PanelFiles.Sweep) throws -> [BatchPoint] {
    var points = [BatchPoint()]
    for (place, measure) in sweep.measures.enumerated() {
      points = try points.flatMap { point in
        try zip(sweep.rates[place], sweep.caps[place]).map { rate, cap in
          var next = point
          try set("\(PanelPolicy.id(measure)).rate", to: rate, in: &next)
          try set("\(PanelPolicy.id(measure)).cap", to: cap, in: &next)
          return next
        }
      }
    }
    return points
  }

  private func set(_ address: String, to text: String, in point: inout BatchPoint) throws {
    guard let adjustable = scenario.adjustable(address) else {
      throw WorkloadError("there is no number '\(address)'")
    }
    let value = try scenario.parameter(adjustable).value(writtenAs: text).get()
    try point.set(adjustable, to: value, in: scenario)
  }
}

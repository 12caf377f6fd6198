/// The workloads of a panel. Each is made ready untimed, and a run computes its result anew.
public enum PanelWorkload: String, Sendable, CaseIterable {
  /// One full evaluation. Result: [measures] totals, [measures][towns] totals, the grand total, the
  /// factor, [enterprises] totals, [enterprises] payments.
  case w1
  /// A grid of a thousand points over three measures of which one is in a group. Result: [points]
  /// grand totals, [points] factors.
  case w2
  /// The same over three measures of one group.
  case w2g
  /// Replicate weights times amounts. Result: [replicates][measures].
  case w3

  /// Runs a workload once; what it returns puts the result, in fen, into one array, which is not part of
  /// the work.
  public typealias Run = @Sendable () throws -> @Sendable () -> [Double]

  /// Makes the workload ready over what the files hold.
  ///
  /// - Parameter claimByClaim: W1 as commands settle a policy, with every claim's award and payment, and
  ///   not by the loops of a panel. Grids are settled as commands do it in any case.
  public func prepare(
    _ files: PanelFiles, threads: Int, claimByClaim: Bool = false
  ) throws -> Run {
    if claimByClaim && self != .w1 {
      throw WorkloadError("\(rawValue) is not settled claim by claim; only w1 can be")
    }
    do {
      let panel = try SettledPanel(files, threads: threads)
      return try claimByClaim ? panel.evaluationOfClaims() : prepare(panel)
    } catch {
      throw WorkloadError(error)
    }
  }

  func prepare(_ panel: SettledPanel) throws -> Run {
    switch self {
    case .w1: try panel.evaluation()
    case .w2, .w2g: try panel.grid(rawValue)
    case .w3: try panel.replicates()
    }
  }
}

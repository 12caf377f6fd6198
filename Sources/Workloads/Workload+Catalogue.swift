import Population

extension Workload {
  /// Where the works find what they run on.
  public struct Place: Sendable {
    /// The project's root, with `Scenarios` and `Benchmarks`.
    public var root: String
    /// The built program, for whole runs.
    public var program: String
    /// For what is written to be read; removed by whoever made it.
    public var scratch: String

    public init(root: String, program: String, scratch: String) {
      self.root = root
      self.program = program
      self.scratch = scratch
    }
  }

  /// A work that can be made ready at several sizes.
  public struct Entry: Sendable {
    public let name: String
    public let sizes: [Int]
    let make: @Sendable (_ name: String, _ size: Int, Place) throws -> Workload

    /// Makes it ready, which may take much longer than running it.
    ///
    /// - Throws: `WorkloadError`.
    public func prepare(size: Int, in place: Place) throws -> Workload {
      do { return try make(name, size, place) } catch { throw WorkloadError(error) }
    }
  }

  static let sizes = [10_000, 100_000, 1_000_000]

  /// Every work there is. Whoever adds a hot path to the engine adds its work here, and nowhere else.
  public static let catalogue: [Entry] =
    RuleWork.entries + [
      Entry(name: "assess-policy", sizes: sizes, make: assessPolicy),
      Entry(name: "aggregate-replicates", sizes: sizes, make: aggregateReplicates),
      Entry(name: "aggregate-groups", sizes: sizes, make: aggregateGroups),
      Entry(name: "apportion", sizes: sizes, make: apportion),
      Entry(name: "settle-policy", sizes: sizes, make: settlePolicy),
      Entry(name: "settle-twelve", sizes: sizes, make: settleTwelve),
      Entry(name: "grid-1000", sizes: sizes, make: grid),
      Entry(name: "replicates-200", sizes: sizes, make: replicates),
      // Beyond a hundred thousand the panel takes long to be drawn: the peers' script has a million.
      Entry(name: "panel-evaluation", sizes: [10_000, 100_000], make: panelEvaluation),
      Entry(name: "panel-grid", sizes: [10_000, 100_000], make: panelGrid),
      Entry(name: "panel-rivals", sizes: [10_000, 100_000], make: panelRivals),
      Entry(name: "panel-replicates", sizes: [10_000, 100_000], make: panelReplicates),
      Entry(name: "villages", sizes: [300, 3_000], make: villages),
      Entry(name: "villages-draws", sizes: [300, 3_000], make: villageDraws),
      Entry(name: "villages-transition", sizes: [300, 3_000], make: villageTransition),
      Entry(name: "read-csv", sizes: [10_000, 100_000], make: readCSV),
      Entry(name: "outlay-run", sizes: [5_000], make: wholeRun),
      Entry(name: "service-runs", sizes: [5_000], make: serviceRuns),
    ]

  /// All that the machine has.
  public static var allThreads: Int { Parallel.availableThreads }
}

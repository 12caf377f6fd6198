import Population

extension Workload {
  /// Sixty rate-and-cap measures evaluated, excluded, added up and paid. The floor is one reading of the
  /// cells that are kept, 32 bits each, and writing awards and payments.
  @Sendable
  static func panelEvaluation(name: String, size: Int, in place: Place) throws -> Workload {
    try panel(name, size, .w1, in: place) {
      .memory(bytes: $0.byteCount + 2 * size * MemoryLayout<Double>.stride)
    }
  }

  /// A thousand points over rates and caps of three measures, one of them with three rivals, from a
  /// batch that is ready. The floor is one reading of the six columns.
  @Sendable
  static func panelGrid(name: String, size: Int, in place: Place) throws -> Workload {
    try panel(name, size, .w2, in: place) { .memory(bytes: $0.byteCount / 10) }
  }

  /// The same over three rivals of one group of four.
  @Sendable
  static func panelRivals(name: String, size: Int, in place: Place) throws -> Workload {
    try panel(name, size, .w2g, in: place) { .memory(bytes: $0.byteCount / 15) }
  }

  /// Two hundred weights times sixty awards of all who are awarded anything.
  @Sendable
  static func panelReplicates(name: String, size: Int, in place: Place) throws -> Workload {
    try panel(name, size, .w3, in: place) { .arithmetic(2 * 200 * 60 * $0.rowCount) }
  }

  private static func panel(
    _ name: String, _ size: Int, _ workload: PanelWorkload, in place: Place,
    floor: (SettledPanel.Extent) -> Floor
  ) throws -> Workload {
    let files = try DrawnPanel(size: size).write(to: place.scratch)
    let panel = try SettledPanel(files, threads: allThreads)
    let run = try workload.prepare(panel)
    return Workload(
      name, size: size, floor: floor(try panel.extent()), threads: allThreads,
      items: .init(count: size, name: "enterprises")
    ) {
      _ = try run()
    }
  }
}

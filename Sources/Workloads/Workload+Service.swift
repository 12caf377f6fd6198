extension Workload {
  /// A thousand unary runs of a server over loopback, by 32 callers, each with numbers that nobody asked
  /// for before; server and callers share the machine. The floor is reading and writing every request and
  /// answer once.
  @Sendable
  static func serviceRuns(name: String, size: Int, in place: Place) throws -> Workload {
    let calls = try ServedCalls(in: place)
    let count = 1000
    return Workload(
      name, size: size, floor: .memory(bytes: 2 * count * calls.bytesOfCall), threads: allThreads,
      items: .init(count: count, name: "calls"), servant: calls.processID
    ) {
      _ = try calls.call(count)
    }
  }
}

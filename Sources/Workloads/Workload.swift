import Diagnostics

/// A work of the engine, made ready once so that it can be run and timed again and again.
///
/// Nothing that is stored takes part: every run computes everything anew.
public struct Workload: Sendable {
  public let name: String
  /// Enterprises, or claims where the work knows no enterprises.
  public let size: Int
  /// What the machine cannot do without.
  public let floor: Floor
  /// How many threads work.
  public let threads: Int
  /// What one run gets through, for rates.
  public let items: Items
  /// A process that works for this one and whose work counts as well.
  public let servant: Int32?
  private let work: @Sendable () throws -> Void

  init(
    _ name: String, size: Int, floor: Floor, threads: Int, items: Items,
    servant: Int32? = nil, work: @escaping @Sendable () throws -> Void
  ) {
    self.name = name
    self.size = size
    self.floor = floor
    self.threads = threads
    self.items = items
    self.servant = servant
    self.work = work
  }

  /// - Throws: `WorkloadError` with what the engine says.
  public func run() throws {
    do { try work() } catch { throw WorkloadError(error) }
  }

  /// The least that the work asks of the machine.
  public struct Floor: Sendable {
    public var limit: Limit
    /// Bytes to be read or written once, or multiplications and additions.
    public var amount: Double

    static func memory(bytes: Int) -> Floor { Floor(limit: .memory, amount: Double(bytes)) }
    static func arithmetic(_ operations: Int) -> Floor {
      Floor(limit: .arithmetic, amount: Double(operations))
    }
  }

  public struct Items: Sendable {
    public var count: Int
    /// `claims`, `points`, `bytes`.
    public var name: String
  }
}

/// What kept a work from being prepared or run.
public struct WorkloadError: Error, CustomStringConvertible {
  public let description: String

  init(_ error: any Error) {
    if let error = error as? WorkloadError {
      self = error
    } else if let error = error as? DataError {
      self.init(error.diagnostics.map { $0.description(in: .english) }.joined(separator: "\n"))
    } else {
      self.init("\(error)")
    }
  }

  init(_ description: String) { self.description = description }
}

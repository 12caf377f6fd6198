import Foundation
import Population
import Simulation

/// What settling takes in memory, beside what it cannot do without: the columns of register and ledger,
/// and the columns of what comes of every claim.
public struct MemoryUse: Sendable {
  public let claims: Int
  /// Bytes of the columns of register and ledger, ids and names among them.
  public let populationBytes: Int
  /// Bytes of assessed amount, award, payment, reason and excluder of every claim.
  public let outcomeBytes: Int
  /// Resident bytes of the process before it settles, and at most while it does. What is resident before
  /// holds the program and what making the population has left behind.
  public let residentBytes: Int
  public let peakBytes: Int

  /// What settling added at most.
  public var addedBytes: Int { peakBytes - residentBytes }

  /// Settles the twelve measures once.
  public init(enterprises: Int, in place: Workload.Place) throws {
    let question = try Question.twelve(size: enterprises, in: place)
    claims = question.population.claimCount
    populationBytes = question.population.columnBytes
    outcomeBytes = claims * (3 * 8 + 2 + 4)
    // From here on the peak is that of settling.
    try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    residentBytes = try Self.status("VmRSS")
    let settlement = try settle(question.scenario, question.population)
    peakBytes = try Self.status("VmHWM")
    guard settlement.claims.paid.count >= claims else { throw WorkloadError("claims are missing") }
  }

  private static func status(_ name: String) throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    for line in text.split(separator: "\n") where line.hasPrefix(name + ":") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count == 3, let kilobytes = Int(words[1]) { return kilobytes * 1024 }
    }
    throw WorkloadError("the system does not tell \(name)")
  }
}

extension Population {
  fileprivate var columnBytes: Int {
    let register =
      register.ids.byteCount + register.names.byteCount + 4 * register.subjects.count
      + register.columns.reduce(0) { $0 + $1.byteCount }
    return claims.reduce(register) { sum, claims in
      let inputs = claims.inputs.reduce(0) { $0 + $1.byteCount }
      return sum + claims.ids.byteCount + inputs + claims.count * (4 + 4 + 4 + 1 + 1)
    }
  }
}

extension IdentifierColumn {
  fileprivate var byteCount: Int { bytes.count + offsets.count * MemoryLayout<Int>.stride }
}

import Foundation
import Population
import Simulation

extension Workload {
  /// A register and a ledger of the twelve measures, as `outlay synthesize` writes them, read anew each
  /// time. The system keeps the files in memory; the floor is reading their bytes once.
  @Sendable
  static func readCSV(name: String, size: Int, in place: Place) throws -> Workload {
    let question = try Question.twelve(size: size, in: place)
    let directory = "\(place.scratch)/\(name)-\(size)"
    let policy = question.scenario.policy
    try question.population.write(to: directory, policy: policy)
    let claims = question.population.claimCount
    let bytes = fileBytes(in: directory)
    return Workload(
      name, size: size, floor: .memory(bytes: bytes), threads: allThreads,
      items: .init(count: bytes, name: "bytes")
    ) {
      let read = try Population.read(directory: directory, policy: policy).population
      guard read.claimCount == claims else {
        throw WorkloadError("\(read.claimCount) claims were read of \(claims)")
      }
    }
  }

  /// `outlay run` on the baseline, the whole process. The floor is writing and reading the bytes of
  /// its results once: all else is work that somebody may one day spare.
  @Sendable
  static func wholeRun(name: String, size: Int, in place: Place) throws -> Workload {
    let out = "\(place.scratch)/\(name)"
    let arguments = ["run", "\(place.root)/Scenarios/cixi-2017-baseline.yaml", "--out", out]
    @Sendable func run() throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: place.program)
      process.arguments = arguments
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw WorkloadError("\(place.program) ended with \(process.terminationStatus)")
      }
    }
    try run()
    return Workload(
      name, size: size, floor: .memory(bytes: 2 * fileBytes(in: out)), threads: allThreads,
      items: .init(count: 1, name: "runs"), work: run)
  }

  private static func fileBytes(in directory: String) -> Int {
    let paths = FileManager.default.enumerator(atPath: directory)?.allObjects as? [String] ?? []
    return paths.reduce(0) { sum, path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(directory)/\(path)")
      guard attributes?[.type] as? FileAttributeType == .typeRegular else { return sum }
      return sum + (attributes?[.size] as? Int ?? 0)
    }
  }
}

import Glibc
import PolicyCatalogue
import Testing

@testable import Population

@Suite struct LedgerSpeed {
  /// Prints a rate and holds it to nothing; of use in a release build. OUTLAY_SPEED_ROWS makes it
  /// longer.
  @Test func reading() throws {
    let rows = getenv("OUTLAY_SPEED_ROWS").flatMap { Int(String(cString: $0)) } ?? 2_000
    let claims = (0..<rows).map { row in
      "machine-claim-\(10_000_000 + row),E\(row % 3 + 1),项目\(row / 2),2017-06-30,no,"
        + "\(row % 977 * 1000).25,3,7,0.04,12.5,yes,2017-01-02,green,"
    }
    let text = ([machineHeader] + claims).joined(separator: "\n")
    let scratch = Scratch(sheets: ["machines.csv": text])
    let start = cpuSeconds()
    let population = try scratch.read()
    let seconds = cpuSeconds() - start
    #expect(population.claimCount == rows)
    let megabytes = Double(text.utf8.count) / 1e6
    print("read \(megabytes) MB: \((megabytes / seconds).rounded()) MB/s a core")
  }

  private func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

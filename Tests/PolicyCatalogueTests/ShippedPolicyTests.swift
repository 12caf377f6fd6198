import Diagnostics
import PolicyCatalogue
import Testing

@Suite struct ShippedPolicyTests {
  /// The top folder of the package.
  private static let root = #filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/")!.lowerBound)

  @Test func cixiLoads() throws {
    do throws(DataError) {
      let policy = try Policy.load(directory: "\(Self.root)/Scenarios/policies/cixi-2017-06")
      #expect(policy.warnings == [])
      #expect(policy.measures.count == 186)
      #expect(policy.measures.count { $0.isComputable } == 152)
      #expect(policy.pools.map(\.id) == (1...8).map { "chapter-\($0)" })
      #expect(
        policy.eligibility.map(\.id) == [
          "penalised", "safety-accident", "safety-grade", "energy-target", "not-registered",
          "not-taxed", "fraud", "special-deal",
        ])
      // Articles stand in the order of the document.
      let places = policy.measures.map { $0.article * 1000 + $0.item }
      #expect(places == places.sorted())
    } catch {
      for diagnostic in error.diagnostics {
        Issue.record("\(diagnostic.description(in: .english))")
      }
    }
  }
}

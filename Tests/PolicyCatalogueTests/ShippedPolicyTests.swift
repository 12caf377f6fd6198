import Diagnostics
import PolicyCatalogue
import Testing

@Suite struct ShippedPolicyTests {
  @Test func cixiLoads() throws {
    do throws(DataError) {
      let policy = try Policy.load(directory: "Scenarios/policies/cixi-2017-06")
      #expect(policy.measures.count == 186)
      #expect(policy.measures.count { $0.isComputable } == 152)
    } catch {
      for diagnostic in error.diagnostics { print(diagnostic.description(in: .english)) }
      Issue.record("\(error.diagnostics.count) errors, \(error.omitted) more")
    }
  }
}

import Diagnostics
import PolicyCatalogue
import Simulation
import Testing

@Suite struct ShippedCasesTests {
  @Test(arguments: 1...8)
  func casesLoad(chapter: Int) throws {
    let path = "Scenarios/policies/cixi-2017-06/tests/chapter-\(chapter).yaml"
    do throws(DataError) {
      let file = try PolicyCaseFile.load(path)
      #expect(file.cases.count > 5)
    } catch {
      for diagnostic in error.diagnostics {
        Issue.record("\(diagnostic.description(in: .english))")
      }
    }
  }
}

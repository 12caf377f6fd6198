import Diagnostics
import PolicyCatalogue
import Simulation
import Testing

struct ReferenceExclusivityTests {
  static func basisRule(_ keep: Exclusion.Keep = .highest) -> Exclusion {
    Exclusion(id: "same-basis", article: 47, measures: nil, scope: .subject, keep: keep)
  }

  static func made(_ measures: Int = 3) -> HandMadeCase {
    var made = HandMadeCase()
    for index in 0..<measures { made.asked("m\(index)") }
    made.policy { $0.exclusions = [basisRule()] }
    return made
  }

  @Test("One subject is paid once on one basis, the highest amount, whatever the measure")
  func highest() throws {
    var made = Self.made()
    made.claimant("a", group: "g")
    made.claimant("b", group: "g")
    made.ask("A", 10, of: 0, by: "a", basis: "x")
    made.ask("B", 30, of: 1, by: "b", basis: "x")
    made.ask("C", 20, of: 2, by: "a", basis: "x")
    made.ask("D", 5, of: 0, by: "a", basis: "y")
    made.ask("E", 5, of: 0, by: "c", basis: "x")
    made.ask("F", 5, of: 0, by: "a")
    made.ask("G", 5, of: 0, by: "a")
    let outcome = try made.settle()
    #expect(outcome["A"] == "0 excluded-by:B")
    #expect(outcome["B"] == "3000")
    #expect(outcome["C"] == "0 excluded-by:B")
    for id in ["D", "E", "F", "G"] { #expect(outcome[id] == "500") }
    #expect(outcome.assessed("A") == 1000)
  }

  @Test("Ties go to the lower article, then item, then claim id by its bytes")
  func ties() throws {
    var made = Self.made()
    made.measures[2].article = 1
    made.measures[2].item = 2
    made.ask("A", 10, of: 1, basis: "x")
    made.ask("B", 10, of: 2, basis: "x")
    made.ask("C", 10, of: 0, basis: "x")
    made.ask("a", 10, of: 0, by: "F", basis: "x")
    made.ask("Z", 10, of: 0, by: "F", basis: "x")
    let outcome = try made.settle()
    #expect(outcome["A"] == "0 excluded-by:C")
    #expect(outcome["B"] == "0 excluded-by:C")
    #expect(outcome["C"] == "1000")
    #expect(outcome["a"] == "0 excluded-by:Z")
    #expect(outcome["Z"] == "1000")
  }

  @Test(
    "A basis that is supported elsewhere pays nothing, even if the claim that says so is barred")
  func elsewhere() throws {
    var made = Self.made()
    made.ask("A", 10, of: 0, basis: "x")
    made.ask("B", 10, of: 1, basis: "x", elsewhere: true, filedOn: "2016-01-01")
    made.ask("C", 10, of: 0, elsewhere: true)
    made.ask("D", 10, of: 0)
    let outcome = try made.settle()
    #expect(outcome["A"] == "0 supported-elsewhere")
    #expect(outcome["B"] == "0 outside-year")
    #expect(outcome["C"] == "0 supported-elsewhere")
    #expect(outcome["D"] == "1000")
  }

  @Test("A barred claim does not compete, nor does one that is worth nothing")
  func barred() throws {
    var made = Self.made()
    made.ask("A", 10, of: 0, basis: "x")
    made.ask("B", 99, of: 1, basis: "x", filedOn: "2016-01-01")
    made.ask("C", 0, of: 2, basis: "x")
    let outcome = try made.settle()
    #expect(outcome["A"] == "1000")
    #expect(outcome["C"] == "0 below-threshold")
  }

  @Test("Parts of one whole stand together, each once")
  func parts() throws {
    var made = Self.made(1)
    let split = made.asked("split") {
      $0.inputs.append(.level("role", "company", "provider"))
      $0.rivalsUnlessDiffers = 1
    }
    func part(_ id: String, _ yuan: Double, _ role: String) {
      made.claim(id, of: split, by: "E", basis: "x", .number(yuan * 100), .level(role))
    }
    part("P", 20, "company")
    part("Q", 25, "company")
    part("R", 15, "provider")
    made.ask("A", 39, of: 0, basis: "x")
    let together = try made.settle()
    #expect(together["P"] == "0 excluded-by:Q")
    #expect(together["Q"] == "2500")
    #expect(together["R"] == "1500")
    #expect(together["A"] == "0 excluded-by:Q")

    made.claims[0] = []
    made.ask("A", 41, of: 0, basis: "x")
    let beaten = try made.settle()
    #expect(beaten["P"] == "0 excluded-by:A")
    #expect(beaten["Q"] == "0 excluded-by:A")
    #expect(beaten["R"] == "0 excluded-by:A")
    #expect(beaten["A"] == "4100")
  }

  @Test("A ladder competes with all that it still pays")
  func ladders() throws {
    var made = Self.made(1)
    let upper = made.asked("upper") { $0.ladder = Ladder(family: "f", held: .nothing) }
    let lower = made.asked("lower") { $0.ladder = Ladder(family: "f", held: .nothing) }
    made.ask("L", 10, of: lower, basis: "x")
    made.ask("U", 30, of: upper, basis: "x")
    made.ask("A", 29, of: 0, basis: "x")
    let outcome = try made.settle()
    #expect(outcome["L"] == "1000")
    #expect(outcome["U"] == "2000")
    #expect(outcome["A"] == "0 excluded-by:U")
  }

  static func listed(_ keep: Exclusion.Keep, _ scope: Scope = .enterprise) -> HandMadeCase {
    var made = HandMadeCase()
    for index in 0..<3 { made.asked("m\(index)") }
    made.policy {
      $0.exclusions = [
        Exclusion(id: "one", article: 12, measures: [2, 1], scope: scope, keep: keep)
      ]
    }
    return made
  }

  @Test(
    "Among listed measures one stays: the highest, the first, or the measure listed first",
    arguments: [
      (Exclusion.Keep.highest, ["B"]), (.first, ["A"]), (.listed, ["C", "D"]),
    ])
  func listedMeasures(keep: Exclusion.Keep, kept: [String]) throws {
    var made = Self.listed(keep)
    made.ask("A", 10, of: 1)
    made.ask("B", 30, of: 1)
    made.ask("C", 20, of: 2)
    made.ask("D", 5, of: 2)
    made.ask("E", 99, of: 0)
    made.ask("F", 1, of: 1, by: "other")
    let outcome = try made.settle()
    for id in ["A", "B", "C", "D"] {
      let expected = kept.contains(id) ? "" : "excluded-by:\(kept[0])"
      #expect(outcome.reason(id) == expected)
    }
    #expect(outcome["E"] == "9900")
    #expect(outcome["F"] == "100")
  }

  @Test(
    "The scope says whose claims exclude each other",
    arguments: [
      (Scope.enterprise, ["B"]), (.subject, ["B", "C", "D"]), (.basis, ["C"]),
    ])
  func scopes(scope: Scope, excluded: [String]) throws {
    var made = Self.listed(.highest, scope)
    made.claimant("a", group: "g")
    made.claimant("b", group: "g")
    made.ask("A", 30, of: 1, by: "a", basis: "x")
    made.ask("B", 20, of: 2, by: "a", basis: "y")
    made.ask("C", 10, of: 1, by: "b", basis: "x")
    made.claimant("c", group: "g")
    made.ask("D", 5, of: 1, by: "c")
    let outcome = try made.settle()
    for id in ["A", "B", "C", "D"] {
      #expect(outcome.reason(id) == (excluded.contains(id) ? "excluded-by:A" : ""))
    }
  }
}

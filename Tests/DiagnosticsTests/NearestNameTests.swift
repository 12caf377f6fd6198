import Diagnostics
import Testing

@Suite("The name that was meant")
struct NearestNameTests {
  @Test(
    "A slip is mended",
    arguments: [
      ("equipment-investmnt", "equipment-investment"), ("raet", "rate"), ("Company", "company"),
      ("E", "e"), ("ye", "yes"), ("penalized", "penalised"), ("浒由", "浒山"),
    ])
  func near(written: String, meant: String) {
    let names = ["equipment-investment", "rate", "company", "e", "yes", "penalised", "浒山"]
    #expect(nearestName(to: written, among: names) == meant)
  }

  @Test(
    "What is another word is not taken for a slip",
    arguments: [
      ("c", "a"), ("x", "n"), ("E", "A"), ("是的", "no"), ("ab", "a"), ("", "a"), ("foo", "bar"),
      ("cap", "tax"), ("general", "green"),
    ])
  func far(written: String, other: String) {
    #expect(nearestName(to: written, among: [other]) == nil)
  }

  @Test("A difference of case is smaller than any other")
  func caseFirst() {
    #expect(nearestName(to: "RATE", among: ["RATES", "rate"]) == "rate")
  }

  @Test("Neighbours that change places are one slip, so that three letters allow it")
  func transposition() {
    #expect(nearestName(to: "acp", among: ["cap"]) == "cap")
    #expect(nearestName(to: "pac", among: ["cap"]) == nil)
  }

  static let addresses = [
    "equipment-investment.general.rate", "equipment-investment.green.rate",
    "equipment-investment.threshold", "energy-saving.price", "position",
  ]

  @Test(
    "An address is known by its parts",
    arguments: [
      ("equipment-investmnt.genral.rate", "equipment-investment.general.rate"),
      ("general.rate", "equipment-investment.general.rate"), ("price", "energy-saving.price"),
      ("equipment-investmnt.x.green.rate", "equipment-investment.green.rate"),
      ("equipment-investment.rate", "equipment-investment.green.rate"),
      ("energy.price", "energy-saving.price"), ("postion", "position"),
      ("energy-savin.prices", "energy-saving.price"),
    ])
  func address(written: String, meant: String) {
    #expect(nearestName(to: written, among: Self.addresses) == meant)
  }

  @Test("Where several addresses end so, none is guessed")
  func ambiguous() { #expect(nearestName(to: "rate", among: Self.addresses) == nil) }

  @Test func related() {
    #expect(relatedNames(to: "energy", among: Self.addresses) == ["energy-saving.price"])
    #expect(
      relatedNames(to: "rate-of-equipment", among: Self.addresses)
        == ["equipment-investment.general.rate", "equipment-investment.green.rate"])
    #expect(relatedNames(to: "x", among: ["xyz"]) == [])
    #expect(relatedNames(to: "atlantis", among: Self.addresses) == [])
  }
}

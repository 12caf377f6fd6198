import Diagnostics
import PolicyCatalogue
import Testing

/// That the 2017 policy as data is the whole of its document: every measure, every column of the
/// ledger, every number.
@Suite struct CoverageTests {
  private let policy: Policy

  init() throws {
    let root = #filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/")!.lowerBound)
    policy = try Policy.load(directory: "\(root)/Scenarios/policies/cixi-2017-06")
  }

  @Test func everyMeasure() throws {
    let listed = try CoverageTable("measures").rows.map {
      "\($0["article"]!).\($0["item"]!) \($0["id"]!) \($0["shape"]!)"
    }
    #expect(listed.count == 186)
    #expect(
      policy.measures.map { "\($0.article).\($0.item) \($0.id) \($0.shape.rawValue)" } == listed)
  }

  @Test func everyColumnOfTheLedger() throws {
    let rows = try CoverageTable("inputs").rows
    let listed = rows.map {
      // A share of a whole is a rate to the language: a fraction up to one.
      let type = $0["type"] == "share" ? "rate" : $0["type"]!
      return [$0["measure"]!, $0["input"]!, type, $0["decimals"]!, $0["allowed"]!]
    }
    let found = policy.measures.flatMap { measure in
      measure.inputs.map { input in
        [measure.id, input.name] + Self.description(of: input.type)
      }
    }
    #expect(found.count == listed.count)
    for (found, listed) in zip(found, listed) { #expect(found == listed) }
  }

  private static func description(of type: InputType) -> [String] {
    switch type {
    case .number(let kind, _, _, let decimals): [kind.rawValue, "\(decimals)", ""]
    case .flag: ["flag", "", "yes|no"]
    case .date: ["date", "", ""]
    case .level(let levels): ["level", "", levels.joined(separator: "|")]
    case .text: ["text", "", ""]
    }
  }

  /// Each number of articles 1 to 46 is held by the parameter named, or the table says why none is.
  @Test func everyNumber() throws {
    let rows = try CoverageTable("numbers").rows
    #expect(rows.count == 419)
    for row in rows {
      let (address, reason) = (row["address"]!, row["why_none"]!)
      let place = "article \(row["article"]!): \(row["number"]!)\(row["unit"]!)"
      if address.isEmpty {
        #expect(!reason.isEmpty, "\(place) has neither a parameter nor a reason")
        continue
      }
      guard let index = policy.parameter(address) else {
        Issue.record("\(place): there is no parameter \(address)")
        continue
      }
      #expect(
        policy.parameters[index].value == Self.value(row["number"]!, row["unit"]!), "\(place)")
    }
  }

  /// The other way round: what the policy holds beyond the text's numbers is listed here with the
  /// reason.
  @Test func noNumberOfItsOwn() throws {
    let named = Set(try CoverageTable("numbers").rows.map { $0["address"]! })
    let own = policy.parameters.map(\.address).filter { !named.contains($0) }
    #expect(own.sorted() == Self.ownNumbers.keys.sorted())
  }

  private static let ownNumbers = [
    "policy.position": "where in a band the city pays (article 52)",
    "foreign-capital.band.position": "follows policy.position",
    "domestic-capital.band.position": "follows policy.position",
    "guarantee-risk.band.position": "follows policy.position",
    "policy.rounding.assessed.unit": "the fen",
    "policy.fraud.when": "three years, article 51",
    "policy.deferral.when": "from 1 July, article 47",
    "export-growth.ranked": "places count from one",
    "energy-saving.split.own": "the whole, where there is no split",
    "higher-technology-project.provincial.cap": "absent in the text; the national one",
    "revenue-step-retail.per_step": "stated once for three measures",
    "revenue-step-services.per_step": "stated once for three measures",
    "talent-reserve-key-university.period": "stated once for three measures",
    "talent-reserve-graduate.period": "stated once for three measures",
    "rooftop-solar-household.first_year": "years count from one",
    "shanglin-rent.first_year": "years count from one",
    "shanglin-interest.months-a-year": "twelve",
    "talent-reserve-postgraduate.months-a-year": "twelve",
    "talent-reserve-key-university.months-a-year": "twelve",
    "talent-reserve-graduate.months-a-year": "twelve",
  ]

  /// The number as the text has it, in yuan, tonnes and so on.
  private static func value(_ number: String, _ unit: String) -> Fraction {
    let parts = number.split(separator: ".")
    let decimals = parts.count > 1 ? parts[1].count : 0
    let scale = (0..<decimals).reduce(Int128(1)) { power, _ in power * 10 }
    let digits = Fraction(Int128(parts.joined())!, scale)
    let factor: Fraction =
      if unit.hasPrefix("万") {
        10_000
      } else if unit.hasPrefix("亿") {
        100_000_000
      } else if unit.hasPrefix("千") {
        1000
      } else if unit == "%" {
        Fraction(1, 100)
      } else if unit == "‰" {
        Fraction(1, 1000)
      } else {
        1
      }
    return try! digits.times(factor)
  }
}

import PolicyCatalogue
import Simulation

// What spending does in answer to changed rates, apart from what the rates do by themselves.
extension RunResults {
  /// Awards at the policy's own numbers, the mechanical and the behavioural change, and what comes of
  /// both.
  struct ResponseParts: Hashable {
    var before: Int64
    var mechanical: Int64
    var behavioural: Int64
    var after: Int64

    init(_ before: Int64, _ mechanical: Int64, _ after: Int64) {
      self.before = before
      self.mechanical = mechanical - before
      behavioural = after - mechanical
      self.after = after
    }
  }

  func awards(_ response: ResponseOutcome, _ measure: Int) -> ResponseParts {
    ResponseParts(
      response.before.awards[measure], response.mechanical.awards[measure],
      measures[measure].award)
  }

  func totalAwards(_ response: ResponseOutcome) -> ResponseParts {
    ResponseParts(response.before.award, response.mechanical.award, total.award)
  }

  func totalPaid(_ response: ResponseOutcome) -> ResponseParts {
    ResponseParts(response.before.paid, response.mechanical.paid, total.paid)
  }

  /// The measures whose spending answers, then all measures together.
  func table(of response: ResponseOutcome) -> CSVText {
    var table = CSVText(
      header: "measure,input,elasticity,rate_before,rate_after,factor,before_yuan,"
        + "mechanical_yuan,behavioural_yuan,after_yuan")
    func finish(_ parts: ResponseParts) {
      for fen in [parts.before, parts.mechanical, parts.behavioural, parts.after] {
        table.field(fen: fen)
      }
      table.endRow()
    }
    for measured in response.measures {
      let measure = policy.measures[measured.measure]
      table.field(measure.id)
      table.field(measure.inputs[measured.answer.input].name)
      table.field(Decimal.exact(measured.answer.elasticity))
      for assessed in [measured.assessedBefore, measured.assessedAfter] {
        if let rate = rate(assessed, measured) { table.field(rate) } else { table.blank() }
      }
      table.field(Decimal.exact(measured.factor.fraction))
      finish(awards(response, measured.measure))
    }
    table.field("all")
    for _ in 0..<5 { table.blank() }
    finish(totalAwards(response))
    return table
  }

  /// Assessed over spent, twelve decimals rounded down; nil where nothing is spent.
  func rate(_ assessed: Int64, _ measured: ResponseOutcome.Measured) -> String? {
    let input = policy.measures[measured.measure].inputs[measured.answer.input]
    guard measured.spending > 0, case .number(_, _, _, let decimals) = input.type else {
      return nil
    }
    let unit = (0..<decimals).reduce(Int128(1)) { power, _ in power * 10 }
    return Decimal.roundedDown(
      Fraction(Int128(assessed) * unit, Int128(measured.spending) * 100), decimals: 12)
  }

  func summary(of response: ResponseOutcome) -> JSON {
    func parts(_ parts: ResponseParts) -> JSON {
      .object([
        "before_yuan": .yuan(parts.before),
        "mechanical_yuan": .yuan(parts.mechanical),
        "behavioural_yuan": .yuan(parts.behavioural),
        "after_yuan": .yuan(parts.after),
      ])
    }
    return .object([
      "award": parts(totalAwards(response)),
      "paid": parts(totalPaid(response)),
      "measures": .array(
        response.measures.map { measured in
          .object([
            "measure": .string(policy.measures[measured.measure].id),
            "input": .string(
              policy.measures[measured.measure].inputs[measured.answer.input].name),
            "elasticity": .exact(measured.answer.elasticity),
            "factor": .exact(measured.factor.fraction),
            "bounded": .bool(measured.isBounded),
            "award": parts(awards(response, measured.measure)),
          ])
        }),
    ])
  }
}

package import Diagnostics
import PolicyCatalogue
import Population
package import Simulation

/// What a small change of each number costs, as files and as text.
package struct SensitivityResults: AnswerFiles {
  let context: ResultContext
  let sensitivity: Sensitivity

  package init(_ sensitivity: Sensitivity, of context: ResultContext) {
    self.sensitivity = sensitivity
    self.context = context
  }

  private var scenario: Scenario { context.scenario }

  package static let fileNames: Set<String> = ["sensitivity.csv", ResultDirectory.mark]

  package func files() -> [ResultFile] {
    [
      ResultFile("sensitivity.csv", table().bytes),
      ResultFile(ResultDirectory.mark, Array(summary().text.utf8)),
    ]
  }

  package func table() -> CSVText {
    var table = CSVText(
      header: "address,value,change,award_change_yuan,paid_change_yuan,factor_change")
    for line in sensitivity.lines {
      table.field(line.parameter.address)
      table.field(Decimal.exact(line.parameter.value))
      table.field(Decimal.exact(line.change))
      table.field(fen: line.award)
      table.field(fen: line.paid)
      table.field(line.factorChange)
      table.endRow()
    }
    return table
  }

  package func summary() -> JSON {
    context.summary([
      "numbers": .integer(sensitivity.lines.count),
      "move": move(),
      "totals": .object([
        "award_yuan": .yuan(sensitivity.before.award),
        "paid_yuan": .yuan(sensitivity.before.paid),
      ]),
      "lines": .array(sensitivity.lines.filter { $0.award != 0 || $0.paid != 0 }.map(line)),
    ])
  }

  private func move() -> JSON {
    switch sensitivity.move {
    case .smallest: .string("a percentage point of a share, a step of any other number")
    case .part(let part): .exact(part)
    }
  }

  private func line(_ line: Sensitivity.Line) -> JSON {
    .object([
      "address": .string(line.parameter.address),
      "value": line.parameter.json(of: line.parameter.value),
      "change": .exact(line.change),
      "unit": .string(line.parameter.unit),
      "award_change_yuan": .yuan(line.award),
      "paid_change_yuan": .yuan(line.paid),
      "pool": .string(scenario.pools[line.pool].id),
      "factor_before": .string(Decimal.roundedDown(line.factorBefore, decimals: 12)),
      "factor_after": .string(Decimal.roundedDown(line.factorAfter, decimals: 12)),
    ])
  }

  /// How many of the costliest numbers are printed.
  private static let shown = 20

  package func text(in language: Language) -> String {
    let quantities = QuantityText(language: language)
    let total = sensitivity.before
    var out = scenario.title.text(in: language) + "\n"
    out +=
      Message(
        "Award \(Yuan.grouped(fen: total.award)), paid \(Yuan.grouped(fen: total.paid)) yuan",
        zh: "应兑现 \(Yuan.grouped(fen: total.award)) 元,兑现 \(Yuan.grouped(fen: total.paid)) 元"
      ).text(in: language) + "\n\n"
    var table = TextTable([
      (Message("Costliest numbers", zh: "影响最大的数值").text(in: language), .left),
      (Message("Value", zh: "现值").text(in: language), .right),
      (Message("Change", zh: "变动").text(in: language), .right),
      (Message("Award, yuan", zh: "应兑现额(元)").text(in: language), .right),
      (Message("Paid, yuan", zh: "兑现额(元)").text(in: language), .right),
      (Message("Factor", zh: "兑现比例").text(in: language), .right),
    ])
    let moved = sensitivity.lines.filter { $0.award != 0 || $0.paid != 0 }
    for line in moved.prefix(Self.shown) {
      table.row([
        line.parameter.address, quantities.text(line.parameter.value, of: line.parameter),
        change(line, language),
        Yuan.signed(fen: line.award), Yuan.signed(fen: line.paid), line.factorChange,
      ])
    }
    out += table.text()
    let still = sensitivity.lines.count - moved.count
    out +=
      "\n"
      + Message(
        "\(Decimal.grouped(sensitivity.lines.count)) numbers; \(Decimal.grouped(still)) change nothing",
        zh: "共 \(Decimal.grouped(sensitivity.lines.count)) 个数值,其中 \(Decimal.grouped(still)) 个变动无影响"
      ).text(in: language) + "\n"
    return out
  }
}

extension SensitivityResults {
  /// `+1 pp`: a share is moved by points of a percent, not by a part of itself.
  private func change(_ line: Sensitivity.Line, _ language: Language) -> String {
    let isLower = line.change < .zero
    let size = isLower ? line.change.negated : line.change
    var text = isLower ? "-" : "+"
    if line.parameter.isShare, let points = try? size.times(100) {
      text += Decimal.exact(points) + Message(" pp", zh: "个百分点").text(in: language)
    } else {
      text += QuantityText(language: language).text(size, of: line.parameter)
    }
    return text
  }
}

extension Sensitivity.Line {
  /// After less before, twelve decimals rounded towards zero.
  fileprivate var factorChange: String {
    guard let change = try? factorAfter.minus(factorBefore) else {
      // Only demands of which each takes more than sixty bits come here; none below 2^53 fen does.
      preconditionFailure("factors of amounts below 2^53 have a difference")
    }
    return change < .zero
      ? "-" + Decimal.roundedDown(change.negated, decimals: 12)
      : Decimal.roundedDown(change, decimals: 12)
  }
}

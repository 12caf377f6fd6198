import Diagnostics
import PolicyCatalogue
import Simulation

extension RunResults {
  /// The change by the numbers themselves and the change by those who answer them, set apart.
  func text(of response: ResponseOutcome?, _ language: Language) -> String {
    guard let response else { return "" }
    var table = TextTable([
      (Message("Response", zh: "行为反应").text(in: language), .left),
      (Message("Spending ×", zh: "投入倍数").text(in: language), .right),
      (Message("Policy's numbers", zh: "政策原值").text(in: language), .right),
      (Message("Mechanical", zh: "机械变化").text(in: language), .right),
      (Message("Behavioural", zh: "行为变化").text(in: language), .right),
      (Message("Result", zh: "结果").text(in: language), .right),
    ])
    func row(_ name: String, _ factor: String, _ parts: ResponseParts) {
      table.row([
        name, factor, Yuan.grouped(fen: parts.before), Yuan.signed(fen: parts.mechanical),
        Yuan.signed(fen: parts.behavioural), Yuan.grouped(fen: parts.after),
      ])
    }
    for measured in response.measures {
      row(
        policy.measures[measured.measure].id, Decimal.exact(measured.factor.fraction),
        awards(response, measured.measure))
    }
    table.rule()
    row(Message("All awards", zh: "应兑现额合计").text(in: language), "", totalAwards(response))
    row(Message("All payments", zh: "兑现额合计").text(in: language), "", totalPaid(response))
    return table.text()
  }
}

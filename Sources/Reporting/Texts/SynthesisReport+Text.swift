package import Diagnostics
package import Population

/// How near a synthetic population came to its control totals.
extension SynthesisReport {
  package func text(in language: Language) -> String {
    func word(_ english: String, _ chinese: String) -> String {
      Message(english, zh: chinese).text(in: language)
    }
    var out = word(
      "\(Decimal.grouped(enterprises)) claimants, \(Decimal.grouped(claims)) claims\n",
      "申报主体 \(Decimal.grouped(enterprises)) 家,申报 \(Decimal.grouped(claims)) 项\n")
    if totals.isEmpty { return out }
    var table = TextTable([
      (word("Control total", "控制总量"), .left), ("", .left), ("", .left),
      (word("Target", "目标"), .right), (word("Achieved", "实际"), .right),
      (word("Off by", "偏差"), .right),
    ])
    for total in totals {
      table.row([
        total.of, total.by, total.category, Estimate.text(total.target),
        Estimate.text(total.achieved), total.differenceText + (total.isMet ? "" : " *"),
      ])
    }
    out += "\n" + table.text()
    if !isMet {
      out += word("* beyond the tolerance of the scenario\n", "* 超出情景所定容差\n")
    }
    return out
  }

  /// One warning where control totals are missed, so that nobody takes the population for calibrated.
  package func warnings(_ scenario: String) -> [Diagnostic] {
    let missed = totals.filter { !$0.isMet }
    guard let worst = missed.max(by: { $0.relativeDifference < $1.relativeDifference }) else {
      return []
    }
    return [
      Diagnostic(
        .warning, at: SourceLocation(file: scenario),
        Message(
          """
          the synthetic population misses \(missed.count) of its \(totals.count) control totals, \
          most of all \(worst.of) of \(worst.by) \(worst.category) by \(worst.differenceText)
          """,
          zh: """
            合成的申报主体有 \(missed.count) 项控制总量(共 \(totals.count) 项)未达到,\
            偏差最大的是 \(worst.by) \(worst.category) 的 \(worst.of):\(worst.differenceText)
            """))
    ]
  }
}

extension SynthesisReport.Total {
  fileprivate var relativeDifference: Double {
    target == 0 ? (achieved == 0 ? 0 : .infinity) : abs(achieved - target) / abs(target)
  }

  fileprivate var differenceText: String {
    relativeDifference.isFinite ? Estimate.percent(relativeDifference) : "–"
  }
}

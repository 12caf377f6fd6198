import Diagnostics
import PolicyCatalogue

extension PolicyRules {
  /// All rules, written out.
  package func listing(as format: CatalogueFormat) -> String {
    switch format {
    case .text: text()
    case .json: json().text
    case .csv: csv()
    }
  }

  private func text() -> String {
    var out = "\(policy.title.text(in: language)) (\(policy.id))\n"
    for kind in Kind.allCases {
      let rules = rules(kind)
      if rules.isEmpty { continue }
      out += "\n\(kind.title.text(in: language))\n"
      var table = TextTable(alignments: [.left, .left, .left])
      for rule in rules {
        table.row([
          rule.article.map { word("article \($0)", "第\($0)条") } ?? "", rule.id ?? "", rule.text,
        ])
      }
      out += table.text(indent: 2)
    }
    return out
  }

  private func json() -> JSON {
    let english = PolicyRules(of: policy, in: .english).rules
    let chinese = PolicyRules(of: policy, in: .chinese).rules
    return .array(
      zip(english, chinese).map { english, chinese in
        var members = english.members(text: .message(Message(english.text, zh: chinese.text)))
        members["measures"] =
          english.measures.map { .array($0.map { .string(policy.measures[$0].id) }) } ?? .null
        return .object(members)
      })
  }

  private func csv() -> String {
    var table = CSVText(header: "kind,rule,article,text")
    for rule in rules {
      table.field(rule.kind.rawValue)
      table.field(rule.id ?? "")
      if let article = rule.article { table.field(article) } else { table.blank() }
      table.field(rule.text)
      table.endRow()
    }
    return table.text
  }
}

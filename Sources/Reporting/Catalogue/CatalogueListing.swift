package import Diagnostics
package import PolicyCatalogue
import Population
import Simulation

/// Lists over a whole policy: its measures, its ledger columns, its addresses.
package struct CatalogueListing {
  private let policy: Policy
  private let format: CatalogueFormat
  private let language: Language
  private let values: ParameterValues

  package init(of policy: Policy, as format: CatalogueFormat, in language: Language) {
    self.policy = policy
    values = ParameterValues(of: policy)
    self.format = format
    self.language = language
  }

  private func word(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  package func measures() -> String {
    switch format {
    case .json: return JSON.array(policy.measures.map(json)).text
    case .csv:
      var table = CSVText(
        header: "article,item,measure,chapter,shape,title_en,title_zh,department")
      for measure in policy.measures {
        table.field(measure.article)
        table.field(measure.item)
        table.field(measure.id)
        table.field(policy.chapters[measure.chapter].id)
        table.field(measure.shape.rawValue)
        table.field(measure.title.english)
        table.field(measure.title.chinese)
        table.field(measure.department)
        table.endRow()
      }
      return table.text
    case .text: return measuresText()
    }
  }

  private func json(_ measure: Measure) -> JSON {
    .object([
      "measure": .string(measure.id),
      "article": .integer(measure.article),
      "item": .integer(measure.item),
      "chapter": .string(policy.chapters[measure.chapter].id),
      "shape": .string(measure.shape.rawValue),
      "title": .message(measure.title),
      "department": .string(measure.department),
    ])
  }

  private func measuresText() -> String {
    var out = "\(policy.title.text(in: language)) (\(policy.id))\n"
    for (index, chapter) in policy.chapters.enumerated() {
      var table = TextTable(alignments: [.left, .left, .left, .left])
      for measure in policy.measures where measure.chapter == index {
        table.row([
          measure.place, measure.id, measure.shape.title.text(in: language),
          measure.title.text(in: language),
        ])
      }
      out += "\n\(chapter.id) \(chapter.title.text(in: language))\n" + table.text(indent: 2)
    }
    let computable = policy.measures.count(where: \.isComputable)
    out += word(
      "\n\(policy.measures.count) measures, \(computable) of them computable\n",
      "\n共 \(policy.measures.count) 条款,其中可计算 \(computable) 条\n")
    return out
  }

  /// The columns of the ledger sheets, of all measures or of one.
  package func inputs(of only: Int?) -> String {
    let chosen = policy.measures.indices.filter { only == nil || $0 == only }
    let rows = chosen.flatMap { index in
      policy.measures[index].inputs.map { (policy.measures[index].id, $0) }
    }
    switch format {
    case .json:
      return JSON.array(
        rows.map { measure, input in
          guard case .object(var members) = input.json else { return input.json }
          members["measure"] = .string(measure)
          return .object(members)
        }
      ).text
    case .csv:
      var table = CSVText(header: "measure,input,type,unit,decimals,allowed,optional,meaning")
      for (measure, input) in rows {
        table.field(measure)
        table.field(input.name)
        table.field(input.type.name)
        table.field(input.type.unit)
        if let decimals = input.type.decimals { table.field(decimals) } else { table.blank() }
        table.field(input.type.allowed.joined(separator: "|"))
        table.field(input.isOptional ? "yes" : "no")
        table.field(input.meaning?.text(in: language) ?? "")
        table.endRow()
      }
      return table.text
    case .text:
      var table = TextTable([
        (word("Measure", "条款"), .left), (word("Column", "列名"), .left),
        (word("Type", "类型"), .left), (word("Meaning", "说明"), .left),
      ])
      for (measure, input) in rows {
        table.row([
          measure, input.name,
          input.type.text(in: language)
            + (input.isOptional ? word(", may be blank", ",可空") : ""),
          input.meaning?.text(in: language) ?? "",
        ])
      }
      let always = ClaimColumn.allCases.filter { $0 != .elsewhere }.map(\.rawValue)
        .joined(separator: ", ")
      return table.text()
        + word(
          "\nEvery sheet begins with \(always), and may have elsewhere.\n",
          "\n每张申报表都先有 \(always) 各列,还可有 elsewhere 列。\n")
    }
  }

  /// The numbers of the models beside the policy: growth of its later years, and villages.
  package func assumptions() -> String {
    let growth = GrowthAssumptions(of: policy).table.parameters
    let villages = VillageAssumptions.definitions
    let rows =
      growth.map { ($0, nil as Message?) } + villages.map { ($0.parameter, $0.meaning) }
    switch format {
    case .json:
      return JSON.array(
        rows.map { parameter, meaning in
          .object([
            "address": .string(parameter.address), "unit": .string(parameter.unit),
            "step": .exact(parameter.step),
            "minimum": parameter.minimum.map { parameter.json(of: $0) } ?? .null,
            "maximum": parameter.maximum.map { parameter.json(of: $0) } ?? .null,
            "meaning": meaning.map { .message($0) } ?? .null,
          ])
        }
      ).text
    case .csv:
      var table = CSVText(header: "address,unit,step,minimum,maximum,meaning")
      for (parameter, meaning) in rows {
        table.field(parameter.address)
        table.field(parameter.unit)
        table.field(Decimal.exact(parameter.step))
        table.field(parameter.minimum.map(parameter.plainText) ?? "")
        table.field(parameter.maximum.map(parameter.plainText) ?? "")
        table.field(meaning?.text(in: language) ?? "")
        table.endRow()
      }
      return table.text
    case .text:
      var table = TextTable([
        (word("Address", "地址"), .left), (word("Step", "精度"), .right),
        (word("Meaning", "说明"), .left),
      ])
      let quantities = QuantityText(language: language)
      for (parameter, meaning) in rows {
        table.row([
          parameter.address, quantities.text(parameter.step, of: parameter),
          meaning?.text(in: language) ?? "",
        ])
      }
      return table.text()
    }
  }

  package func addresses() -> String {
    switch format {
    case .json: return JSON.array(policy.parameters.map { $0.json(in: policy) }).text
    case .csv:
      var table = CSVText(header: "address,value,unit,step,minimum,maximum,measure")
      for (index, parameter) in policy.parameters.enumerated() {
        table.field(parameter.address)
        table.field(parameter.plainText(of: values[index]))
        table.field(parameter.unit)
        table.field(Decimal.exact(parameter.step))
        table.field(parameter.minimum.map(parameter.plainText) ?? "")
        table.field(parameter.maximum.map(parameter.plainText) ?? "")
        table.field(parameter.measure.map { policy.measures[$0].id } ?? "")
        table.endRow()
      }
      return table.text
    case .text: return addressesText()
    }
  }

  private func addressesText() -> String {
    let quantities = QuantityText(language: language)
    var table = TextTable([
      (word("Address", "地址"), .left), (word("Value", "数值"), .right),
      (word("Step", "精度"), .right), (word("From", "最小"), .right), (word("To", "最大"), .right),
    ])
    for (index, parameter) in policy.parameters.enumerated() {
      func shown(_ value: Fraction?) -> String {
        value.map { quantities.text($0, of: parameter) } ?? ""
      }
      let step =
        parameter.kind == .date
        ? word("1 day", "1 天") : quantities.text(parameter.step, of: parameter)
      table.row([
        parameter.address, shown(values[index]), step, shown(parameter.minimum),
        shown(parameter.maximum),
      ])
    }
    return table.text()
  }
}

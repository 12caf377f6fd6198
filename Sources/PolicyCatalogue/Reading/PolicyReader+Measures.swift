import Diagnostics

extension PolicyReader {
  private static let keys = [
    "id", "article", "item", "shape", "title", "department", "reading", "governed_by", "inputs",
    "parameters", "valid", "conditions", "award", "instalments", "ladder", "rivals", "best",
    "limit", "fund", "protected", "exempt",
  ]
  /// Keys that only a measure with an award has.
  private static let computing = [
    "inputs", "parameters", "conditions", "award", "instalments", "ladder", "rivals", "best",
    "limit", "fund",
  ]

  func measure(_ node: YAMLNode, chapter: Int) {
    guard let mapping = node.mapping(keys: Self.keys, &bag) else { return }
    let id = mapping.required("id", &bag).flatMap(measureID)
    let article = mapping.required("article", &bag).flatMap { $0.integer(in: 1...9999, &bag) }
    let item = mapping.required("item", &bag).flatMap { $0.integer(in: 1...9999, &bag) }
    let shape = mapping.required("shape", &bag).flatMap { $0.choice(Measure.Shape.self, &bag) }
    let title = mapping.required("title", &bag).flatMap { $0.message(&bag) }

    let scope = MeasureScope(id: id ?? "measure-\(measures.count + 1)", index: measures.count)
    var measure = Measure(
      id: scope.id, chapter: chapter, article: article ?? 0, item: item ?? 0,
      shape: shape ?? .fixed, title: title ?? Message(scope.id, zh: scope.id),
      location: mapping.location)
    measure.department = mapping["department"]?.text(&bag) ?? ""
    measure.readings = mapping["reading"]?.lines(&bag) ?? []
    measure.governedBy = mapping["governed_by"]?.text(&bag)
    measure.isProtected = mapping["protected"]?.flag(&bag) ?? false
    measure.valid = mapping["valid"].map { validPeriods($0) } ?? []
    if let shape { checkShape(shape, mapping) }

    scope.inputs = mapping["inputs"].map { columns($0) } ?? []
    measure.inputs = scope.inputs
    let place = Place(path: [scope.id], measure: scope)
    if let node = mapping["parameters"] {
      declare(node, in: &scope.names, inputs: scope.inputs)
      for name in scope.names.order { _ = try? named(name, in: scope, at: 0) }
    }
    measure.conditions = mapping["conditions"].map { conditions($0, place) } ?? []
    measure.award = mapping["award"].flatMap { award($0, place) }
    measure.instalments = mapping["instalments"].flatMap { instalments($0, place, scope) }
    measure.ladder = mapping["ladder"].flatMap { ladder($0, place, scope) }
    measure.rivalsUnlessDiffers = mapping["rivals"].flatMap { rivals($0, scope) }
    measure.best = mapping["best"].flatMap {
      best($0, place.appending("best"), keys: ["claims", "scope"])
    }
    measure.limit = mapping["limit"].flatMap {
      limit($0, place.appending("limit"), keys: ["amount", "scope", "order"], isList: false)
    }
    measure.fund = mapping["fund"].flatMap { fund($0, place.appending("fund")) }
    measure.exemptions = mapping["exempt"].map { exemptions($0, place) } ?? [:]
    measure.readings += scope.readings
    warnOfUnreadInputs(scope, mapping["inputs"])
    scopes.append((scope, mapping["parameters"]))

    if let id {
      if let other = measureIndex[id] {
        report(
          at: mapping.location(ofKey: "id"),
          Message(
            "the measure '\(id)' is defined twice, first in \(measures[other].location.file), line \(measures[other].location.line)",
            zh:
              "条款“\(id)”重复,首次见于 \(measures[other].location.file) 第 \(measures[other].location.line) 行"
          ))
      } else {
        measureIndex[id] = measures.count
      }
    }
    measures.append(measure)
  }

  private func measureID(_ node: YAMLNode) -> String? {
    guard let id = node.text(&bag) else { return nil }
    let isWellFormed =
      id.utf8.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } == true
      && id.utf8.last != UInt8(ascii: "-")
      && id.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
      }
    guard isWellFormed, !Self.reservedWords.contains(id) else {
      node.report(
        expected: Message(
          "small letters, digits and inner hyphens, beginning with a letter",
          zh: "以小写字母开头,由小写字母、数字和中间的连字符组成"), &bag)
      return nil
    }
    return id
  }

  private func checkShape(_ shape: Measure.Shape, _ mapping: YAMLMapping) {
    switch shape {
    case .open, .reference:
      for key in Self.computing where mapping.has(key) {
        report(
          at: mapping.location(ofKey: key),
          Message(
            "a measure of shape '\(shape.rawValue)' has no '\(key)'",
            zh: "“\(shape.rawValue)”类条款没有“\(key)”"))
      }
    default:
      if !mapping.has("award") {
        report(
          at: mapping.location, Message("the key 'award' is missing", zh: "缺少键“award”"),
          expected: Message(
            "an award, or the shape 'open' or 'reference'", zh: "award,或 shape 为 open、reference"))
      }
    }
    if shape == .reference {
      _ = mapping.required("governed_by", &bag)
    } else if mapping.has("governed_by") {
      report(
        at: mapping.location(ofKey: "governed_by"),
        Message("'governed_by' belongs to the shape 'reference'", zh: "“governed_by”只用于 reference"))
    }
  }

  /// One period, or a list of such.
  private func validPeriods(_ node: YAMLNode) -> [ValidityPeriod] {
    guard case .sequence(let items) = node.content else {
      return validity(node).map { [$0] } ?? []
    }
    if items.isEmpty { node.report(expected: Message("at least one period", zh: "至少一个期间"), &bag) }
    return items.compactMap { validity($0) }
  }

  func validity(_ node: YAMLNode, withArticle: Bool = false) -> ValidityPeriod? {
    guard
      let mapping = node.mapping(keys: ["from", "to"] + (withArticle ? ["article"] : []), &bag)
    else { return nil }
    let from = mapping.required("from", &bag).flatMap { $0.date(&bag) }
    let to = mapping.required("to", &bag).flatMap { $0.date(&bag) }
    let article = mapping["article"].flatMap { $0.integer(in: 1...9999, &bag) }
    guard let from, let to else { return nil }
    if from > to {
      report(
        at: mapping.location, Message("'from' is after 'to'", zh: "from 晚于 to"),
        expected: Message("a period of at least a day", zh: "至少一天的期间"))
      return nil
    }
    return ValidityPeriod(from: from, to: to, article: article)
  }
}

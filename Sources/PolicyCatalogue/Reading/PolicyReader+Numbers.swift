import Diagnostics

/// What a number's long form states beside the value.
struct LongForm {
  var step: Fraction?
  var minimum: Fraction?
  var maximum: Fraction?
}

extension PolicyReader {
  /// Adds a number; an address that is taken already is reported.
  func addParameter(_ parameter: Parameter) -> Int {
    if let other = parameterIndex[parameter.address] {
      let first = parameters[other].location
      report(
        at: parameter.location,
        Message(
          "two numbers have the address '\(parameter.address)'; the other stands in line \(first.line)",
          zh: "两个数的地址同为“\(parameter.address)”,另一个在第 \(first.line) 行"),
        expected: Message("a 'name' for one of them", zh: "给其中一个写 name"))
      return other
    }
    parameterIndex[parameter.address] = parameters.count
    parameters.append(parameter)
    return parameters.count - 1
  }

  /// A number, expression, long form or table; nil once something was reported.
  ///
  /// - Parameter expected: The unit that it must have, and that bare numbers take.
  func number(_ node: YAMLNode, _ place: Place, expected: Dimension?) -> Expression? {
    guard let typed = value(node, place, expected: expected) else { return nil }
    switch typed.type {
    case .unresolved: return typed.expression
    case .number(let dimension):
      guard let expected, dimension != expected else {
        if place.quantity == .share { warnOfForgottenPercent(typed.expression) }
        return typed.expression
      }
      report(
        at: node.location,
        Message(
          "this is \(dimension.described.english)", zh: "此处是\(dimension.described.chinese)"),
        expected: expected.described)
      return nil
    case let other:
      report(
        at: node.location,
        Message("this is \(other.described.english)", zh: "此处是\(other.described.chinese)"),
        expected: expected?.described ?? Message("a number", zh: "数"))
      return nil
    }
  }

  /// Like `number`, with the unit that it turned out to have; nil dimension where a later pass knows.
  func measured(
    _ node: YAMLNode, _ place: Place, expected: Dimension? = nil
  ) -> (expression: Expression, dimension: Dimension?)? {
    guard let typed = value(node, place, expected: expected) else { return nil }
    switch typed.type {
    case .unresolved: return (typed.expression, nil)
    case .number(let dimension): return (typed.expression, dimension)
    case let other:
      report(
        at: node.location,
        Message("this is \(other.described.english)", zh: "此处是\(other.described.chinese)"),
        expected: Message("a number", zh: "数"))
      return nil
    }
  }

  /// Anything that may stand where a number or a named value may.
  func value(_ node: YAMLNode, _ place: Place, expected: Dimension?) -> Typed? {
    switch node.content {
    case .scalar(let text):
      return expression(text, node, place, expected: expected)
    case .mapping:
      guard let mapping = node.asMapping else { return nil }
      if mapping.has("value") { return longForm(mapping, place, expected: expected) }
      if mapping.has("by") || mapping.has("cases") {
        return table(mapping, place, expected: expected)
      }
      node.report(
        expected: Message(
          "a number, an expression, {value: …} or a table {by: …, cases: …}",
          zh: "数、表达式、{value: …} 或表 {by: …, cases: …}"), &bag)
      return nil
    case .null, .sequence:
      node.report(expected: Message("a number or an expression", zh: "数或表达式"), &bag)
      return nil
    }
  }

  private func expression(
    _ text: String, _ node: YAMLNode, _ place: Place, expected: Dimension?,
    longForm: LongForm? = nil
  ) -> Typed? {
    do throws(ExpressionProblem) {
      let (syntax, literals) = try ExpressionParser.parse(text)
      let scope = SiteScope(self, place, node, literals: literals)
      scope.longForm = longForm
      let typed = try ExpressionChecker(scope: scope).check(syntax, expected: expected)
      try checkReads(typed.expression, place)
      return typed
    } catch {
      report(error, in: node)
      return nil
    }
  }

  func report(_ problem: ExpressionProblem, in node: YAMLNode) {
    report(
      at: node.location(atOffset: problem.offset), problem.message, expected: problem.expected,
      suggestion: problem.suggestion)
  }

  private func checkReads(
    _ expression: Expression, _ place: Place
  ) throws(ExpressionProblem) {
    let extra = expression.reads.subtracting(place.reads)
    guard !extra.isEmpty else { return }
    let what =
      extra.contains(.inputs)
      ? Message("the inputs of a claim", zh: "申报的字段")
      : extra.contains(.claim)
        ? Message("a field of the claim", zh: "申报信息") : Message("the register", zh: "名录")
    throw ExpressionProblem(
      at: 0,
      Message(
        "\(what.english) cannot be read here: the rule is not about one claim",
        zh: "此处不能引用\(what.chinese):该规则不针对单个申报"))
  }

  private func longForm(_ mapping: YAMLMapping, _ place: Place, expected: Dimension?) -> Typed? {
    mapping.allow(["value", "step", "min", "max", "reading", "name"], &bag)
    if let reading = mapping["reading"] {
      place.measure?.readings += reading.lines(&bag)
    }
    var place = place
    if let name = mapping["name"]?.text(&bag) { place.path[place.path.count - 1] = name }
    guard let node = mapping["value"] else { return nil }
    guard let text = node.text(&bag) else { return nil }
    let parsed: (syntax: Syntax, literals: Int)
    do throws(ExpressionProblem) {
      parsed = try ExpressionParser.parse(text)
    } catch {
      report(error, in: node)
      return nil
    }
    var form = LongForm()
    switch parsed.syntax {
    case .date:
      form.minimum = mapping["min"]?.date(&bag).map { Fraction($0) }
      form.maximum = mapping["max"]?.date(&bag).map { Fraction($0) }
    case .number(let number, _, _):
      let unit = number.dimension ?? expected ?? .none
      form.minimum = mapping["min"]?.number(unit, &bag)
      form.maximum = mapping["max"]?.number(unit, &bag)
      form.step = mapping["step"]?.number(unit, &bag)
      if let step = form.step, step <= .zero {
        report(
          at: mapping["step"]!.location, Message("the step is not above zero", zh: "步长必须大于零"))
        form.step = nil
      }
    default:
      report(
        at: node.location,
        Message("this is an expression", zh: "此处是表达式"),
        expected: Message("one number or date", zh: "一个数或日期"))
      return nil
    }
    if let minimum = form.minimum, let maximum = form.maximum, minimum > maximum {
      report(
        at: mapping.location(ofKey: "min"),
        Message("'min' is above 'max'", zh: "min 大于 max"))
      return nil
    }
    return expression(text, node, place, expected: expected, longForm: form)
  }

  /// The unit of what stands in a node, as far as it has one of its own.
  func inferredDimension(_ node: YAMLNode, _ place: Place) -> Dimension? {
    switch node.content {
    case .scalar(let text):
      guard let parsed = try? ExpressionParser.parse(text) else { return nil }
      let scope = SiteScope(self, place, node, literals: parsed.literals)
      return ExpressionChecker(scope: scope).inferred(parsed.syntax)
    case .mapping(let entries):
      for entry in entries where ["value", "cases", "otherwise"].contains(entry.key) {
        if let found = inferredDimension(entry.value, place) { return found }
      }
      if entries.contains(where: { $0.key == "value" || $0.key == "by" }) { return nil }
      return entries.lazy.compactMap { self.inferredDimension($0.value, place) }.first
    case .sequence, .null: return nil
    }
  }
}

extension Expression {
  /// What kinds of column the value depends on.
  var reads: Place.Reads {
    switch self {
    case .parameter, .flag: .nothing
    case .input: .inputs
    case .enterprise: .register
    case .claim: .claim
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
      .divide(let a, let b),
      .fullSteps(let a, let b), .startedSteps(let a, let b), .plusMonths(let a, let b),
      .fullMonths(let a, let b), .fullYears(let a, let b), .compare(_, let a, let b):
      a.reads.union(b.reads)
    case .minimum(let parts), .maximum(let parts), .all(let parts), .any(let parts):
      parts.reduce(.nothing) { $0.union($1.reads) }
    case .lookup(let keys, let rows, let otherwise):
      (keys + rows.map(\.value) + [otherwise].compactMap(\.self)).reduce(.nothing) {
        $0.union($1.reads)
      }
    case .conditional(let a, let b, let c), .compareGrowth(_, let a, let b, let c):
      a.reads.union(b.reads).union(c.reads)
    case .isOne(_, let a), .known(let a), .not(let a): a.reads
    case .atLeast(let a, let parts): parts.reduce(a.reads) { $0.union($1.reads) }
    }
  }

  /// Whether a number or date is compared in it.
  var comparesNumbers: Bool {
    switch self {
    case .compare, .compareGrowth: true
    case .all(let parts), .any(let parts), .atLeast(_, let parts):
      parts.contains(where: \.comparesNumbers)
    case .not(let inner): inner.comparesNumbers
    default: false
    }
  }
}

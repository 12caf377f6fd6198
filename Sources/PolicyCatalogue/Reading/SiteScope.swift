import Diagnostics

/// The scope of one expression at its place in a file.
final class SiteScope: ExpressionScope {
  let reader: PolicyReader
  let place: Place
  let node: YAMLNode
  /// How many numbers the expression holds; a single one bears the address of its place.
  let literals: Int
  /// Bounds and step stated in a long form.
  var longForm: LongForm?
  /// What is compared is no rate that the place pays: it has no ceiling.
  var isInsideCondition = false

  init(_ reader: PolicyReader, _ place: Place, _ node: YAMLNode, literals: Int) {
    self.reader = reader
    self.place = place
    self.node = node
    self.literals = literals
  }

  private func address(_ ordinal: Int) -> String {
    let path = place.path.joined(separator: ".")
    return literals > 1 ? "\(path).\(ordinal)" : path
  }

  func parameter(
    _ number: NumberText, dimension: Dimension, ordinal: Int, at offset: Int
  ) throws(ExpressionProblem) -> Expression {
    let isBareShare = place.quantity == .share && number.dimension == nil && dimension == .none
    let isShare = number.isShare || (isBareShare && !isInsideCondition)
    let hasCeiling = isShare && place.quantity == .share && !isInsideCondition
    let precision: Fraction =
      isShare || place.quantity == .factor
      ? Fraction(1, 10_000) : place.quantity == .roundingUnit ? Fraction(1, 100) : 1
    let minimum =
      longForm?.minimum ?? (place.quantity == .roundingUnit ? Fraction(1, 100) : .zero)
    let maximum = longForm?.maximum ?? (hasCeiling ? .one : nil)
    func shown(_ value: Fraction) -> String {
      value.written(dimension, isShare: isShare)
    }
    if number.value < minimum {
      throw ExpressionProblem(
        at: offset,
        Message("the number is below \(shown(minimum))", zh: "数值小于 \(shown(minimum))"),
        expected: longForm?.minimum == nil
          ? Message("\(shown(minimum)) or more, or a 'min'", zh: "不小于 \(shown(minimum)),或写明 min")
          : nil)
    }
    if let maximum, number.value > maximum {
      throw ExpressionProblem(
        at: offset,
        longForm?.maximum == nil
          ? Message("the rate is above 100%", zh: "比率超过 100%")
          : Message("the number is above \(shown(maximum))", zh: "数值大于 \(shown(maximum))"),
        expected: longForm?.maximum == nil
          ? Message("100% or less, or a 'max' that says otherwise", zh: "不超过 100%,或写明 max") : nil,
        suggestion: longForm?.maximum == nil && !number.isShare
          ? number.value.decimal + "%" : nil)
    }
    if place.quantity == .roundingUnit, let fen = try? number.value.times(100), !fen.isInteger {
      throw ExpressionProblem(
        at: offset, Message("the unit is no whole number of fen", zh: "单位不是整分"),
        expected: Message("such as 0.01元 or 100元", zh: "如 0.01元、100元"))
    }
    if !number.isShare, number.dimension == nil, dimension == .none, number.value > .one {
      reader.bareNumbers.insert(reader.parameters.count)
    }
    let step = longForm?.step ?? number.value.coarsestStep(from: precision)
    return .parameter(
      reader.addParameter(
        Parameter(
          address: address(ordinal), kind: .number(dimension), value: number.value, step: step,
          minimum: minimum, maximum: maximum, measure: place.measure?.index,
          location: node.location)))
  }

  func parameter(
    date: Int, ordinal: Int, at offset: Int
  ) throws(ExpressionProblem) -> Expression {
    .parameter(
      reader.addParameter(
        Parameter(
          address: address(ordinal), kind: .date, value: Fraction(date), step: .one,
          minimum: longForm?.minimum, maximum: longForm?.maximum, measure: place.measure?.index,
          location: node.location)))
  }

  func resolve(_ word: String, at offset: Int) throws(ExpressionProblem) -> Typed {
    if let dot = word.firstIndex(of: ".") {
      let head = String(word[..<dot])
      let tail = String(word[word.index(after: dot)...])
      return try dotted(head, tail, word, at: offset)
    }
    if let measure = place.measure {
      if let index = measure.input(word) {
        let input = measure.inputs[index]
        measure.readInputs.insert(index)
        return Typed(
          expression: .input(index), type: input.valueType, isOptional: input.isOptional)
      }
      if let typed = try reader.named(word, in: measure, at: offset) {
        measure.names.read.insert(word)
        return typed
      }
    }
    switch word {
    case "true", "yes": return Typed(expression: .flag(true), type: .flag)
    case "false", "no": return Typed(expression: .flag(false), type: .flag)
    default: throw unknown(word, at: offset)
    }
  }

  private func dotted(
    _ head: String, _ tail: String, _ word: String, at offset: Int
  ) throws(ExpressionProblem) -> Typed {
    switch head {
    case "enterprise":
      guard let index = reader.registerIndex[tail] else {
        throw ExpressionProblem(
          at: offset,
          Message("the register has no column '\(tail)'", zh: "名录中没有“\(tail)”列"),
          suggestion: nearestName(to: tail, among: reader.registerColumns.map(\.name))
            .map { "enterprise.\($0)" })
      }
      let column = reader.registerColumns[index]
      return Typed(
        expression: .enterprise(index), type: column.valueType, isOptional: column.isOptional)
    case "claim":
      guard let field = ClaimField(rawValue: tail) else {
        throw ExpressionProblem(
          at: offset, Message("a claim has no field '\(tail)'", zh: "申报没有“\(tail)”字段"),
          expected: .oneOf(ClaimField.allCases.map { "claim.\($0.rawValue)" }),
          suggestion: nearestName(to: tail, among: ClaimField.allCases.map(\.rawValue))
            .map { "claim.\($0)" })
      }
      return Typed(expression: .claim(field), type: field == .filedOn ? .date : .flag)
    case "policy":
      if let typed = try reader.policyNamed(tail, at: offset) {
        reader.policyNames.read.insert(tail)
        return typed
      }
      return try reader.address(word, at: offset)
    default:
      guard reader.measureIDs.contains(head) else {
        throw ExpressionProblem(
          at: offset,
          Message("there is no measure '\(head)'", zh: "没有条款“\(head)”"),
          suggestion: nearestName(
            to: head, among: reader.measureIDs.sorted() + ["enterprise", "claim", "policy"]
          )
          .map { "\($0).\(tail)" })
      }
      return try reader.address(word, at: offset)
    }
  }

  private func unknown(_ word: String, at offset: Int) -> ExpressionProblem {
    var names: [String] = []
    if let measure = place.measure {
      names = measure.inputs.map(\.name) + measure.names.order
    }
    // `a-b` is one name; who meant a difference gets told.
    for (position, character) in word.enumerated() where character == "-" {
      let left = String(word.prefix(position))
      let right = String(word.dropFirst(position + 1))
      if names.contains(left), names.contains(right) {
        return ExpressionProblem(
          at: offset, Message("'\(word)' is one name, and unknown", zh: "“\(word)”是一个名称,未定义"),
          suggestion: "\(left) - \(right)")
      }
    }
    if reader.policyNames.nodes[word] != nil {
      return ExpressionProblem(
        at: offset, Message("unknown name '\(word)'", zh: "未知的名称“\(word)”"),
        suggestion: "policy.\(word)")
    }
    if reader.registerIndex[word] != nil {
      return ExpressionProblem(
        at: offset, Message("unknown name '\(word)'", zh: "未知的名称“\(word)”"),
        suggestion: "enterprise.\(word)")
    }
    if let field = ClaimField(rawValue: word) {
      return ExpressionProblem(
        at: offset, Message("unknown name '\(word)'", zh: "未知的名称“\(word)”"),
        suggestion: "claim.\(field.rawValue)")
    }
    return ExpressionProblem(
      at: offset, Message("unknown name '\(word)'", zh: "未知的名称“\(word)”"),
      expected: names.isEmpty ? nil : .oneOf(names),
      suggestion: nearestName(to: word, among: names))
  }
}

extension Fraction {
  /// The step of a number: `coarse`, or a tenth, a hundredth … of it, so that the number is on it.
  func coarsestStep(from coarse: Fraction) -> Fraction {
    var step = coarse
    for _ in 0..<24 {
      guard let steps = try? divided(by: step), !steps.isInteger else { return step }
      guard let finer = try? step.times(Fraction(1, 10)) else { return step }
      step = finer
    }
    return step
  }

  /// As a decimal where it is one, else as a fraction.
  package var decimal: String {
    var scale: Int128 = 1
    var digits = 0
    while digits < 18, (numerator.multipliedReportingOverflow(by: scale).overflow) == false,
      numerator * scale % denominator != 0
    {
      scale *= 10
      digits += 1
    }
    let (scaled, overflow) = numerator.multipliedReportingOverflow(by: scale)
    guard !overflow, scaled % denominator == 0 else { return "\(numerator)/\(denominator)" }
    let whole = scaled / denominator
    let text = String(whole.magnitude)
    let sign = whole < 0 ? "-" : ""
    guard digits > 0 else { return sign + text }
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
  }
}

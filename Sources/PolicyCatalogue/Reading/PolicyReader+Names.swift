import Diagnostics

extension PolicyReader {
  /// Words that have a meaning of their own in expressions.
  static let reservedWords: Set<String> = [
    "and", "or", "not", "in", "true", "false", "yes", "no", "enterprise", "claim", "policy",
  ]

  /// Whether a word can name an input or number; reports if not.
  func checkName(_ name: String, at location: SourceLocation) -> Bool {
    let tokens = try? Lexer.tokens(of: name)
    if tokens?.count == 2, tokens?[0].kind == .word(name), !name.contains("."),
      !Self.reservedWords.contains(name)
    {
      return true
    }
    report(
      at: location, Message("'\(name)' cannot be a name", zh: "“\(name)”不能用作名称"),
      expected: Message(
        "letters, digits, '_' and inner '-', and no word of the language",
        zh: "由字母、数字、_ 和中间的 - 组成,且不是语言本身的词"))
    return false
  }

  func declare(_ node: YAMLNode, in names: inout NamedValues, inputs: [InputSchema]) {
    guard let mapping = node.mapping(&bag) else { return }
    for entry in mapping.entries where checkName(entry.key, at: entry.keyLocation) {
      if inputs.contains(where: { $0.name == entry.key }) {
        report(
          at: entry.keyLocation,
          Message("'\(entry.key)' is an input already", zh: "“\(entry.key)”已是申报字段"))
        continue
      }
      names.nodes[entry.key] = entry.value
      names.states[entry.key] = .waiting
      names.order.append(entry.key)
    }
  }

  /// A named value of the measure; nil if there is none of that name.
  func named(
    _ name: String, in measure: MeasureScope, at offset: Int
  ) throws(ExpressionProblem) -> Typed? {
    guard let node = measure.names.nodes[name], let state = measure.names.states[name] else {
      return nil
    }
    return try finished(name, state, at: offset) {
      measure.names.states[name] = .reading
      let typed = value(
        node, Place(path: [measure.id, name], measure: measure), expected: nil)
      measure.names.states[name] = typed.map(NamedValues.State.done) ?? .failed
      return typed
    }
  }

  /// A named value of the whole policy; nil if there is none of that name.
  func policyNamed(_ name: String, at offset: Int) throws(ExpressionProblem) -> Typed? {
    guard let node = policyNames.nodes[name], let state = policyNames.states[name] else {
      return nil
    }
    return try finished(name, state, at: offset) {
      policyNames.states[name] = .reading
      let typed = value(
        node,
        Place(
          path: ["policy", name], reads: [.register, .claim],
          quantity: name == "position" ? .share : .plain),
        expected: nil)
      policyNames.states[name] = typed.map(NamedValues.State.done) ?? .failed
      return typed
    }
  }

  private func finished(
    _ name: String, _ state: NamedValues.State, at offset: Int, read: () -> Typed?
  ) throws(ExpressionProblem) -> Typed {
    switch state {
    case .done(let typed): return typed
    case .reading:
      throw ExpressionProblem(
        at: offset, Message("'\(name)' is defined by itself", zh: "“\(name)”的定义引用了自身"))
    case .waiting:
      if let typed = read() { return typed }
      // What is wrong with it was reported where it stands.
      return Typed(expression: .flag(false), type: .unresolved)
    case .failed: return Typed(expression: .flag(false), type: .unresolved)
    }
  }

  /// A number by its full address, in this pass or an earlier one.
  func address(_ address: String, at offset: Int) throws(ExpressionProblem) -> Typed {
    func typed(_ index: Int, _ kind: Parameter.Kind) -> Typed {
      switch kind {
      case .number(let dimension):
        Typed(expression: .parameter(index), type: .number(dimension))
      case .date: Typed(expression: .parameter(index), type: .date)
      }
    }
    readAddresses.insert(address)
    if let number = known[address] { return typed(number.index, number.kind) }
    if let index = parameterIndex[address] { return typed(index, parameters[index].kind) }
    metUnknownAddress = true
    guard isLastPass else { return Typed(expression: .flag(false), type: .unresolved) }
    throw ExpressionProblem(
      at: offset, Message("no number has the address '\(address)'", zh: "没有地址为“\(address)”的数"),
      suggestion: nearestName(to: address, among: known.keys.sorted()))
  }
}

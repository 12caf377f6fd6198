import Diagnostics
import PolicyCatalogue

/// Reads the mapping `population: {synthetic: …}` of a scenario; strict, all errors at once.
struct AssumptionReader {
  var bag = DiagnosticBag()

  // MARK: Numbers

  /// A number in its natural unit, whichever that is.
  mutating func number(_ node: YAMLNode?, in range: ClosedRange<Double>? = nil) -> Double? {
    guard let node, let text = node.text(&bag) else { return nil }
    switch NumberText.parse(text) {
    case .failure(let problem):
      bag.report(
        Diagnostic(
          at: node.location(atOffset: problem.offset), problem.message, expected: problem.expected))
      return nil
    case .success(let number):
      let value = number.value.approximation
      if let range, !range.contains(value) {
        node.report(
          expected: Message(
            "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))",
            zh: "\(Self.text(range.lowerBound)) 至 \(Self.text(range.upperBound)) 的数"), &bag)
        return nil
      }
      return value
    }
  }

  private static func text(_ bound: Double) -> String {
    bound == bound.rounded() && bound.magnitude < 1e15 ? String(Int64(bound)) : String(bound)
  }

  /// What a ledger accepts at most; anything above is a slip.
  static let largest = Double(NumberParser.mostMoney)

  mutating func amount(_ node: YAMLNode?) -> Double? { number(node, in: 0...Self.largest) }

  mutating func share(_ node: YAMLNode?) -> Double? { number(node, in: 0...1) }

  mutating func factor(_ node: YAMLNode?) -> Double? { number(node, in: 0...1000) }

  mutating func sigma(_ node: YAMLNode?) -> Double? { number(node, in: 0...5) }

  mutating func integer(_ node: YAMLNode?, in range: ClosedRange<Int>) -> Int? {
    node?.integer(in: range, &bag)
  }

  mutating func seed(_ node: YAMLNode) -> UInt64? { node.seed(&bag) }

  mutating func date(_ node: YAMLNode?) -> Int? { node?.date(&bag) }

  /// Two numbers, the first not above the second.
  mutating func pair(_ node: YAMLNode?) -> (Double, Double)? {
    guard let node, let items = node.sequence(&bag) else { return nil }
    guard items.count == 2 else {
      node.report(expected: Message("two numbers", zh: "两个数"), &bag)
      return nil
    }
    guard let low = number(items[0], in: -Self.largest...Self.largest),
      let high = number(items[1], in: -Self.largest...Self.largest)
    else { return nil }
    guard low <= high else {
      node.report(
        expected: Message("the smaller number first", zh: "较小的数在前"), &bag)
      return nil
    }
    return (low, high)
  }

  // MARK: Mappings

  mutating func mapping(_ node: YAMLNode?, keys: [String], required: [String] = []) -> YAMLMapping?
  {
    guard let node, let mapping = node.mapping(keys: keys, &bag) else { return nil }
    for key in required { _ = mapping.required(key, &bag) }
    return mapping
  }

  /// Names with numbers.
  mutating func factors(
    _ node: YAMLNode?, in range: ClosedRange<Double>
  ) -> [SyntheticAssumptions.Factor]? {
    guard let node, let mapping = node.mapping(&bag) else { return nil }
    var factors: [SyntheticAssumptions.Factor] = []
    for entry in mapping.entries {
      guard let value = number(entry.value, in: range) else { continue }
      factors.append(
        SyntheticAssumptions.Factor(
          name: entry.key, factor: value, location: entry.keyLocation))
    }
    return factors
  }

  mutating func shares(_ node: YAMLNode?) -> [SyntheticAssumptions.Factor]? {
    factors(node, in: 0...1)
  }

  // MARK: Cells

  mutating func cells(_ node: YAMLNode?) -> [NamedCell] {
    guard let node, let mapping = node.mapping(&bag) else { return [] }
    var cells: [NamedCell] = []
    for entry in mapping.entries {
      guard let cell = cell(entry.value) else { continue }
      cells.append(NamedCell(name: entry.key, cell: cell, location: entry.value.location))
    }
    return cells
  }

  private mutating func cell(_ node: YAMLNode) -> CellAssumption? {
    guard let plain = node.asMapping else {
      return share(node).map { .flag($0) }
    }
    if plain.has("shares") {
      let mapping = mapping(node, keys: ["shares"])
      return shares(mapping?["shares"]).map { .levels($0) }
    }
    if plain.has("below") {
      guard
        let mapping = mapping(
          node, keys: ["below", "held", "not_risen"], required: ["held", "not_risen"]),
        let name = mapping["below"]?.text(&bag), let held = share(mapping["held"]),
        let notRisen = share(mapping["not_risen"])
      else { return nil }
      return .below(name, held: held, notRisen: notRisen)
    }
    if plain.has("rank") {
      let mapping = mapping(node, keys: ["rank"])
      return mapping?["rank"]?.text(&bag).map { .rank($0) }
    }
    if plain.has("by_kind") {
      guard let mapping = mapping(node, keys: ["by_kind"]),
        let levels = mapping["by_kind"]?.mapping(keys: RegisterColumn.kinds, &bag)
      else { return nil }
      var chosen: [String: String] = [:]
      for entry in levels.entries { chosen[entry.key] = entry.value.text(&bag) }
      return .byKind(chosen)
    }
    if plain.has("years_before") {
      let mapping = mapping(node, keys: ["years_before"])
      guard let years = pair(mapping?["years_before"]) else { return nil }
      guard (0...200).contains(years.0), (0...200).contains(years.1) else {
        node.report(expected: Message("from 0 to 200 years", zh: "0 至 200 年"), &bag)
        return nil
      }
      return .yearsBefore(years.0, years.1)
    }
    if plain.has("from") || plain.has("to") {
      guard let mapping = mapping(node, keys: ["from", "to"], required: ["from", "to"]),
        let from = date(mapping["from"]), let to = date(mapping["to"])
      else { return nil }
      guard from <= to else {
        node.report(expected: Message("from not after to", zh: "起不晚于止"), &bag)
        return nil
      }
      return .dates(from, to)
    }
    return numberCell(node).map { .number($0) }
  }

  private mutating func numberCell(_ node: YAMLNode) -> NumberAssumption? {
    guard
      let mapping = mapping(
        node, keys: ["median", "of", "ratio", "sigma", "between", "zero", "min", "max"])
    else { return nil }
    var assumption = NumberAssumption(base: .constant(1), spread: .lognormal(0))
    var hasBase = false
    if let of = mapping["of"] {
      guard let name = of.text(&bag) else { return nil }
      let prefix = "enterprise."
      assumption.base =
        name.hasPrefix(prefix)
        ? .attribute(String(name.dropFirst(prefix.count))) : .input(name)
      hasBase = true
      if mapping.has("ratio") {
        guard let ratio = amount(mapping["ratio"]) else { return nil }
        assumption.ratio = ratio
      }
    }
    if mapping.has("median") {
      guard !hasBase, let median = amount(mapping["median"]) else {
        if hasBase {
          node.report(expected: Message("either median or of", zh: "median 与 of 二者取一"), &bag)
        }
        return nil
      }
      assumption.base = .constant(median)
      hasBase = true
    }
    if mapping.has("between") {
      guard let (low, high) = pair(mapping["between"]) else { return nil }
      assumption.spread = .even(low, high)
      hasBase = true
    } else if mapping.has("sigma") {
      guard let sigma = sigma(mapping["sigma"]) else { return nil }
      assumption.spread = .lognormal(sigma)
    }
    guard hasBase else {
      node.report(
        expected: Message(
          "one of shares, below, rank, by_kind, years_before, from, of, median, between",
          zh: "shares、below、rank、by_kind、years_before、from、of、median、between 之一"), &bag)
      return nil
    }
    if mapping.has("zero") { assumption.zero = share(mapping["zero"]) ?? 0 }
    if mapping.has("min") { assumption.minimum = amount(mapping["min"]) ?? 0 }
    if mapping.has("max") { assumption.maximum = amount(mapping["max"]) ?? assumption.maximum }
    return assumption
  }
}

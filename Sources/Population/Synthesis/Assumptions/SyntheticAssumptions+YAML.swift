package import Diagnostics
import LinearAlgebra
package import PolicyCatalogue

extension SyntheticAssumptions {
  /// The largest register; beyond it row numbers would not fit.
  static let largestSize = 20_000_000

  /// Reads `population: {synthetic: …}`. The mapping may also be `{from: FILE}`, which takes the
  /// assumptions of another scenario, with a seed and a size of its own; and without `from`, where
  /// it states a seed and a size only, those that the policy names.
  ///
  /// - Parameter named: the scenario that the policy names for its assumptions.
  /// - Throws: `DataError` with everything that is wrong.
  package init(yaml node: YAMLNode, named: String? = nil) throws(DataError) {
    guard let mapping = node.asMapping else {
      self = try Self(whole: node)
      return
    }
    let isShort = mapping.entries.allSatisfy { ["seed", "size"].contains($0.key) }
    if !mapping.has("from") && !(isShort && named != nil) {
      self = try Self(whole: node)
      return
    }
    var reader = AssumptionReader()
    mapping.allow(["from", "seed", "size"], &reader.bag)
    let from = mapping["from"]?.text(&reader.bag)
    let seed = mapping["seed"].flatMap { reader.seed($0) }
    let size = reader.integer(mapping["size"], in: 1...Self.largestSize)
    try reader.bag.throwIfErrors()
    var assumptions = try Self(
      whole: Self.mapping(of: from.map { Self.path($0, beside: node.location) } ?? named!))
    assumptions.seed = seed ?? assumptions.seed
    assumptions.size = size ?? assumptions.size
    self = assumptions
  }

  /// A path is relative to the file that names it.
  private static func path(_ path: String, beside location: SourceLocation) -> String {
    if path.hasPrefix("/") { return path }
    return (location.file.lastIndex(of: "/").map { location.file[...$0] } ?? "") + path
  }

  /// The mapping of another scenario.
  private static func mapping(of path: String) throws(DataError) -> YAMLNode {
    let root = try YAMLNode.read(path)
    guard let node = root.asMapping?["population"]?.asMapping?["synthetic"] else {
      throw DataError(
        Diagnostic(
          at: root.location,
          Message(
            "this scenario has no synthetic population to take assumptions from",
            zh: "该方案没有可引用的合成总体假设"),
          expected: Message(
            "population: {synthetic: …}", zh: "population: {synthetic: …}")))
    }
    if let from = node.asMapping?["from"] {
      throw DataError(
        Diagnostic(
          at: from.location,
          Message(
            "these assumptions are themselves taken from elsewhere", zh: "所引用的假设本身又引自他处"),
          expected: Message("the scenario that states them", zh: "直接写明假设的方案")))
    }
    return node
  }

  private init(whole node: YAMLNode) throws(DataError) {
    var reader = AssumptionReader()
    let keys = [
      "seed", "size", "filing", "name_prefix", "kinds", "towns", "industries", "sizes",
      "attributes", "correlations", "controls", "register", "claims",
    ]
    guard
      let mapping = reader.mapping(
        node, keys: keys, required: ["seed", "size", "filing", "register", "claims"])
    else { throw DataError(reader.bag.errors) }
    self.init(
      seed: mapping["seed"].flatMap { reader.seed($0) } ?? 0,
      size: reader.integer(mapping["size"], in: 1...Self.largestSize) ?? 1)
    location = node.location
    if let prefix = mapping["name_prefix"] { namePrefix = prefix.text(&reader.bag) ?? "" }
    filing = Self.filing(mapping["filing"], &reader)
    kinds = Self.kinds(mapping["kinds"], &reader)
    towns = Self.towns(mapping["towns"], &reader)
    industries = Self.industries(mapping["industries"], &reader)
    sizes = Self.sizes(mapping["sizes"], &reader)
    attributes = Self.attributes(mapping["attributes"], &reader)
    correlations = Self.correlations(mapping["correlations"], of: attributes, &reader)
    if mapping.has("controls") { controls = Self.controls(mapping["controls"], &reader) }
    register = Self.register(mapping["register"], filing: filing, &reader)
    claims = ClaimAssumptions(mapping["claims"], &reader)
    fingerprint = ""
    Self.write(node, to: &fingerprint)
    try reader.bag.throwIfErrors()
  }

  /// The text of the node without its layout, and without seed and size, which stand beside it in
  /// the hash.
  static func write(_ node: YAMLNode, to text: inout String, isTop: Bool = true) {
    switch node.content {
    case .null: text += "~"
    case .scalar(let value): text += "\(value.utf8.count):\(value)"
    case .sequence(let items):
      text += "["
      for item in items { write(item, to: &text, isTop: false) }
      text += "]"
    case .mapping(let entries):
      text += "{"
      for entry in entries where !isTop || !["seed", "size"].contains(entry.key) {
        text += "\(entry.key.utf8.count):\(entry.key)="
        write(entry.value, to: &text, isTop: false)
      }
      text += "}"
    }
  }
}

// MARK: - Parts

extension SyntheticAssumptions {
  private static func filing(_ node: YAMLNode?, _ reader: inout AssumptionReader) -> Filing {
    var filing = Filing()
    guard
      let mapping = reader.mapping(
        node, keys: ["from", "to", "late", "late_days"], required: ["from", "to"])
    else { return filing }
    if let from = reader.date(mapping["from"]), let to = reader.date(mapping["to"]) {
      filing.from = from
      filing.to = to
      if from > to {
        node?.report(expected: Message("from not after to", zh: "起不晚于止"), &reader.bag)
      }
    }
    if mapping.has("late") { filing.late = reader.share(mapping["late"]) ?? 0 }
    if mapping.has("late_days") {
      filing.lateDays = reader.integer(mapping["late_days"], in: 1...366) ?? 1
    }
    return filing
  }

  private static func kinds(_ node: YAMLNode?, _ reader: inout AssumptionReader) -> [Kind] {
    guard let node, let mapping = node.mapping(keys: RegisterColumn.kinds, &reader.bag) else {
      return []
    }
    var kinds: [Kind] = []
    for entry in mapping.entries {
      guard
        let kind = reader.mapping(
          entry.value, keys: ["share", "business", "suffix"], required: ["share"]),
        let share = reader.share(kind["share"])
      else { continue }
      kinds.append(
        Kind(
          name: entry.key, share: share,
          isBusiness: kind["business"].flatMap { $0.flag(&reader.bag) } ?? false,
          suffix: kind["suffix"].flatMap { $0.text(&reader.bag) } ?? ""))
    }
    return kinds
  }

  private static func towns(_ node: YAMLNode?, _ reader: inout AssumptionReader) -> [Town] {
    guard let node, let mapping = node.mapping(&reader.bag) else { return [] }
    var towns: [Town] = []
    for entry in mapping.entries {
      guard
        let town = reader.mapping(entry.value, keys: ["share", "industries"], required: ["share"]),
        let share = reader.share(town["share"])
      else { continue }
      towns.append(
        Town(
          name: entry.key, share: share,
          specialities: reader.factors(town["industries"], in: 0...1000) ?? []))
    }
    return towns
  }

  private static func industries(
    _ node: YAMLNode?, _ reader: inout AssumptionReader
  ) -> [Industry] {
    guard let node, let mapping = node.mapping(&reader.bag) else { return [] }
    var industries: [Industry] = []
    for entry in mapping.entries {
      guard
        let industry = reader.mapping(entry.value, keys: ["share", "scale"], required: ["share"]),
        let share = reader.share(industry["share"])
      else { continue }
      industries.append(
        Industry(
          name: entry.key, share: share,
          scale: reader.factors(industry["scale"], in: 0...1000) ?? []))
    }
    return industries
  }

  private static func sizes(_ node: YAMLNode?, _ reader: inout AssumptionReader) -> [SizeClass] {
    guard let node, let mapping = node.mapping(&reader.bag) else { return [] }
    var sizes: [SizeClass] = []
    for entry in mapping.entries {
      guard
        let size = reader.mapping(
          entry.value, keys: ["from", "claims"], required: ["from", "claims"]),
        let from = reader.amount(size["from"]), let claims = reader.factor(size["claims"])
      else { continue }
      if from <= sizes.last?.from ?? -1 || (sizes.isEmpty && from != 0) {
        entry.value.report(
          expected: Message(
            "classes in rising order, the first from 0", zh: "自 0 起从小到大排列"), &reader.bag)
      }
      sizes.append(SizeClass(name: entry.key, from: from, claims: claims))
    }
    return sizes
  }

  private static func attributes(
    _ node: YAMLNode?, _ reader: inout AssumptionReader
  ) -> [Attribute] {
    guard let node, let mapping = node.mapping(&reader.bag) else { return [] }
    var attributes: [Attribute] = []
    for entry in mapping.entries {
      guard
        let attribute = reader.mapping(
          entry.value, keys: ["median", "sigma", "min", "max"],
          required: ["median", "sigma", "max"]),
        let median = reader.amount(attribute["median"]),
        let sigma = reader.sigma(attribute["sigma"]),
        let maximum = reader.amount(attribute["max"])
      else { continue }
      let minimum = attribute.has("min") ? reader.amount(attribute["min"]) ?? 0 : 0
      if minimum > maximum {
        entry.value.report(expected: Message("min not above max", zh: "min 不大于 max"), &reader.bag)
      }
      attributes.append(
        Attribute(
          name: entry.key, median: median, sigma: sigma, minimum: minimum,
          maximum: max(minimum, maximum)))
    }
    return attributes
  }

  /// A row for each attribute in their order: its correlations with those before it, and 1.
  private static func correlations(
    _ node: YAMLNode?, of attributes: [Attribute], _ reader: inout AssumptionReader
  ) -> Matrix {
    var matrix = Matrix.identity(attributes.count)
    guard let node else { return matrix }
    guard let mapping = node.mapping(keys: attributes.map(\.name), &reader.bag) else {
      return matrix
    }
    for entry in mapping.entries {
      guard let row = attributes.firstIndex(where: { $0.name == entry.key }),
        let items = entry.value.sequence(&reader.bag)
      else { continue }
      let values = items.compactMap { reader.number($0, in: -1...1) }
      if values.count < items.count { continue }
      guard values.count == row + 1, values[row] == 1 else {
        entry.value.report(
          expected: Message(
            "\(row + 1) correlations, with the attributes before it and 1 with itself",
            zh: "\(row + 1) 个相关系数:与之前各指标的,末位为 1"), &reader.bag)
        continue
      }
      for (column, value) in values.enumerated() {
        matrix[row, column] = value
        matrix[column, row] = value
      }
    }
    return matrix
  }

  private static func controls(_ node: YAMLNode?, _ reader: inout AssumptionReader) -> Controls {
    var controls = Controls()
    guard
      let mapping = reader.mapping(
        node, keys: ["for_size", "tolerance", "tolerance_enterprises", "weights", "totals"],
        required: ["for_size", "tolerance", "totals"])
    else { return controls }
    controls.forSize = reader.integer(mapping["for_size"], in: 1...largestSize) ?? 1
    controls.tolerance = reader.share(mapping["tolerance"]) ?? 0
    if mapping.has("tolerance_enterprises") {
      controls.toleranceEnterprises = reader.factor(mapping["tolerance_enterprises"]) ?? 0
    }
    if let weights = mapping["weights"], let (low, high) = reader.pair(weights) {
      if low < 0 || low > 1 || high < 1 {
        weights.report(
          expected: Message(
            "bounds on both sides of 1, none below 0", zh: "下限在 0 与 1 之间、上限不小于 1"),
          &reader.bag)
      } else {
        controls.smallestWeight = low
        controls.largestWeight = high
      }
    }
    for item in mapping["totals"]?.sequence(&reader.bag) ?? [] {
      guard
        let total = reader.mapping(
          item, keys: ["of", "by", "are"], required: ["of", "by", "are"]),
        let of = total["of"]?.text(&reader.bag),
        let category = total["by"]?.choice(Control.Category.self, &reader.bag),
        let targets = reader.factors(total["are"], in: 0...1e15)
      else { continue }
      let sum = targets.reduce(0) { $0 + $1.factor }
      if of == "enterprises", sum > Double(controls.forSize) {
        item.report(
          expected: Message(
            "no more than \(controls.forSize) enterprises in all; these are \(Int(sum))",
            zh: "合计不超过 \(controls.forSize) 家;现为 \(Int(sum)) 家"), &reader.bag)
      }
      controls.totals.append(
        Control(
          attribute: of == "enterprises" ? nil : of, category: category, targets: targets,
          location: item.location))
    }
    return controls
  }

  private static func register(
    _ node: YAMLNode?, filing: Filing, _ reader: inout AssumptionReader
  ) -> RegisterShares {
    var register = RegisterShares()
    register.registeredFrom = filing.from - 1
    guard
      let mapping = reader.mapping(
        node,
        keys: [
          "registered_from", "newcomers", "defer", "not_registered_here", "not_taxed_here",
          "penalised", "safety_accident", "safety_grades", "energy_target_missed",
          "special_deal", "groups", "fraud", "columns",
        ], required: ["registered_from"])
    else { return register }
    if let date = reader.date(mapping["registered_from"]) { register.registeredFrom = date }
    func optional(_ key: String, _ path: WritableKeyPath<RegisterShares, Double>) {
      if mapping.has(key), let share = reader.share(mapping[key]) {
        register[keyPath: path] = share
      }
    }
    optional("newcomers", \.newcomers)
    optional("not_registered_here", \.notRegisteredHere)
    optional("not_taxed_here", \.notTaxedHere)
    optional("penalised", \.penalised)
    optional("safety_accident", \.safetyAccident)
    optional("energy_target_missed", \.energyTargetMissed)
    optional("special_deal", \.specialDeal)
    if mapping.has("defer"),
      let deferral = reader.mapping(
        mapping["defer"], keys: ["from", "share"], required: ["from", "share"])
    {
      register.deferFrom = reader.date(deferral["from"]) ?? Int.max
      register.deferring = reader.share(deferral["share"]) ?? 0
    }
    if mapping.has("safety_grades") {
      guard case .level(let grades) = RegisterColumn.safetyGrade.schema.type else {
        preconditionFailure("safety grades are levels")
      }
      mapping["safety_grades"]?.asMapping?.allow(grades, &reader.bag)
      register.safetyGrades = reader.shares(mapping["safety_grades"]) ?? []
    }
    if mapping.has("groups"),
      let groups = reader.mapping(
        mapping["groups"], keys: ["share", "largest"], required: ["share", "largest"])
    {
      register.grouped = reader.share(groups["share"]) ?? 0
      register.largestGroup = reader.integer(groups["largest"], in: 2...1000) ?? 2
    }
    if mapping.has("fraud"),
      let fraud = reader.mapping(
        mapping["fraud"], keys: ["this_year", "recent", "long_ago"],
        required: ["this_year", "recent", "long_ago"])
    {
      register.fraudThisYear = reader.share(fraud["this_year"]) ?? 0
      register.fraudRecent = reader.share(fraud["recent"]) ?? 0
      register.fraudLongAgo = reader.share(fraud["long_ago"]) ?? 0
    }
    if mapping.has("columns") { register.columns = reader.cells(mapping["columns"]) }
    return register
  }
}

package import Diagnostics
package import PolicyCatalogue

extension SyntheticVillages {
  private static let largestSize = 1_000_000
  private static let keys = [
    "seed", "size", "towns", "income", "assets", "debt", "idle_m2", "unleased_mu", "new_land_mu",
    "backlog_mu",
  ]

  /// Reads `synthetic: {…}` of a scenario's villages.
  ///
  /// - Throws: `DataError` with everything that is wrong.
  package init(yaml node: YAMLNode) throws(DataError) {
    var reader = AssumptionReader()
    guard
      let mapping = reader.mapping(
        node, keys: Self.keys, required: ["seed", "size", "towns", "income", "assets"])
    else { throw DataError(reader.bag.errors) }
    self.init(
      seed: mapping["seed"].flatMap { reader.seed($0) } ?? 0,
      size: reader.integer(mapping["size"], in: 1...Self.largestSize) ?? 1)
    towns = (reader.shares(mapping["towns"]) ?? []).map { Town(name: $0.name, share: $0.factor) }
    if let node = mapping["income"] { income = reader.income(node) }
    if let node = mapping["assets"] { assets = reader.assets(node) }
    if let node = mapping["debt"] { debt = reader.debt(node) }
    idle = reader.stock(mapping["idle_m2"])
    unleased = reader.stock(mapping["unleased_mu"])
    newLand = reader.stock(mapping["new_land_mu"])
    if let node = mapping["backlog_mu"] { backlog = reader.backlog(node) }
    if let node = mapping["towns"], !towns.isEmpty { reader.expectWhole(towns.map(\.share), node) }
    if let node = mapping["income"] {
      let own = [income.rent, income.lease, income.service, income.investment]
      reader.expectWhole(own, node.asMapping?["sources"] ?? node)
    }
    try reader.bag.throwIfErrors()
    SyntheticAssumptions.write(node, to: &fingerprint)
    location = node.location
  }
}

extension AssumptionReader {
  /// Shares that must come to one.
  fileprivate mutating func expectWhole(_ shares: [Double], _ node: YAMLNode) {
    if bag.hasErrors || abs(shares.reduce(0, +) - 1) < 1e-9 { return }
    bag.report(
      Diagnostic(
        at: node.location, Message("these shares do not come to 100%", zh: "各项比例之和不是 100%"),
        expected: Message("shares that add up to 100%", zh: "合计 100% 的比例")))
  }

  fileprivate mutating func income(_ node: YAMLNode) -> SyntheticVillages.Income {
    var income = SyntheticVillages.Income()
    let keys = [
      "total", "sigma", "sources", "mix_sigma", "other_subsidies", "operating", "weak_below",
      "better_from",
    ]
    guard let mapping = mapping(node, keys: keys, required: ["total", "sigma", "sources"]) else {
      return income
    }
    income.total = amount(mapping["total"]) ?? 0
    income.sigma = sigma(mapping["sigma"]) ?? 0
    income.mixSigma = sigma(mapping["mix_sigma"]) ?? 0
    income.otherSubsidies = share(mapping["other_subsidies"]) ?? 0
    let sources = self.mapping(
      mapping["sources"], keys: ["rent", "lease", "service", "investment"])
    income.rent = share(sources?["rent"]) ?? 0
    income.lease = share(sources?["lease"]) ?? 0
    income.service = share(sources?["service"]) ?? 0
    income.investment = share(sources?["investment"]) ?? 0
    if let node = mapping["operating"] {
      let amounts = self.mapping(node, keys: VillageClass.allCases.map(\.rawValue))
      income.operating = VillageClass.allCases.map { amount(amounts?[$0.rawValue]) ?? 0 }
      for key in ["weak_below", "better_from"] { _ = mapping.required(key, &bag) }
    }
    income.weakBelow = amount(mapping["weak_below"]) ?? 0
    income.betterFrom = amount(mapping["better_from"]) ?? 0
    return income
  }

  fileprivate mutating func assets(_ node: YAMLNode) -> SyntheticVillages.Assets {
    var assets = SyntheticVillages.Assets()
    guard
      let mapping = mapping(
        node, keys: ["total", "sigma", "correlation", "property"],
        required: ["total", "sigma", "property"])
    else { return assets }
    assets.total = amount(mapping["total"]) ?? 0
    assets.sigma = sigma(mapping["sigma"]) ?? 0
    assets.correlation = number(mapping["correlation"], in: -1...1) ?? 0
    if let node = mapping["property"], let (low, high) = pair(node) {
      if low < 0 || high > 1 {
        node.report(expected: Message("shares from 0 to 100%", zh: "0 至 100% 的比例"), &bag)
      }
      (assets.propertyFrom, assets.propertyTo) = (low, high)
    }
    return assets
  }

  fileprivate mutating func debt(_ node: YAMLNode) -> SyntheticVillages.Debt {
    var debt = SyntheticVillages.Debt()
    let keys = ["total", "share", "sigma"]
    guard let mapping = mapping(node, keys: keys, required: keys) else { return debt }
    debt.total = amount(mapping["total"]) ?? 0
    debt.share = share(mapping["share"]) ?? 0
    debt.sigma = sigma(mapping["sigma"]) ?? 0
    return debt
  }

  fileprivate mutating func stock(_ node: YAMLNode?) -> SyntheticVillages.Stock {
    let keys = ["share", "median", "sigma"]
    guard let node, let mapping = mapping(node, keys: keys, required: keys) else {
      return SyntheticVillages.Stock()
    }
    return stock(mapping)
  }

  private mutating func stock(_ mapping: YAMLMapping) -> SyntheticVillages.Stock {
    SyntheticVillages.Stock(
      share: share(mapping["share"]) ?? 0, median: amount(mapping["median"]) ?? 0,
      sigma: sigma(mapping["sigma"]) ?? 0)
  }

  fileprivate mutating func backlog(_ node: YAMLNode) -> SyntheticVillages.Backlog {
    var backlog = SyntheticVillages.Backlog()
    let keys = ["share", "median", "sigma", "years", "urgencies"]
    guard let mapping = mapping(node, keys: keys, required: keys) else { return backlog }
    backlog.area = stock(mapping)
    if let node = mapping["years"], let (from, to) = pair(node) {
      if from != from.rounded() || to != to.rounded() || from < 1900 || to > 9999 {
        node.report(expected: Message("two years", zh: "两个年份"), &bag)
      } else {
        (backlog.from, backlog.to) = (Int(from), Int(to))
      }
    }
    backlog.urgencies = integer(mapping["urgencies"], in: 1...1000) ?? 1
    return backlog
  }
}

import Diagnostics
import PolicyCatalogue

extension ClaimAssumptions {
  /// Claims of a measure for one claimant: above one where somebody files several, within reason.
  private static let propensities = 0.0...10.0

  init(_ node: YAMLNode?, _ reader: inout AssumptionReader) {
    self.init()
    guard
      let mapping = reader.mapping(
        node,
        keys: [
          "propensity", "shapes", "kinds", "again", "shared_basis", "elsewhere", "follows_size",
          "defaults", "measures",
        ], required: ["propensity", "defaults"])
    else { return }
    propensity = reader.number(mapping["propensity"], in: Self.propensities) ?? 0
    shapes = reader.factors(mapping["shapes"], in: Self.propensities) ?? []
    kinds = reader.factors(mapping["kinds"], in: 0...1000) ?? []
    if let (chance, most) = Self.again(mapping["again"], &reader) {
      again = chance
      self.most = most
    }
    if mapping.has("shared_basis") { sharedBasis = reader.share(mapping["shared_basis"]) ?? 0 }
    if mapping.has("elsewhere") { elsewhere = reader.share(mapping["elsewhere"]) ?? 0 }
    if mapping.has("follows_size") { followsSize = reader.share(mapping["follows_size"]) ?? 0 }
    defaults = CellDefaults(mapping["defaults"], &reader)
    for entry in mapping["measures"]?.mapping(&reader.bag)?.entries ?? [] {
      measures.append(MeasureAssumptions(entry, &reader))
    }
  }

  fileprivate static func again(
    _ node: YAMLNode?, _ reader: inout AssumptionReader
  ) -> (Double, Int)? {
    guard node != nil,
      let mapping = reader.mapping(
        node, keys: ["chance", "most"], required: ["chance", "most"]),
      let chance = reader.share(mapping["chance"]),
      let most = reader.integer(mapping["most"], in: 1...1000)
    else { return nil }
    return (chance, most)
  }
}

extension MeasureAssumptions {
  init(_ entry: YAMLNode.Entry, _ reader: inout AssumptionReader) {
    self.init(measure: entry.key, location: entry.keyLocation)
    guard
      let mapping = reader.mapping(
        entry.value,
        keys: [
          "propensity", "kinds", "industries", "sizes", "again", "shared_basis", "inputs",
        ])
    else { return }
    if mapping.has("propensity") { propensity = reader.number(mapping["propensity"], in: 0...10) }
    kinds = reader.factors(mapping["kinds"], in: 0...1000)
    industries = mapping["industries"]?.words(&reader.bag)
    sizes = mapping["sizes"]?.words(&reader.bag)
    if let (chance, most) = ClaimAssumptions.again(mapping["again"], &reader) {
      again = chance
      self.most = most
    }
    if mapping.has("shared_basis") { sharedBasis = reader.share(mapping["shared_basis"]) }
    if mapping.has("inputs") { inputs = reader.cells(mapping["inputs"]) }
  }
}

extension CellDefaults {
  init(_ node: YAMLNode?, _ reader: inout AssumptionReader) {
    self.init()
    let keys = [
      "of_threshold", "of_ceiling", "sigma", "medians", "rates", "growth", "flag_met",
      "flag_other", "level_step", "prior", "years_before",
    ]
    guard let mapping = reader.mapping(node, keys: keys, required: keys) else { return }
    ofThreshold = reader.factor(mapping["of_threshold"]) ?? ofThreshold
    ofCeiling = reader.factor(mapping["of_ceiling"]) ?? ofCeiling
    sigma = reader.sigma(mapping["sigma"]) ?? sigma
    if let medians = reader.mapping(
      mapping["medians"], keys: ["money", "usd", "count", "quantity"],
      required: ["money", "usd", "count", "quantity"]), medians.entries.count == 4
    {
      self.medians = reader.factors(mapping["medians"], in: 0...AssumptionReader.largest) ?? []
    }
    if let (low, high) = reader.pair(mapping["rates"]) { (rateLow, rateHigh) = (low, high) }
    if let growth = reader.mapping(
      mapping["growth"], keys: ["median", "sigma"], required: ["median", "sigma"])
    {
      self.growth = reader.number(growth["median"], in: 0.001...1000) ?? 1
      growthSigma = reader.sigma(growth["sigma"]) ?? growthSigma
    }
    flagMet = reader.share(mapping["flag_met"]) ?? flagMet
    flagOther = reader.share(mapping["flag_other"]) ?? flagOther
    levelStep = reader.factor(mapping["level_step"]) ?? levelStep
    if let prior = reader.mapping(
      mapping["prior"], keys: ["held", "not_risen"], required: ["held", "not_risen"])
    {
      held = reader.share(prior["held"]) ?? 0
      notRisen = reader.share(prior["not_risen"]) ?? 0
    }
    yearsBefore = reader.number(mapping["years_before"], in: 0...200) ?? yearsBefore
  }
}

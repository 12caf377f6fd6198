import Diagnostics

/// The base sample: as many records as the register will have, each drawn from the assumed shares.
/// Calibration weighs them; the weights, made whole, say how often each enters the register.
struct Candidates: Sendable {
  /// Indices in the assumptions; −1 for none.
  var kinds: [Int32]
  var towns: [Int32]
  var industries: [Int32]
  var sizes: [Int32]
  /// By fixed attribute: independent normal draws and values.
  var draws: [[Double]]
  var values: [[Double]]

  var count: Int { kinds.count }

  init(
    _ assumptions: SyntheticAssumptions, attributes: CorrelatedAttributes, parallel: ParallelBlocks
  ) {
    let size = assumptions.size
    func stream(_ name: String) -> RandomStream {
      RandomStream(seed: assumptions.seed, "candidate", name)
    }

    let kindChoice = Choice(assumptions.kinds.map(\.share))
    let kindStream = stream("kind")
    let kinds = parallel.column(size) { Int32(kindChoice.pick(kindStream.uniform($0))) }

    let townChoice = Choice(assumptions.towns.map(\.share))
    let townStream = stream("town")
    let towns = parallel.column(size) { Int32(townChoice.pick(townStream.uniform($0))) }

    // The industries of a town are those of the city, its specialities the more common.
    let industryNames = assumptions.industries.map(\.name)
    func industryShares(_ town: SyntheticAssumptions.Town?) -> Choice {
      Choice(
        zip(industryNames, assumptions.industries).map { name, industry in
          industry.share * (town?.specialities.first { $0.name == name }?.factor ?? 1)
        })
    }
    let townIndustries = assumptions.towns.map { industryShares($0) }
    let cityIndustries = industryShares(nil)
    let isBusiness = assumptions.kinds.isEmpty ? [true] : assumptions.kinds.map(\.isBusiness)
    let industryStream = stream("industry")
    let industries = parallel.column(size) { row -> Int32 in
      guard isBusiness[max(0, Int(kinds[row]))] else { return -1 }
      let choice = towns[row] >= 0 ? townIndustries[Int(towns[row])] : cityIndustries
      return Int32(choice.pick(industryStream.uniform(row)))
    }

    var draws: [[Double]] = []
    var values: [[Double]] = []
    for attribute in 0..<attributes.fixedCount {
      draws.append(parallel.column(size) { attributes.draw(attribute, row: $0) })
      let drawn = draws
      values.append(
        parallel.column(size) { row in
          guard isBusiness[max(0, Int(kinds[row]))] else { return 0 }
          let normal = attributes.normal(attribute) { drawn[$0][row] }
          return attributes.value(attribute, normal: normal, industry: Int(industries[row]))
        })
    }

    let bounds = assumptions.sizes.map(\.from)
    let sizing = attributes.index(of: CorrelatedAttributes.sizing).map { values[$0] }
    let sizes = parallel.column(size) { row -> Int32 in
      guard let sizing, isBusiness[max(0, Int(kinds[row]))] else { return -1 }
      return Int32(bounds.lastIndex { $0 <= sizing[row] } ?? -1)
    }

    self.kinds = kinds
    self.towns = towns
    self.industries = industries
    self.sizes = sizes
    self.draws = draws
    self.values = values
  }

  func categories(_ category: SyntheticAssumptions.Control.Category) -> [Int32] {
    switch category {
    case .kind: kinds
    case .town: towns
    case .industry: industries
    case .size: sizes
    }
  }
}

/// Picks one of several by their shares, which need not add up to one.
struct Choice: Sendable {
  private let bounds: [Double]

  init(_ shares: [Double]) {
    var bounds: [Double] = []
    var sum = 0.0
    for share in shares {
      sum += share
      bounds.append(sum)
    }
    self.bounds = bounds
  }

  /// The index, or −1 if there is nothing to pick from. Complexity: O(log shares).
  @inline(__always)
  func pick(_ uniform: Double) -> Int {
    guard let total = bounds.last, total > 0 else { return -1 }
    let sought = uniform * total
    var (low, high) = (0, bounds.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] > sought { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

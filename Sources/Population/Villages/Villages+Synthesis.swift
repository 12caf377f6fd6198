internal import Crypto
package import Diagnostics

extension Villages {
  /// Villages drawn from assumptions, their totals those that are stated.
  ///
  /// The same assumptions give the same villages on every machine. Amounts are whole yuan.
  ///
  /// - Throws: `DataError` where the operating funds alone come to more than all income.
  package static func synthesise(_ assumptions: SyntheticVillages) throws(DataError) -> Villages {
    let size = assumptions.size
    func normals(_ name: String) -> [Double] {
      let stream = RandomStream(seed: assumptions.seed, "village", name)
      return (0..<size).map { stream.normal($0) }
    }
    func uniforms(_ name: String) -> [Double] {
      let stream = RandomStream(seed: assumptions.seed, "village", name)
      return (0..<size).map { stream.uniform($0) }
    }
    func stock(_ stock: SyntheticVillages.Stock, _ name: String) -> [Double] {
      let (has, sizes) = (uniforms("\(name) has"), normals("\(name) size"))
      return (0..<size).map {
        has[$0] < stock.share ? stock.median * portableExp(stock.sigma * sizes[$0]) : 0
      }
    }

    let incomeDraws = normals("income")
    let own = incomeDraws.map { portableExp(assumptions.income.sigma * $0) }
    let income = try SyntheticIncome(assumptions, unscaled: own)
    let mix = mixed(assumptions.income, normals)

    let rho = assumptions.assets.correlation
    let rest = max(0, 1 - rho * rho).squareRoot()
    let assetDraws = zip(incomeDraws, normals("assets")).map { rho * $0 + rest * $1 }
    let assets = wholeYuan(
      assetDraws.map { portableExp(assumptions.assets.sigma * $0) }, total: assumptions.assets.total
    )
    let propertyShares = uniforms("property").map {
      assumptions.assets.propertyFrom
        + (assumptions.assets.propertyTo - assumptions.assets.propertyFrom) * $0
    }
    let property = zip(assets, propertyShares).map { ($0 * $1).rounded() }

    let (owes, debtDraws) = (uniforms("owes"), normals("debt"))
    let debt = wholeYuan(
      (0..<size).map {
        owes[$0] < assumptions.debt.share ? portableExp(assumptions.debt.sigma * debtDraws[$0]) : 0
      }, total: assumptions.debt.total)

    // Some square metres, some thousandths of a mu: what is drawn is rounded to what sheets hold.
    func thousandths(_ values: [Double]) -> [Double] { values.map { ($0 * 1000).rounded() } }
    let backlog = thousandths(stock(assumptions.backlog.area, "backlog"))
    let years = even(uniforms("backlog year"), assumptions.backlog.from, assumptions.backlog.to)
    let urgencies = even(uniforms("backlog urgency"), 1, assumptions.backlog.urgencies)
    func owed(_ values: [Double]) -> [Double] { zip(values, backlog).map { $1 > 0 ? $0 : 0 } }
    func fen(_ yuan: [Double]) -> Column { .numbers(yuan.map { $0 * 100 }) }

    let sources = income.split(by: mix)
    let columns = VillageColumn.allCases.map { column -> Column in
      switch column {
      case .village: .text(TextColumn(codes: [], values: [""]))
      case .town: .text(towns(assumptions))
      case .listedClass: .levels([UInt8](repeating: 0, count: size))
      case .rent: fen(sources[0])
      case .lease: fen(sources[1])
      case .service: fen(sources[2])
      case .investment: fen(sources[3])
      case .subsidy: fen(income.subsidies)
      case .operating: fen(income.operating)
      case .property: fen(property)
      case .otherAssets: fen(zip(assets, property).map { $0 - $1 })
      case .debt: fen(debt)
      case .idle: .numbers(thousandths(stock(assumptions.idle, "idle")))
      case .unleased: .numbers(thousandths(stock(assumptions.unleased, "unleased")))
      case .newLand: .numbers(thousandths(stock(assumptions.newLand, "new land")))
      case .backlog: .numbers(backlog)
      case .backlogYear: .numbers(owed(years))
      case .backlogUrgency: .numbers(owed(urgencies))
      }
    }
    var ids = IdentifierColumn()
    let width = String(size).utf8.count
    for row in 0..<size { ids.append(paddedIdentifier("V", row + 1, width: width)) }
    let text = "\(assumptions.seed) \(size)\n" + assumptions.fingerprint
    return Villages(
      ids: ids, columns: columns, hash: hexadecimal(SHA256.hash(data: Array(text.utf8))))
  }

  /// The villages of a town stand together; each town has its share of them.
  private static func towns(_ assumptions: SyntheticVillages) -> TextColumn {
    var codes: [Int32] = []
    var sum = 0.0
    for (code, town) in assumptions.towns.enumerated() {
      sum += town.share
      let end = Int((sum * Double(assumptions.size)).rounded())
      while codes.count < min(end, assumptions.size) { codes.append(Int32(code)) }
    }
    let last = Int32(assumptions.towns.count - 1)
    while codes.count < assumptions.size { codes.append(last) }
    return TextColumn(codes: codes, values: assumptions.towns.map(\.name))
  }

  /// The shares of the own sources in each village's own income.
  private static func mixed(
    _ income: SyntheticVillages.Income, _ normals: (String) -> [Double]
  ) -> [[Double]] {
    let names = ["rent", "lease", "service", "investment"]
    let means = [income.rent, income.lease, income.service, income.investment]
    let weights = zip(names, means).map { name, mean in
      normals(name).map { mean * portableExp(income.mixSigma * $0) }
    }
    return weights[0].indices.map { row in
      let sum = weights.reduce(0) { $0 + $1[row] }
      return weights.map { $0[row] / sum }
    }
  }

  private static func even(_ uniforms: [Double], _ from: Int, _ to: Int) -> [Double] {
    uniforms.map { Double(from + min(to - from, Int($0 * Double(to - from + 1)))) }
  }
}

/// Weights brought to a total and to whole yuan; the roundings cancel, so that the sum is the total.
func wholeYuan(_ weights: [Double], total: Double) -> [Double] {
  let sum = weights.reduce(0, +)
  if sum <= 0 { return weights.map { _ in 0 } }
  var (reached, written) = (0.0, 0.0)
  return weights.map { weight in
    reached += weight
    let next = (total * (reached / sum)).rounded()
    defer { written = next }
    return next - written
  }
}

/// Own income and subsidies of the base year, which together come to the total.
private struct SyntheticIncome {
  var own: [Double]
  var operating: [Double]
  var subsidies: [Double]

  init(_ assumptions: SyntheticVillages, unscaled: [Double]) throws(DataError) {
    let income = assumptions.income
    let unscaledTotal = unscaled.reduce(0, +)
    var scale = income.total / (unscaledTotal * (1 + income.otherSubsidies))
    var funds = unscaled.map { _ in 0.0 }
    // Classes depend on own income and own income on what operating funds leave of the total. The
    // search soon stands; where it goes round, it ends, and the classes are one step behind.
    for _ in 0..<20 {
      funds = unscaled.map { Self.operating($0 * scale, income) }
      let left = income.total - funds.reduce(0, +)
      guard left > 0 else {
        throw DataError(
          Diagnostic(
            at: assumptions.location,
            Message(
              "operating funds alone come to more than the income of all villages",
              zh: "仅公用经费一项就超过各村收入合计"),
            expected: Message("a larger total, or fewer villages", zh: "更大的总额,或更少的村")))
      }
      let next = left / (unscaledTotal * (1 + income.otherSubsidies))
      if next == scale { break }
      scale = next
    }
    let total = income.total - funds.reduce(0, +)
    let others = (total * income.otherSubsidies / (1 + income.otherSubsidies)).rounded()
    own = wholeYuan(unscaled, total: total - others)
    operating = funds
    subsidies = zip(wholeYuan(unscaled, total: others), funds).map { $0 + $1 }
  }

  private static func operating(_ own: Double, _ income: SyntheticVillages.Income) -> Double {
    own < income.weakBelow
      ? income.operating[0]
      : own < income.betterFrom ? income.operating[1] : income.operating[2]
  }

  /// Own income by source, by source and village.
  func split(by mix: [[Double]]) -> [[Double]] {
    var sources = [[Double]](repeating: [], count: 4)
    for (row, shares) in mix.enumerated() {
      let parts = wholeYuan(shares, total: own[row])
      for source in sources.indices { sources[source].append(parts[source]) }
    }
    return sources
  }
}

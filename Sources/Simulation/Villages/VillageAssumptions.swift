package import Diagnostics
package import LinearAlgebra
package import PolicyCatalogue

/// Every lever and assumption of the village model, by address: its value, unit and step.
///
/// What a scenario does not state is zero and so not modelled: no growth, no shock, no lever.
package struct VillageAssumptions: Sendable, Hashable {
  package static let prefix = "villages."

  package private(set) var table: AssumptionTable

  /// With everything at zero.
  package init() { table = AssumptionTable(Self.parameters) }

  package static let parameters: [Parameter] = definitions.map(\.parameter)
  /// In the order of the model's documentation.
  package static let addresses: [String] = parameters.map(\.address)

  private static let indices: [String: Int] = Dictionary(
    uniqueKeysWithValues: addresses.enumerated().map { ($0.element, $0.offset) })

  package static func index(of address: String) -> Int? { indices[address] }

  package subscript(_ assumption: VillageAssumption) -> Fraction {
    get { table[Self.indices[assumption.address]!] }
    set { table.set(Self.indices[assumption.address]!, to: newValue) }
  }

  /// Precondition: there is such an address.
  package subscript(_ address: String) -> Fraction { table[Self.indices[address]!] }

  /// The same with one number changed; `nil` where no number has the address.
  package func setting(_ address: String, to value: Fraction) -> VillageAssumptions? {
    guard let index = Self.index(of: address) else { return nil }
    var changed = self
    changed.table.set(index, to: value)
    return changed
  }

  mutating func withTable<R>(_ body: (inout AssumptionTable) -> R) -> R { body(&table) }

  static func growth(_ source: VillageSource) -> String { "\(prefix)growth.\(source.rawValue)" }
  static func townShock(_ source: VillageSource) -> String {
    "\(prefix)shock.town.\(source.rawValue)"
  }
  static func ownShock(_ source: VillageSource) -> String {
    "\(prefix)shock.own.\(source.rawValue)"
  }
  /// Of the shocks of two different sources, the earlier first.
  static func correlation(_ a: VillageSource, _ b: VillageSource) -> String {
    "\(prefix)correlation.\(a.rawValue)-\(b.rawValue)"
  }

  /// Of the shocks, in the order of `VillageSource`.
  package var correlations: Matrix {
    let sources = VillageSource.allCases
    var matrix = Matrix.identity(sources.count)
    for i in sources.indices {
      for j in 0..<i {
        let value = self[Self.correlation(sources[j], sources[i])].approximation
        matrix[i, j] = value
        matrix[j, i] = value
      }
    }
    return matrix
  }
}

extension VillageAssumptions {
  /// What is wrong with the numbers taken together, each told with an address that is at fault.
  package func contradictions() -> [(address: String, problem: Message, expected: Message?)] {
    var found: [(address: String, problem: Message, expected: Message?)] = []
    if self[.weakBelow] > self[.betterFrom] {
      found.append(
        (
          VillageAssumption.weakBelow.address,
          Message(
            "villages would be weak and better off at once", zh: "同一村既薄弱又较好"),
          Message("at most villages.class.better_from", zh: "不大于 villages.class.better_from")
        ))
    }
    for (city, town) in [
      (VillageAssumption.propertyCityShare, VillageAssumption.propertyTownShare),
      (.conversionCityShare, .conversionTownShare),
    ] where self[city].approximation + self[town].approximation > 1 {
      found.append(
        (
          town.address,
          Message(
            "the city and the town together pay more than all", zh: "市、镇两级补助合计超过全部"),
          Message("shares that come to 100% at most", zh: "合计不超过 100% 的比例")
        ))
    }
    do {
      _ = try correlations.cholesky()
    } catch {
      let sources = VillageSource.allCases
      let row = sources[error.order - 1]
      found.append(
        (
          Self.correlation(sources[0], row),
          Message(
            "the correlations up to \(row.rawValue) contradict each other",
            zh: "至 \(row.rawValue) 为止的相关系数互相矛盾"),
          Message("a positive definite matrix", zh: "正定矩阵")
        ))
    }
    return found
  }
}

import Diagnostics
import PolicyCatalogue

/// Who files claims of one measure, how often, and what stands in them; names resolved.
struct MeasurePlan: Sendable {
  var measure: Int
  var id: String
  /// Expected claims for one claimant of the register, before repeats.
  var propensity: Double
  /// Weights by stratum; zero where nobody files.
  var weights: [Double]
  /// Whether an industry files, by index + 1 (0: no industry); nil for all.
  var industries: [Bool]?
  var again: Double
  var most: Int
  var sharedBasis: Double
  var cells: CellPlans

  init(
    _ index: Int, _ measure: Measure, policy: Policy, assumptions: SyntheticAssumptions,
    strata: Strata, _ bag: inout DiagnosticBag
  ) {
    let claims = assumptions.claims
    let stated = claims.measures.last { $0.measure == measure.id }
    self.measure = index
    id = measure.id
    propensity =
      stated?.propensity ?? claims.shapes.first { $0.name == measure.shape.rawValue }?.factor
      ?? claims.propensity
    again = stated?.again ?? claims.again
    most = stated?.most ?? claims.most
    sharedBasis = stated?.sharedBasis ?? claims.sharedBasis
    let kinds = stated?.kinds ?? claims.kinds
    let sizes = stated?.sizes
    weights = (0..<strata.count).map { stratum in
      let kind = strata.kindName(stratum, assumptions)
      let weight = kinds.isEmpty ? 1 : kinds.first { $0.name == kind }?.factor ?? 0
      guard let size = strata.size(stratum, assumptions) else { return sizes == nil ? weight : 0 }
      if let sizes, !sizes.contains(size.name) { return 0 }
      return weight * size.claims
    }
    industries = stated?.industries.map { chosen in
      [false] + assumptions.industries.map { chosen.contains($0.name) }
    }
    cells = CellPlans(
      inputs: measure.inputs, defaults: claims.defaults.cells(of: measure, policy: policy),
      named: stated?.inputs ?? [], owner: measure.id, assumptions: assumptions, &bag)
  }
}

/// The register's rows by kind and size, which is what decides how often a claimant files.
struct Strata: Sendable {
  private let sizeCount: Int
  private(set) var rows: [[Int32]]
  /// Rows by stratum and industry + 1.
  private(set) var industryCounts: [[Int]]

  init(_ register: SyntheticRegister, _ assumptions: SyntheticAssumptions) {
    sizeCount = assumptions.sizes.count + 1
    let count = (assumptions.kinds.count + 1) * sizeCount
    rows = [[Int32]](repeating: [], count: count)
    industryCounts = [[Int]](
      repeating: [Int](repeating: 0, count: assumptions.industries.count + 1), count: count)
    for row in register.sizes.indices {
      let stratum =
        Int(register.facts.kinds[row] + 1) * sizeCount + Int(register.sizes[row] + 1)
      rows[stratum].append(Int32(row))
      industryCounts[stratum][Int(register.industries[row] + 1)] += 1
    }
  }

  var count: Int { rows.count }

  func kindName(_ stratum: Int, _ assumptions: SyntheticAssumptions) -> String {
    let kind = stratum / sizeCount - 1
    return kind < 0 ? "company" : assumptions.kinds[kind].name
  }

  func size(_ stratum: Int, _ assumptions: SyntheticAssumptions)
    -> SyntheticAssumptions.SizeClass?
  {
    let size = stratum % sizeCount - 1
    return size < 0 ? nil : assumptions.sizes[size]
  }
}

import Diagnostics
import LinearAlgebra
import PolicyCatalogue

/// The lognormal attributes of businesses: standard normal draws times the Cholesky factor of their
/// correlations, then each through its own quantile function.
///
/// The attributes that calibration and size classes look at stand first. The copies of one candidate
/// share these and draw the others anew: given the first normals, the rest of the factor's rows make
/// exactly the conditional distribution.
struct CorrelatedAttributes: Sendable {
  /// In the order of the factor.
  let attributes: [SyntheticAssumptions.Attribute]
  /// So many at the front are fixed in the candidate.
  let fixedCount: Int
  /// Factors on the medians, by attribute and industry.
  private let scales: [[Double]]
  private let factor: Matrix
  private let streams: [RandomStream]

  init(_ assumptions: SyntheticAssumptions) throws(DataError) {
    let controlled = Set(assumptions.controls.totals.compactMap(\.attribute))
    let all = assumptions.attributes
    func isFixed(_ name: String) -> Bool {
      name == Self.sizing || controlled.contains(name)
    }
    let order =
      all.indices.filter { isFixed(all[$0].name) } + all.indices.filter { !isFixed(all[$0].name) }
    attributes = order.map { all[$0] }
    fixedCount = order.count { isFixed(all[$0].name) }
    scales = attributes.map { attribute in
      assumptions.industries.map { industry in
        industry.scale.first { $0.name == attribute.name }?.factor ?? 1
      }
    }
    streams = attributes.map { RandomStream(seed: assumptions.seed, "attribute", $0.name) }

    var correlations = Matrix(rows: order.count, columns: order.count)
    for (i, first) in order.enumerated() {
      for (j, second) in order.enumerated() {
        correlations[i, j] = assumptions.correlations[first, second]
      }
    }
    do throws(NotPositiveDefinite) {
      var root = try correlations.cholesky()
      // Kernels of BLAS differ in the last bits; on this grid they give the same population.
      for j in 0..<root.columns {
        for i in j..<root.rows { root[i, j] = (root[i, j] * 0x1p32).rounded() * 0x1p-32 }
      }
      factor = root
    } catch {
      let name = attributes[error.order - 1].name
      throw DataError(
        Diagnostic(
          at: assumptions.location,
          Message(
            "no quantities can be correlated like this: \(name) contradicts the others",
            zh: "相关系数矩阵不正定:“\(name)”与其他指标矛盾"),
          expected: Message(
            "a positive definite matrix of correlations", zh: "正定的相关系数矩阵")))
    }
  }

  /// The attribute by which businesses fall into size classes.
  static let sizing = RegisterColumn.revenue.schema.name

  func index(of name: String) -> Int? { attributes.firstIndex { $0.name == name } }

  /// The independent normal draw of an attribute for a candidate or for a record.
  @inline(__always)
  func draw(_ attribute: Int, row: Int) -> Double { streams[attribute].normal(row) }

  /// The correlated normal from independent ones.
  @inline(__always)
  func normal(_ attribute: Int, _ draws: (Int) -> Double) -> Double {
    // No BLAS: a plain sum in a fixed order has the same bits on every machine.
    var sum = 0.0
    for j in 0...attribute { sum += factor[attribute, j] * draws(j) }
    return sum
  }

  /// In natural units.
  @inline(__always)
  func value(_ attribute: Int, normal: Double, industry: Int) -> Double {
    let assumed = attributes[attribute]
    let scale = industry >= 0 ? scales[attribute][industry] : 1
    let value = assumed.median * scale * portableExp(assumed.sigma * normal)
    return min(max(value, assumed.minimum), assumed.maximum)
  }
}

package import Diagnostics
package import PolicyCatalogue
package import Population

extension Population {
  /// The same claims with some of their amounts multiplied. A product that passes the maximum that an
  /// input declares is brought back to it.
  ///
  /// - Parameter factor: of an input of a measure; nil where it stays as it is.
  /// - Throws: `DataError` where an amount grows beyond what is computed exactly.
  /// - Complexity: O(cells of the columns that are multiplied).
  package func growing(
    _ policy: Policy, by factor: (_ measure: Int, _ input: Int) -> ColumnFactor?
  ) throws(DataError) -> Population {
    var grown = self
    for (index, measure) in policy.measures.enumerated() where claims[index].count > 0 {
      for (place, input) in measure.inputs.enumerated() {
        guard let factor = factor(index, place), !factor.isOne,
          case .numbers(let cells) = claims[index].inputs[place]
        else { continue }
        let most = input.largestCell
        var products: [Double] = []
        products.reserveCapacity(cells.count)
        for cell in cells {
          guard let product = factor.times(cell) else { throw Self.tooLarge(input, of: measure) }
          products.append(min(product, most))
        }
        grown.claims[index].inputs[place] = .numbers(products)
      }
    }
    return grown
  }

  private static func tooLarge(_ input: InputSchema, of measure: Measure) -> DataError {
    DataError(
      Diagnostic(
        at: measure.location,
        Message(
          "'\(input.name)' of measure \(measure.id) grows too large to be computed exactly",
          zh: "条款 \(measure.id) 的“\(input.name)”增长后过大,无法精确计算")))
  }
}

extension InputSchema {
  /// The maximum as a cell holds it; infinite without one.
  fileprivate var largestCell: Double {
    guard let maximum, case .number(_, _, _, let decimals) = type else { return .infinity }
    let unit = (0..<decimals).reduce(Int128(1)) { power, _ in power * 10 }
    return Double(maximum.numerator * unit / maximum.denominator)
  }

  /// Whether it is an amount of money, in yuan or dollars.
  package var isMoney: Bool {
    switch type {
    case .number(.money, _, _, _), .number(.usd, _, _, _): true
    default: false
    }
  }
}

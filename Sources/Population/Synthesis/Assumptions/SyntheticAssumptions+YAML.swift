package import Diagnostics
package import PolicyCatalogue

extension SyntheticAssumptions {
  /// Reads `population: {synthetic: …}`.
  ///
  /// - Throws: `DataError` with everything that is wrong.
  package init(yaml node: YAMLNode) throws(DataError) {
    var bag = DiagnosticBag()
    let mapping = node.mapping(keys: ["seed", "size"], &bag)
    let seed = mapping?.required("seed", &bag).flatMap { $0.integer(in: 0...Int.max, &bag) }
    let size = mapping?.required("size", &bag).flatMap { $0.integer(in: 1...20_000_000, &bag) }
    try bag.throwIfErrors()
    self.init(seed: UInt64(seed!), size: size!)
  }
}

package import Diagnostics
package import PolicyCatalogue

extension Scenario {
  /// The point at which some numbers have some values.
  ///
  /// - Throws: `DataError` where a value is out of its number's range.
  package func point(
    setting adjusted: [Adjustable], to values: some Sequence<Fraction>
  ) throws(DataError) -> BatchPoint {
    var point = BatchPoint()
    for (adjustable, value) in zip(adjusted, values) {
      do throws(ParameterValueError) {
        try point.set(adjustable, to: value, in: self)
      } catch {
        throw DataError(
          Diagnostic(
            at: SourceLocation(file: path), error.problem, expected: error.expected))
      }
    }
    return point
  }
}

/// What replicates say about a figure.
package struct Distribution<Value: Comparable & Sendable>: Sendable {
  package let mean: Double
  /// The standard deviation over the replicates: how far the figure would fall from its mean in another
  /// year of the same kind.
  package let standardError: Double
  /// The mean's own error, which more replicates make smaller: standard error ÷ √replicates.
  package let errorOfMean: Double
  /// Figures that occurred: the least that at least 5, 50 and 95 % of the replicates do not pass.
  package let p05: Value
  package let p50: Value
  package let p95: Value

  /// Precondition: at least two.
  init(_ values: [Value], _ approximation: (Value) -> Double) {
    precondition(values.count > 1)
    let count = Double(values.count)
    // One after the other, so that the estimate has the same bits whoever computes it.
    let mean = values.reduce(0) { $0 + approximation($1) } / count
    let squares = values.reduce(0) { sum, value in
      let distance = approximation(value) - mean
      return sum + distance * distance
    }
    self.mean = mean
    standardError = (squares / (count - 1)).squareRoot()
    errorOfMean = standardError / count.squareRoot()
    let sorted = values.sorted()
    func quantile(_ percent: Int) -> Value {
      sorted[(percent * sorted.count + 99) / 100 - 1]
    }
    p05 = quantile(5)
    p50 = quantile(50)
    p95 = quantile(95)
  }
}

extension Distribution<Int64> {
  package init(_ values: [Int64]) { self.init(values) { Double($0) } }
}

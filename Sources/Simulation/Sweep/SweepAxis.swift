package import PolicyCatalogue

/// A number that a sweep changes, and what it may be. All values are multiples of the number's step.
package struct SweepAxis: Sendable, Hashable {
  package enum Extent: Sendable, Hashable {
    /// One or more, none twice, in the order written.
    case values([Fraction])
    /// Everything between two ends, for samples; counted in steps.
    case interval(low: Int128, high: Int128)
  }

  package let address: String
  package let number: Adjustable
  package let step: Fraction
  package let extent: Extent

  package init(address: String, number: Adjustable, step: Fraction, extent: Extent) {
    self.address = address
    self.number = number
    self.step = step
    self.extent = extent
  }

  /// How many values it can take.
  package var size: Int128 {
    switch extent {
    case .values(let values): Int128(values.count)
    case .interval(let low, let high): high - low + 1
    }
  }

  /// By position: from 0 to `size` − 1.
  package func value(at position: Int128) -> Fraction {
    switch extent {
    case .values(let values): return values[Int(position)]
    case .interval(let low, _):
      let steps = low + position
      return Fraction(steps * step.numerator, step.denominator)
    }
  }

  /// The least and the greatest value.
  package var bounds: (low: Fraction, high: Fraction) {
    switch extent {
    case .values(let values): (values.min()!, values.max()!)
    case .interval: (value(at: 0), value(at: size - 1))
    }
  }

  /// The position of a coordinate from 0 to 1, `part` of `whole`: the values of a list are equally
  /// likely; of an interval it is the nearest step.
  ///
  /// Precondition: `part` < `whole` ≤ 2^56, which leaves room for 2^70 steps.
  func position(_ part: UInt64, of whole: UInt64) -> Int128 {
    switch extent {
    case .values(let values): Int128(part) * Int128(values.count) / Int128(whole)
    case .interval(let low, let high):
      (Int128(part) * (high - low) + Int128(whole / 2)) / Int128(whole)
    }
  }

  /// More steps than `position` can count.
  static let mostSteps: Int128 = 1 << 70
}

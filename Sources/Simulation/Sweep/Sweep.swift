package import PolicyCatalogue

/// Many sets of numbers at which one scenario is asked.
///
/// A point is told by its number alone, so that any part of a sweep can be evaluated anywhere and at
/// any time.
package struct Sweep: Sendable {
  package enum Design: Sendable, Hashable {
    /// Every combination of the axes' values, the last axis changing fastest.
    case grid
    /// By point, a value for each axis.
    case listed([[Fraction]])
    /// Without a seed the plain sequence, which begins at the lower ends.
    case sobol(points: Int, seed: UInt64?)
    case latinHypercube(points: Int, seed: UInt64)
  }

  /// More points than anybody looks at; a slip in a range would otherwise fill the memory.
  package static let mostPoints = 10_000_000

  package let axes: [SweepAxis]
  package let design: Design
  package let count: Int
  private let sample: UnitSample?

  /// Precondition: at least one axis; intervals only in a sample; at most `mostPoints` points; no more
  /// axes than Sobol sequences have dimensions, where it is one.
  package init(axes: [SweepAxis], design: Design) {
    precondition(!axes.isEmpty)
    self.axes = axes
    self.design = design
    switch design {
    case .grid:
      count = axes.reduce(1) { $0 * Int($1.size) }
      sample = nil
    case .listed(let points):
      count = points.count
      sample = nil
    case .sobol(let points, let seed):
      count = points
      sample = .sobol(SobolSequence(dimensions: axes.count, seed: seed))
    case .latinHypercube(let points, let seed):
      count = points
      sample = .latin(LatinHypercube(dimensions: axes.count, points: points, seed: seed))
    }
    precondition(count <= Self.mostPoints)
  }

  /// The values of the axes at a point, as they are used.
  package func values(at index: Int) -> [Fraction] {
    if case .listed(let points) = design { return points[index] }
    return zip(axes, positions(at: index)).map { $0.value(at: $1) }
  }

  /// How many points differ from each other: in a sample, some may meet when their values are brought
  /// to the step.
  ///
  /// Complexity: O(points · log points).
  package func distinctCount() -> Int {
    if case .grid = design { return count }
    if case .listed(let points) = design { return Set(points).count }
    // A point as one number, each axis a digit, where 128 bits hold it.
    var capacity: UInt128 = 1
    for axis in axes {
      let (product, overflow) = capacity.multipliedReportingOverflow(by: UInt128(axis.size))
      if overflow { return Set((0..<count).lazy.map(positions)).count }
      capacity = product
    }
    var codes = (0..<count).map { index in
      zip(axes, positions(at: index)).reduce(0 as UInt128) { code, part in
        code * UInt128(part.0.size) + UInt128(part.1)
      }
    }
    codes.sort()
    return zip(codes, codes.dropFirst()).reduce(1) { $0 + ($1.0 == $1.1 ? 0 : 1) }
  }

  /// Precondition: the points are not listed.
  private func positions(at index: Int) -> [Int128] {
    if let sample {
      return axes.indices.map { axis in
        let (part, whole) = sample.coordinate(axis, of: index)
        return axes[axis].position(part, of: whole)
      }
    }
    var positions = [Int128](repeating: 0, count: axes.count)
    var rest = Int128(index)
    for axis in axes.indices.reversed() {
      (rest, positions[axis]) = rest.quotientAndRemainder(dividingBy: axes[axis].size)
    }
    return positions
  }
}

/// Points of the unit cube.
private enum UnitSample: Sendable {
  case sobol(SobolSequence)
  case latin(LatinHypercube)

  func coordinate(_ dimension: Int, of index: Int) -> (part: UInt64, whole: UInt64) {
    switch self {
    case .sobol(let sequence):
      (UInt64(sequence.coordinate(dimension, of: index)), 1 << 32)
    case .latin(let cube):
      (cube.coordinate(dimension, of: index), UInt64(cube.points) << 32)
    }
  }
}

extension Scenario {
  /// The numbers of a sweep of this scenario at one of its points.
  package func point(_ index: Int, of sweep: Sweep) -> BatchPoint {
    var point = BatchPoint()
    for (axis, value) in zip(sweep.axes, sweep.values(at: index)) {
      do {
        try point.set(axis.number, to: value, in: self)
      } catch {
        preconditionFailure("an axis has values of the number's range only: \(error)")
      }
    }
    return point
  }
}

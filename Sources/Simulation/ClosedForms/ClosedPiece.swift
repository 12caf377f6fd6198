import PolicyCatalogue

/// The claims of one rule, sorted by their quantity, with the sums of all smaller ones: what they are
/// awarded under any rate, cap and bound is found by looking for three places.
struct ClosedPiece: Sendable {
  /// A number at a point.
  enum Number: Sendable {
    case fixed(Fraction)
    /// The value that moves, by its place in the settings.
    case moving(Int)
    case made(ClosedNumber)
  }

  /// Index in the policy.
  let measure: Int
  private let rate: Number?
  private let cap: Number?
  private let bounds: [(comparison: Comparison, number: Number)]
  /// A cell counts so many to the natural unit of the quantity.
  private let unit: Int128
  /// 100 fen ÷ unit in lowest terms.
  private let fenPerCell: Fraction
  /// Ascending.
  private let cells: [Int64]
  /// Sums of the cells before each place.
  private let sums: [Int64]

  var count: Int { cells.count }

  /// nil where the cells do not add up in 64 bits. Complexity: O(n log n).
  ///
  /// - Parameter cells: whole numbers of 1 ÷ `unit`, one a claim.
  init?(
    measure: Int, rate: Number?, cap: Number?, bounds: [(comparison: Comparison, number: Number)],
    unit: Int128, cells: [Int64]
  ) {
    self.measure = measure
    self.rate = rate
    self.cap = cap
    self.bounds = bounds
    self.unit = unit
    fenPerCell = Fraction(100, unit)
    // What is not above zero is worth nothing at any rate.
    let sorted = (rate == nil ? cells : cells.filter { $0 > 0 }).sorted()
    var sums: [Int64] = [0]
    sums.reserveCapacity(sorted.count + 1)
    for cell in sorted {
      let (sum, overflow) = sums[sums.count - 1].addingReportingOverflow(cell)
      if overflow { return nil }
      sums.append(sum)
    }
    self.cells = sorted
    self.sums = sums
  }

  /// An amount in fen: whole ones, the rest below one, and how far it may be from what is awarded.
  struct Sum {
    var fen: Int64 = 0
    var rest = 0.0
    var bound = 0.0
  }

  /// Complexity: O(log n).
  ///
  /// - Parameter value: of a number at the point.
  @inline(__always)
  func sum(
    _ rounding: ClosedRounding, at value: (Number) throws(Fraction.Overflow) -> Fraction
  ) throws(Fraction.Overflow) -> Sum {
    let range = try range(at: value)
    if range.isEmpty { return Sum() }
    guard let rate else { return try fixed(value(cap!), range.count, rounding) }
    let rateValue = try value(rate)
    if rateValue.numerator <= 0 { return Sum() }
    let numerator = try Fraction.product(rateValue.numerator, fenPerCell.numerator)
    let denominator = try Fraction.product(rateValue.denominator, fenPerCell.denominator)
    var split = range.upperBound
    var sum = Sum()
    if let cap {
      let yuan = try value(cap)
      if yuan.numerator <= 0 { return Sum() }
      // The first cell at which rate × cell reaches the cap.
      let reached = ceiling(
        try Fraction.product(Fraction.product(yuan.numerator, 100), denominator),
        try Fraction.product(yuan.denominator, numerator))
      split = max(range.lowerBound, min(split, place(of: reached)))
      sum = try fixed(yuan, range.upperBound - split, rounding)
    }
    let below = split - range.lowerBound
    let cellSum = Int128(sums[split] - sums[range.lowerBound])
    let (whole, rest) = try Fraction.product(cellSum, numerator).quotientAndRemainder(
      dividingBy: denominator)
    guard let fen = Int64(exactly: whole + Int128(sum.fen)) else { throw Fraction.Overflow() }
    sum.fen = fen
    sum.rest = Double(rest) / Double(denominator)
    let isWhole = denominator == 1 && rounding.keepsWholeFen
    sum.bound = isWhole ? 0 : Double(below) * rounding.bound
    return sum
  }

  /// So many claims that are all awarded one amount.
  private func fixed(
    _ yuan: Fraction, _ count: Int, _ rounding: ClosedRounding
  ) throws(Fraction.Overflow) -> Sum {
    let each = rounding.round(try Fraction.product(yuan.numerator, 100), over: yuan.denominator)
    let (fen, overflow) = each.multipliedReportingOverflow(by: Int64(count))
    if overflow { throw Fraction.Overflow() }
    return Sum(fen: fen)
  }

  // MARK: places

  /// The places whose cells keep the bounds.
  @inline(__always)
  private func range(
    at value: (Number) throws(Fraction.Overflow) -> Fraction
  ) throws(Fraction.Overflow) -> Range<Int> {
    var (low, high) = (0, cells.count)
    for (comparison, number) in bounds {
      let number = try value(number)
      let scaled = try Fraction.product(number.numerator, unit)
      let least = ceiling(scaled, number.denominator)
      let beyond = floor(scaled, number.denominator) + 1
      switch comparison {
      case .greaterOrEqual: low = max(low, place(of: least))
      case .greater: low = max(low, place(of: beyond))
      case .lessOrEqual: high = min(high, place(of: beyond))
      case .less: high = min(high, place(of: least))
      case .equal:
        low = max(low, place(of: least))
        high = min(high, place(of: beyond))
      case .notEqual: preconditionFailure("no bound")
      }
    }
    return low..<max(low, high)
  }

  /// The place of the first cell that is not below. Complexity: O(log n).
  private func place(of least: Int128) -> Int {
    guard let least = Int64(exactly: least) else { return least < 0 ? 0 : cells.count }
    return cells.withUnsafeBufferPointer { cells in
      var (low, high) = (0, cells.count)
      while low < high {
        let middle = (low + high) >> 1
        if cells[middle] < least { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}

/// Precondition: the divisor is above zero.
private func floor(_ a: Int128, _ b: Int128) -> Int128 {
  let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
  return rest < 0 ? quotient - 1 : quotient
}

private func ceiling(_ a: Int128, _ b: Int128) -> Int128 {
  let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
  return rest > 0 ? quotient + 1 : quotient
}

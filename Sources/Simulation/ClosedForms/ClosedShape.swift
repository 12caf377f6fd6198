import PolicyCatalogue

/// The rule of some claims of a measure, min(rate · quantity, cap) within bounds, with the quantity in
/// whole cells; and what the rule's numbers come to at a point.
struct ClosedShape: Sendable {
  /// A number at a point.
  enum Number: Sendable {
    case fixed(Fraction)
    /// The value that moves, by its place in the settings.
    case moving(Int)
    case made(ClosedNumber)
  }

  /// Index in the policy.
  let measure: Int
  /// nil: the cap is what is paid.
  let rate: Number?
  let cap: Number?
  let bounds: [(comparison: Comparison, number: Number)]
  /// A cell counts so many to the natural unit of the quantity.
  let unit: Int128
  /// 100 fen ÷ unit in lowest terms.
  private let fenPerCell: Fraction

  init(
    measure: Int, rate: Number?, cap: Number?, bounds: [(comparison: Comparison, number: Number)],
    unit: Int128
  ) {
    self.measure = measure
    self.rate = rate
    self.cap = cap
    self.bounds = bounds
    self.unit = unit
    fenPerCell = Fraction(100, unit)
  }

  /// Whether nothing in it moves.
  var isFixed: Bool {
    ([rate, cap].compactMap { $0 } + bounds.map(\.number)).allSatisfy { number in
      if case .fixed = number { true } else { false }
    }
  }

  /// The numbers at a point, in cells and fen. Cells are below 2^63, whatever the numbers.
  struct Numbers: Sendable, Hashable {
    /// Cells from `low` on and below `high` are paid.
    var low = Int64.min
    var high = Int64.max
    /// Fen for a cell.
    var numerator: Int128 = 0
    var denominator: Int128 = 1
    /// Cells from here on are paid the cap.
    var reached = Int64.max
    /// What the cap comes to as an assessed amount, in fen.
    var cap: Int64 = 0

    /// What a claim is assessed at, exactly.
    @inline(__always)
    func assessed(_ cell: Int64, _ rounding: ClosedRounding) -> Int64 {
      if cell < low || cell >= high { return 0 }
      if cell >= reached { return cap }
      return rounding.assessed(Int128(cell) &* numerator, over: denominator)
    }
  }

  /// - Parameters:
  ///   - largest: cell that is asked about.
  ///   - value: of a number at the point.
  @inline(__always)
  func numbers(
    _ rounding: ClosedRounding, largest: Int64,
    at value: (Number) throws(Fraction.Overflow) -> Fraction
  ) throws(Fraction.Overflow) -> Numbers {
    var numbers = Numbers()
    for (comparison, number) in bounds {
      try narrow(&numbers, comparison, value(number))
    }
    let capYuan = if let cap { try value(cap) } else { nil as Fraction? }
    if let capYuan {
      numbers.cap = rounding.assessed(
        try Fraction.product(capYuan.numerator, 100), over: capYuan.denominator)
    }
    guard let rate else {
      numbers.reached = .min
      return numbers
    }
    // What is not above zero is worth nothing at any rate.
    numbers.low = max(numbers.low, 1)
    let rateValue = try value(rate)
    if rateValue.numerator <= 0 { return numbers }
    numbers.numerator = try Fraction.product(rateValue.numerator, fenPerCell.numerator)
    numbers.denominator = try Fraction.product(rateValue.denominator, fenPerCell.denominator)
    // So that no product of a cell overflows.
    _ = try Fraction.product(Int128(largest), numbers.numerator)
    if let yuan = capYuan {
      numbers.reached = Int64(
        clamping: ceiling(
          try Fraction.product(Fraction.product(max(0, yuan.numerator), 100), numbers.denominator),
          try Fraction.product(yuan.denominator, numbers.numerator)))
    }
    return numbers
  }

  private func narrow(
    _ numbers: inout Numbers, _ comparison: Comparison, _ number: Fraction
  ) throws(Fraction.Overflow) {
    let scaled = try Fraction.product(number.numerator, unit)
    let least = Int64(clamping: ceiling(scaled, number.denominator))
    let beyond = Int64(clamping: floor(scaled, number.denominator) + 1)
    switch comparison {
    case .greaterOrEqual: numbers.low = max(numbers.low, least)
    case .greater: numbers.low = max(numbers.low, beyond)
    case .lessOrEqual: numbers.high = min(numbers.high, beyond)
    case .less: numbers.high = min(numbers.high, least)
    case .equal:
      numbers.low = max(numbers.low, least)
      numbers.high = min(numbers.high, beyond)
    case .notEqual: preconditionFailure("no bound")
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

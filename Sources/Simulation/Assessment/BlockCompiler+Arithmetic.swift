import PolicyCatalogue

// Arithmetic on scaled values: as much as possible moves scale, offset and denominator only.
extension BlockCompiler {
  func constant(_ numerator: Int128, over denominator: Int128) -> Value {
    Value(
      slot: nil, scale: 0, offset: numerator, denominator: denominator, low: numerator,
      high: numerator)
  }

  func scaled(_ value: Value, by factor: Int128) throws(NeedsWide) -> Value {
    let (x, y) = (try times(value.low, factor), try times(value.high, factor))
    return Value(
      slot: value.slot, scale: try times(value.scale, factor),
      offset: try times(value.offset, factor), denominator: value.denominator, low: min(x, y),
      high: max(x, y))
  }

  /// Both over their least common denominator.
  func aligned(_ a: Value, _ b: Value) throws(NeedsWide) -> (Value, Value) {
    if a.denominator == b.denominator { return (a, b) }
    let divisor = Int128(
      greatestCommonDivisor(a.denominator.magnitude, b.denominator.magnitude))
    var x = try scaled(a, by: b.denominator / divisor)
    var y = try scaled(b, by: a.denominator / divisor)
    x.denominator = try times(a.denominator, b.denominator / divisor)
    y.denominator = x.denominator
    return (x, y)
  }

  mutating func sum(_ a: Value, _ b: Value) throws(NeedsWide) -> Value {
    let (x, y) = try aligned(a, b)
    let (low, high) = (try plus(x.low, y.low), try plus(x.high, y.high))
    // A constant, or the same slot again, only moves scale and offset: no operator is needed.
    if x.slot == nil || y.slot == nil || x.slot == y.slot {
      return Value(
        slot: x.slot ?? y.slot, scale: try plus(x.scale, y.scale),
        offset: try plus(x.offset, y.offset), denominator: x.denominator, low: low, high: high)
    }
    return emit(
      .add(try operand(x), try operand(y)), (low, high), over: x.denominator)
  }

  mutating func product(_ a: Value, _ b: Value) throws(NeedsWide) -> Value {
    if let x = a.constant, let y = b.constant {
      let product = Fraction(try times(x, y), try times(a.denominator, b.denominator))
      return constant(product.numerator, over: product.denominator)
    }
    if let factor = a.constant { return try multiplied(b, by: factor, over: a.denominator) }
    if let factor = b.constant { return try multiplied(a, by: factor, over: b.denominator) }
    let corners = [
      try times(a.low, b.low), try times(a.low, b.high), try times(a.high, b.low),
      try times(a.high, b.high),
    ]
    return emit(
      .multiply(try operand(a), try operand(b)), (corners.min()!, corners.max()!),
      over: try times(a.denominator, b.denominator))
  }

  func multiplied(
    _ value: Value, by factor: Int128, over denominator: Int128
  ) throws(NeedsWide) -> Value {
    let divisor = Int128(
      greatestCommonDivisor(factor.magnitude, value.denominator.magnitude))
    var result = try scaled(value, by: factor / divisor)
    result.denominator = try times(value.denominator / divisor, denominator)
    return result
  }

  mutating func minimum(_ a: Value, _ b: Value) throws(NeedsWide) -> Value {
    var (x, y) = try aligned(a, b)
    if x.high <= y.low { return x }
    if y.high <= x.low { return y }
    let bounds = (min(x.low, y.low), min(x.high, y.high))
    let denominator = x.denominator
    // Beyond the point where the cap is reached the base no longer matters; bringing it there keeps
    // base × rate below 2^53 however large the base is.
    if let cap = y.constant { x = try clamped(x, to: cap) }
    if let cap = x.constant { y = try clamped(y, to: cap) }
    return emit(.minimum(try operand(x), try operand(y)), bounds, over: denominator)
  }

  /// A value that is the same up to `cap` and not below it beyond, where the value itself does not fit.
  mutating func clamped(_ value: Value, to cap: Int128) throws(NeedsWide) -> Value {
    guard let slot = value.slot, value.scale > 0, !fits(value) else { return value }
    let distance = try plus(cap, -value.offset)
    let reached = max(0, (distance + value.scale - 1) / value.scale)
    let bounds = (slotBounds[slot].low, min(slotBounds[slot].high, reached))
    let whole = Value(
      slot: slot, scale: 1, offset: 0, denominator: 1, low: slotBounds[slot].low,
      high: slotBounds[slot].high)
    var result = emit(
      .minimum(try operand(whole), try operand(constant(reached, over: 1))), bounds)
    result = try scaled(result, by: value.scale)
    result.offset = value.offset
    result.low = try plus(result.low, value.offset)
    result.high = try plus(result.high, value.offset)
    result.denominator = value.denominator
    return result
  }

  mutating func maximum(_ a: Value, _ b: Value) throws(NeedsWide) -> Value {
    let (x, y) = try aligned(a, b)
    if x.low >= y.high { return x }
    if y.low >= x.high { return y }
    return emit(
      .maximum(try operand(x), try operand(y)), (max(x.low, y.low), max(x.high, y.high)),
      over: x.denominator)
  }

  mutating func floor(_ value: Value) throws(NeedsWide) -> Value {
    let low = Fraction(value.low, value.denominator).floor
    let high = Fraction(value.high, value.denominator).floor
    if low == high { return constant(low, over: 1) }
    if value.scale % value.denominator == 0 {
      // A whole multiple: only the offset has a part to lose.
      return Value(
        slot: value.slot, scale: value.scale / value.denominator,
        offset: Fraction(value.offset, value.denominator).floor, denominator: 1, low: low,
        high: high)
    }
    // A quotient that is no integer is at least 1 ÷ divisor away from the next one, which is more than
    // half a unit in the last place while the dividend is below 2^53: the rounded quotient has the
    // same floor as the exact one.
    return emit(
      .floorDivide(try operand(value), try double(value.denominator)), (low, high))
  }

  mutating func select(
    _ condition: Value, _ a: Value, _ b: Value
  ) throws(NeedsWide) -> Value {
    if let truth = condition.constant { return truth != 0 ? a : b }
    let (x, y) = try aligned(a, b)
    let cell = try materialised(condition)
    return emit(
      .select(cell, try operand(x), try operand(y)), (min(x.low, y.low), max(x.high, y.high)),
      over: x.denominator)
  }

  mutating func compare(
    _ comparison: Comparison, _ a: Value, _ b: Value
  ) throws(NeedsWide) -> Value {
    var (x, y) = try aligned(a, b)
    // What the bounds decide needs no operator.
    if x.high < y.low { return constant(comparison.holds(0, 1) ? 1 : 0, over: 1) }
    if x.low > y.high { return constant(comparison.holds(1, 0) ? 1 : 0, over: 1) }
    if let bound = y.constant { (x, y) = try reduced(x, bound) }
    let (p, q) = (try operand(x), try operand(y))
    switch comparison {
    case .less: return emit(.less(p, q), truth)
    case .lessOrEqual: return emit(.lessOrEqual(p, q), truth)
    case .greater: return emit(.less(q, p), truth)
    case .greaterOrEqual: return emit(.lessOrEqual(q, p), truth)
    case .equal: return emit(.equal(p, q), truth)
    case .notEqual: return try sum(constant(1, over: 1), scaled(emit(.equal(p, q), truth), by: -1))
    }
  }

  /// scale × x + offset against a bound, divided by what the numbers have in common.
  func reduced(_ x: Value, _ bound: Int128) throws(NeedsWide) -> (Value, Value) {
    let distance = try plus(bound, -x.offset)
    let divisor = Int128(greatestCommonDivisor(x.scale.magnitude, distance.magnitude))
    var result = x
    result.scale = x.scale / divisor
    result.offset = 0
    result.low = (x.low - x.offset) / divisor
    result.high = (x.high - x.offset) / divisor
    return (result, constant(distance / divisor, over: x.denominator))
  }
}

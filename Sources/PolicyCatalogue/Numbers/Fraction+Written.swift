extension Fraction {
  /// As people write it in a policy: `120%`, `3000万元`, `0.05 yuan/kWh`, `3`.
  func written(_ dimension: Dimension, isShare: Bool) -> String {
    if isShare, dimension == .none, let hundredfold = try? times(100) {
      return hundredfold.decimal + "%"
    }
    if dimension == .money { return abbreviated + "元" }
    let unit = dimension.symbol
    return unit.isEmpty ? decimal : "\(decimal) \(unit)"
  }

  /// In 亿 or 万 where that leaves at most two decimals.
  private var abbreviated: String {
    for (word, size) in [("亿", 100_000_000), ("万", 10_000)] as [(String, Int)] {
      guard self >= Fraction(size), let scaled = try? divided(by: Fraction(size)),
        let hundredfold = try? scaled.times(100), hundredfold.isInteger
      else { continue }
      return scaled.decimal + word
    }
    return decimal
  }
}

extension Parameter {
  /// A value of the parameter as people write it.
  package func written(_ value: Fraction) -> String {
    switch kind {
    case .date: CalendarDate(daysSince1970: Int(value.floor)).description
    case .number(let dimension): value.written(dimension, isShare: isShare)
    }
  }

  /// Whether it is a rate, a share or a factor, written in percent: these have a step of a hundredth of a
  /// percent, what only counts has none so fine.
  package var isShare: Bool { kind == .number(.none) && step < Fraction(1, 100) }
}

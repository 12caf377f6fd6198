import Diagnostics
import PolicyCatalogue
import Population

/// Numbers of a policy as its readers write them: `4%`, `2,000,000 yuan`, `200万元`, `300元/吨`.
struct QuantityText {
  var language: Language

  func text(_ value: Fraction, of parameter: Parameter) -> String {
    // What may not pass one is a share, also where it is nothing or the whole.
    parameter.kind == .number(.none) && parameter.maximum == 1
      ? share(value) : text(value, parameter.kind)
  }

  func text(_ value: Fraction, _ kind: Parameter.Kind) -> String {
    switch kind {
    case .date: Parameter.dateText(value)
    case .number(let dimension) where dimension == .none: plain(value)
    case .number(let dimension): quantity(value, dimension)
    }
  }

  /// A share of something: always in per cent.
  func share(_ value: Fraction) -> String {
    (try? value.times(100)).map { Decimal.exact($0) + "%" } ?? Decimal.exact(value)
  }

  /// A number without a unit is a count where it is whole, and a share where it is a part of one.
  private func plain(_ value: Fraction) -> String {
    value.isInteger || value > 1 ? Decimal.exactGrouped(value) : share(value)
  }

  private func quantity(_ value: Fraction, _ dimension: Dimension) -> String {
    guard language == .chinese else {
      return Decimal.exactGrouped(value) + " " + dimension.title(in: .english)
    }
    return chineseNumber(value) + chineseUnit(dimension)
  }

  /// In 万 or 亿 where that leaves at most two decimals.
  private func chineseNumber(_ value: Fraction) -> String {
    for (unit, size) in [("亿", 100_000_000), ("万", 10_000)] {
      guard value >= Fraction(size), let scaled = try? value.divided(by: Fraction(size)),
        let hundredfold = try? scaled.times(100), hundredfold.isInteger
      else { continue }
      return Decimal.exact(scaled) + unit
    }
    return Decimal.exact(value)
  }

  private func chineseUnit(_ dimension: Dimension) -> String { dimension.title(in: .chinese) }
}

import Diagnostics
import PolicyCatalogue

/// An award as indented lines: its base, then its adjustments in the order in which they are made.
struct AwardText {
  var expressions: ExpressionText

  func lines(_ award: Award) -> [String] {
    base(award.base) + award.adjustments.flatMap(adjustment)
  }

  private func word(_ english: String, _ chinese: String) -> String {
    expressions.language == .chinese ? chinese : english
  }

  private func text(_ expression: Expression) -> String { expressions.text(expression) }

  private func base(_ base: Award.Base) -> [String] {
    switch base {
    case .amount(let amount): return [text(amount)]
    case .rate(let rate, let of):
      return [portion(expressions.share(rate), of)]
    case .band(let low, let high, let position, let of):
      let range =
        "\(expressions.share(low)) \(word("to", "至")) \(expressions.share(high))"
      let place = word("at position ", "取位置 ") + expressions.share(position)
      return [portion("\(range) (\(place))", of)]
    case .perUnit(let price, let of):
      return ["\(text(price)) × \(text(of))"]
    case .perStep(let amount, let step, let of, let above, let started):
      var line =
        "\(text(amount)) \(word("for each", "每")) "
        + (started ? word("step begun of ", "档(不足一档按一档计)") : word("full step of ", "满一档"))
        + text(step) + word(" in ", ",计量 ") + text(of)
      if let above { line += word(" above ", ",超出 ") + text(above) + word("", " 的部分") }
      return [line]
    case .brackets(let brackets, let of, let mode):
      let how =
        mode == .marginal
        ? word("each part at the price of its bracket, by ", "分段累计,按 ")
        : word("the whole at the price of the bracket it falls in, by ", "全额按所属档计,按 ")
      return [how + text(of) + ":"] + brackets.map { "  " + bracket($0) }
    case .tiers(let by, let tiers, let otherwise):
      return [word("by ", "按 ") + text(by) + ":"] + named(tiers) + self.otherwise(otherwise)
    case .cases(let cases, let otherwise):
      return [word("the first that holds:", "取第一个成立者:")]
        + cases.flatMap { item in
          block("\(item.name), \(word("where", "当")) \(expressions.text(item.when))", item.award)
        } + self.otherwise(otherwise)
    case .sum(let parts): return [word("all together:", "合计:")] + named(parts)
    case .greatest(let parts): return [word("the largest of:", "取最高:")] + named(parts)
    case .least(let parts): return [word("the smallest of:", "取最低:")] + named(parts)
    }
  }

  private func portion(_ share: String, _ quantity: Expression) -> String {
    expressions.language == .chinese
      ? "\(text(quantity)) 的 \(share)" : "\(share) of \(text(quantity))"
  }

  private func named(_ parts: [NamedAward]) -> [String] {
    parts.flatMap { block($0.name, $0.award) }
  }

  private func otherwise(_ award: Award?) -> [String] {
    award.map { block(word("otherwise", "其他"), $0) } ?? []
  }

  /// A name and its award on one line where the award takes one, else beneath it.
  private func block(_ name: String, _ award: Award) -> [String] {
    let lines = lines(award)
    return ["  \(name): \(lines[0])"] + lines.dropFirst().map { "    " + $0 }
  }

  private func bracket(_ bracket: Bracket) -> String {
    let price: String
    switch bracket.price {
    case .proportional(let rate): price = expressions.share(rate)
    case .fixed(let amount): price = text(amount)
    }
    guard let bound = bracket.bound else { return "\(bracket.name): \(price)" }
    let from = bracket.includesBound ? word("from ", "达到 ") : word("above ", "超过 ")
    return "\(bracket.name), \(from)\(text(bound)): \(price)"
  }

  private func adjustment(_ adjustment: Award.Adjustment) -> [String] {
    var lines: [String]
    switch adjustment.kind {
    case .cap(let award): lines = phrase(word("at most ", "最高 "), award)
    case .floor(let award): lines = phrase(word("at least ", "最低 "), award)
    case .multiply(let factor): lines = ["× " + expressions.share(factor)]
    case .markup(let share):
      lines = [word("plus ", "上浮 ") + expressions.share(share) + word(" of it", "")]
    case .add(let award): lines = phrase(word("plus ", "另加 "), award)
    case .less(let amount): lines = [word("less ", "减去 ") + text(amount)]
    case .round(let rounding): lines = [self.rounding(rounding)]
    }
    if !adjustment.when.isEmpty {
      lines[lines.count - 1] += word(", where ", ",当 ") + expressions.text(adjustment.when)
    }
    return lines
  }

  private func phrase(_ word: String, _ award: Award) -> [String] {
    let lines = lines(award)
    return [word + lines[0]] + lines.dropFirst().map { "  " + $0 }
  }

  func rounding(_ rounding: Rounding) -> String {
    let direction =
      switch rounding.direction {
      case .halfUp: word("half up", "四舍五入")
      case .halfEven: word("half to even", "四舍六入五成双")
      case .halfDown: word("half down", "五舍六入")
      case .up: word("up", "向上取整")
      case .down: word("down", "向下取整")
      }
    return word("rounded ", "按 ")
      + (expressions.language == .chinese
        ? text(rounding.unit) + " " + direction : direction + " to " + text(rounding.unit))
  }
}

import BigInt
import PolicyCatalogue

/// A random rule of a known shape, with the amount it must pay worked out in plain integers of any
/// length: nothing of either engine is used.
struct RandomRule {
  let policy: Policy
  /// (x in fen, q in thousandths, level) to whole fen, half up.
  let exact: (_ x: BigInt, _ q: BigInt, _ level: Int) -> BigInt

  static let shapes = 6

  /// numerator ÷ denominator, half up.
  private static func rounded(_ numerator: BigInt, _ denominator: BigInt) -> BigInt {
    numerator <= 0 ? 0 : (2 * numerator + denominator) / (2 * denominator)
  }

  init(shape: Int, using random: inout SplitMix64) {
    var tiny = TinyPolicy()
    let (n, d) = (
      Int.random(in: 1...400, using: &random), [100, 1000, 10_000].randomElement(using: &random)!
    )
    let cap = Int.random(in: 1...50_000, using: &random) * 10_000
    let threshold = Int.random(in: 0...2_000_000, using: &random)
    let rate = tiny.number(Fraction(Int128(n), Int128(d)))
    let capFen = BigInt(cap) * 100
    let capValue = tiny.number(Fraction(cap), .money)
    let capped = Award.Adjustment(name: "cap", kind: .cap(Award(base: .amount(capValue))))
    let atLeast = Condition(
      name: "threshold",
      expression: .compare(
        .greaterOrEqual, TinyPolicy.x, tiny.number(Fraction(threshold), .money)),
      reason: .belowThreshold)
    let reaches: (BigInt) -> Bool = { $0 >= BigInt(threshold) * 100 }
    let (N, D) = (BigInt(n), BigInt(d))

    switch shape {
    case 0:  // min(rate·x, cap) from a threshold
      policy = tiny.policy(
        award: Award(base: .rate(rate, of: TinyPolicy.x), adjustments: [capped]),
        conditions: [atLeast])
      exact = { x, _, _ in reaches(x) ? Self.rounded(min(x * N, capFen * D), D) : 0 }
    case 1:  // the same with a markup after the cap
      let share = Int.random(in: 1...99, using: &random)
      let markup = Award.Adjustment(
        name: "markup", kind: .markup(tiny.number(Fraction(Int128(share), 1000))))
      policy = tiny.policy(
        award: Award(base: .rate(rate, of: TinyPolicy.x), adjustments: [capped, markup]))
      exact = { x, _, _ in
        Self.rounded(min(x * N, capFen * D) * BigInt(1000 + share), D * 1000)
      }
    case 2:  // so much a tonne, split, capped at a share of x
      let price = Int.random(in: 1...900_000, using: &random)
      let split = Int.random(in: 1...100, using: &random)
      let award = Award(
        base: .perUnit(
          tiny.number(Fraction(Int128(price), 100), Dimension(["yuan": 1, "tonne": -1])),
          of: TinyPolicy.q),
        adjustments: [
          Award.Adjustment(
            name: "share", kind: .cap(Award(base: .rate(rate, of: TinyPolicy.x)))),
          Award.Adjustment(
            name: "split", kind: .multiply(tiny.number(Fraction(Int128(split), 100)))),
        ])
      policy = tiny.policy(award: award)
      exact = { x, q, _ in
        // price (fen a tonne) × q ÷ 1000, or n ÷ d × x: over 1000·d.
        Self.rounded(min(BigInt(price) * q * D, x * N * 1000) * BigInt(split), 1000 * D * 100)
      }
    case 3:  // full steps above those already in q
      let step = Int.random(in: 1...5_000_000, using: &random)
      let amount = Int.random(in: 1...100, using: &random) * 1000
      let award = Award(
        base: .perStep(
          amount: tiny.number(Fraction(amount), .money),
          step: tiny.number(Fraction(Int128(step), 100), .money), of: TinyPolicy.x, above: nil,
          started: false), adjustments: [capped])
      policy = tiny.policy(award: award)
      exact = { x, _, _ in min(x / BigInt(step) * BigInt(amount) * 100, capFen) }
    case 4:  // progressive brackets
      let second = Int.random(in: 1...1_000_000, using: &random)
      let third = second + Int.random(in: 1...1_000_000, using: &random)
      let prices = (0..<3).map { _ in Int.random(in: 0...300, using: &random) }
      let bounds = [nil, second, third]
      let brackets = zip(bounds, prices).enumerated().map { index, entry in
        Bracket(
          name: "b\(index)", bound: entry.0.map { tiny.number(Fraction($0), .money) },
          includesBound: false,
          price: .proportional(tiny.number(Fraction(Int128(entry.1), 1000))))
      }
      policy = tiny.policy(
        award: Award(base: .brackets(brackets, of: TinyPolicy.x, mode: .marginal)))
      exact = { x, _, _ in
        let (b, c) = (BigInt(second) * 100, BigInt(third) * 100)
        let parts = [min(x, b), max(0, min(x, c) - b), max(0, x - c)]
        return Self.rounded(
          zip(parts, prices).reduce(BigInt(0)) { $0 + $1.0 * BigInt($1.1) }, 1000)
      }
    default:  // a rate and a cap by level
      let numbers = (0..<3).map { _ in
        (Int.random(in: 1...300, using: &random), Int.random(in: 1...900, using: &random) * 1000)
      }
      let tiers = zip(TinyPolicy.levels, numbers).map { name, entry in
        let cap = Award(base: .amount(tiny.number(Fraction(entry.1), .money)))
        return NamedAward(
          name: name,
          award: Award(
            base: .rate(tiny.number(Fraction(Int128(entry.0), 1000)), of: TinyPolicy.x),
            adjustments: [Award.Adjustment(name: "cap", kind: .cap(cap))]))
      }
      policy = tiny.policy(
        award: Award(base: .tiers(by: TinyPolicy.level, tiers, otherwise: nil)))
      exact = { x, _, level in
        let (rate, cap) = numbers[level]
        return Self.rounded(min(x * BigInt(rate), BigInt(cap) * 100 * 1000), 1000)
      }
    }
  }
}

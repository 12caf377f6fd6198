internal import Diagnostics

/// What an award did, step by step, in the order in which it was done.
///
/// A class, because an award adds to the one list through every award inside it.
final class AwardTrace {
  struct Line {
    /// How deep inside other awards the step stands; 0 is the measure's own award.
    var depth: Int
    var rule: Message
    var working: Message
    /// In yuan, not rounded.
    var amount: Rational
  }

  private(set) var lines: [Line] = []
  private var depth = 0

  func add(_ rule: Message, _ working: Message, _ amount: Rational) {
    lines.append(Line(depth: depth, rule: rule, working: working, amount: amount))
  }

  func inside(_ body: () -> Rational) -> Rational {
    depth += 1
    defer { depth -= 1 }
    return body()
  }
}

package import Diagnostics

/// One measure (条款) of the policy.
package struct Measure: Sendable {
  package var id: String
  /// Index into `Policy.chapters`.
  package var chapter: Int
  package var article: Int
  package var item: Int
  package var shape: Shape
  package var title: Message
  package var department: String
  package var readings: [String]
  package var governedBy: String?
  package var inputs: [InputSchema]
  /// Claims must be filed within one of these; empty: at any time.
  package var valid: [ValidityPeriod]
  package var conditions: [Condition]
  /// nil exactly for open measures and references.
  package var award: Award?
  package var instalments: Instalments?
  package var ladder: Ladder?
  /// Claims of this measure on one basis that differ in this input do not compete.
  package var rivalsUnlessDiffers: Int?
  package var best: BestClaims?
  package var limit: CompanyLimit?
  package var fund: Fund?
  package var isProtected: Bool
  /// By index of the eligibility rule: the rule is waived where the expression holds.
  package var exemptions: [Int: Expression]
  package var location: SourceLocation

  package enum Shape: String, Sendable, Hashable, CaseIterable {
    case rate, band, tier, fixed, unit, upto, step, match, fund, open, reference
  }

  package var isComputable: Bool { award != nil }

  package init(
    id: String, chapter: Int, article: Int, item: Int, shape: Shape, title: Message,
    location: SourceLocation
  ) {
    self.id = id
    self.chapter = chapter
    self.article = article
    self.item = item
    self.shape = shape
    self.title = title
    self.location = location
    department = ""
    readings = []
    inputs = []
    valid = []
    conditions = []
    isProtected = false
    exemptions = [:]
  }
}

/// A column of a measure's ledger sheet, or of the register.
package struct InputSchema: Sendable, Hashable {
  package var name: String
  package var type: InputType
  /// Blank cells are allowed: a blank number is 0, a blank flag no, a blank date unknown, a blank
  /// level or text the empty string.
  package var isOptional: Bool
  package var meaning: Message?
  /// The largest value allowed, in natural units.
  package var maximum: Fraction?

  package init(
    name: String, type: InputType, isOptional: Bool = false, meaning: Message? = nil,
    maximum: Fraction? = nil
  ) {
    self.name = name
    self.type = type
    self.isOptional = isOptional
    self.meaning = meaning
    self.maximum = maximum
  }
}

package enum InputType: Sendable, Hashable {
  /// Stored as a whole number of 10^-decimals of the unit. `unit` is as shown to people; a rate is a
  /// plain number bounded by one.
  case number(NumberKind, Dimension, unit: String, decimals: Int)
  case flag
  case date
  /// One of these; stored as the index in this list. Where a blank is allowed the first is "".
  case level([String])
  /// Free text, for register columns such as town.
  case text

  package enum NumberKind: String, Sendable, Hashable {
    case money, usd, count, rate, quantity
  }
}

/// Dates in days since 1970-01-01, both included.
package struct ValidityPeriod: Sendable, Hashable {
  package var from: Int
  package var to: Int
  package var article: Int?

  package init(from: Int, to: Int, article: Int? = nil) {
    self.from = from
    self.to = to
    self.article = article
  }
}

/// Payment of a promise over years.
package struct Instalments: Sendable, Hashable {
  package struct Part: Sendable, Hashable {
    /// The level of `part`, or "1", "2" … where it is a count.
    package var name: String
    package var share: Expression
    package var when: [Condition]

    package init(name: String, share: Expression, when: [Condition] = []) {
      self.name = name
      self.share = share
      self.when = when
    }
  }

  /// Index of the input that says which part is claimed: a count from 1, or a level.
  package var part: Int
  /// In order of payment. The last takes what the others leave.
  package var parts: [Part]
  /// `equal: n`: shares are 1/n.
  package var isEqual: Bool

  package init(part: Int, parts: [Part], isEqual: Bool) {
    self.part = part
    self.parts = parts
    self.isEqual = isEqual
  }
}

package struct Ladder: Sendable, Hashable {
  package var family: String
  package var held: Held

  package indirect enum Held: Sendable, Hashable {
    case nothing
    /// The award with the input `prior` in the place of `level`; `also` gives the amount in yuan held
    /// for levels that the award does not pay.
    case level(Int, prior: Int, also: [String: Expression])
    /// In yuan.
    case amount(Expression)
  }

  package init(family: String, held: Held) {
    self.family = family
    self.held = held
  }
}

package enum Scope: String, Sendable, Hashable, CaseIterable {
  case enterprise, subject, basis
}

package struct BestClaims: Sendable, Hashable {
  package var claims: Expression
  package var scope: Scope

  package init(claims: Expression, scope: Scope) {
    self.claims = claims
    self.scope = scope
  }
}

package struct CompanyLimit: Sendable, Hashable {
  package enum Order: String, Sendable, Hashable, CaseIterable {
    case claim, largest, smallest, proportional, listed
  }

  package var amount: Expression
  package var scope: Scope
  package var order: Order

  package init(amount: Expression, scope: Scope, order: Order) {
    self.amount = amount
    self.scope = scope
    self.order = order
  }
}

package struct Fund: Sendable, Hashable {
  package enum Payment: Sendable, Hashable {
    case asAsked
    /// The whole fund, in proportion to the weight of each claim that is due something.
    case shared(weight: Expression)
  }

  package var amount: Expression
  package var payment: Payment

  package init(amount: Expression, payment: Payment) {
    self.amount = amount
    self.payment = payment
  }
}

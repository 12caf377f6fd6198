package import Diagnostics

/// A validated policy: everything that an engine needs, and nothing that it must check.
package struct Policy: Sendable {
  package var id: String
  package var title: Message
  package var source: String
  package var valid: ValidityPeriod
  package var chapters: [Chapter]
  /// In the order of the document.
  package var measures: [Measure]
  /// The columns that every register has (`RegisterColumn`), then the policy's own.
  package var registerColumns: [InputSchema]
  package var parameters: [Parameter]
  package var deferral: Deferral?
  package var eligibility: [EligibilityRule]
  package var clawback: Clawback?
  package var exclusions: [Exclusion]
  /// Rules of `policy.yaml`; those of a single measure stand in the measure.
  package var bestRules: [BestRule]
  package var limitRules: [LimitRule]
  package var reductions: [Reduction]
  package var protections: [Protection]
  package var pools: [Pool]
  package var assessedRounding: Rounding
  package var awardRounding: Rounding?
  /// Of every payment after scaling; always downwards, since anything else could pass a budget.
  package var paymentRounding: Rounding?
  package var steps: [SettlementStep]
  /// What is doubtful in its files but no error.
  package var warnings: [Diagnostic]
  /// Hexadecimal SHA-256 over the policy's files.
  package var hash: String
  /// The folder it was read from.
  package var path: String
  /// The scenario whose assumptions make a synthetic population where a scenario states none.
  package var syntheticAssumptions: String?

  private var measureIndex: [String: Int]
  private var parameterIndex: [String: Int]

  package init(
    id: String, title: Message, source: String, valid: ValidityPeriod, chapters: [Chapter],
    measures: [Measure], registerColumns: [InputSchema], parameters: [Parameter],
    assessedRounding: Rounding, hash: String, path: String
  ) {
    self.id = id
    self.title = title
    self.source = source
    self.valid = valid
    self.chapters = chapters
    self.measures = measures
    self.registerColumns = registerColumns
    self.parameters = parameters
    self.assessedRounding = assessedRounding
    self.hash = hash
    self.path = path
    eligibility = []
    exclusions = []
    bestRules = []
    limitRules = []
    reductions = []
    protections = []
    pools = []
    steps = SettlementStep.allCases
    warnings = []
    measureIndex = Dictionary(
      uniqueKeysWithValues: measures.enumerated().map { ($0.element.id, $0.offset) })
    parameterIndex = Dictionary(
      uniqueKeysWithValues: parameters.enumerated().map { ($0.element.address, $0.offset) })
  }

  package func measure(_ id: String) -> Int? { measureIndex[id] }
  package func parameter(_ address: String) -> Int? { parameterIndex[address] }
}

package struct Chapter: Sendable, Hashable {
  /// `chapter-1`.
  package var id: String
  package var title: Message

  package init(id: String, title: Message) {
    self.id = id
    self.title = title
  }
}

/// The columns of every register, in this order at the head of `Policy.registerColumns`.
package enum RegisterColumn: Int, Sendable, CaseIterable {
  case enterprise, name, kind, town, industry, size, group
  case registeredOn, registeredHere, taxedHere, penalised, safetyAccident, safetyGrade
  case energyTargetMet, fraudFoundOn, specialDeal, revenue

  package static let kinds = ["company", "individual", "school", "institution", "association"]

  package var schema: InputSchema {
    switch self {
    case .enterprise: InputSchema(name: "enterprise", type: .text)
    case .name: InputSchema(name: "name", type: .text)
    case .kind: InputSchema(name: "kind", type: .level(Self.kinds))
    case .town: InputSchema(name: "town", type: .text, isOptional: true)
    case .industry: InputSchema(name: "industry", type: .text, isOptional: true)
    case .size: InputSchema(name: "size", type: .text, isOptional: true)
    case .group: InputSchema(name: "group", type: .text, isOptional: true)
    case .registeredOn: InputSchema(name: "registered_on", type: .date, isOptional: true)
    case .registeredHere: InputSchema(name: "registered_here", type: .flag)
    case .taxedHere: InputSchema(name: "taxed_here", type: .flag)
    case .penalised: InputSchema(name: "penalised", type: .flag)
    case .safetyAccident: InputSchema(name: "safety_accident", type: .flag)
    case .safetyGrade:
      InputSchema(name: "safety_grade", type: .level(["", "A", "B", "C", "D"]), isOptional: true)
    case .energyTargetMet: InputSchema(name: "energy_target_met", type: .flag)
    case .fraudFoundOn: InputSchema(name: "fraud_found_on", type: .date, isOptional: true)
    case .specialDeal: InputSchema(name: "special_deal", type: .flag)
    case .revenue:
      InputSchema(
        name: "revenue_yuan", type: .number(.money, .money, unit: "元", decimals: 2),
        isOptional: true)
    }
  }
}

/// A claim for which this holds leaves the year (`deferred`).
package struct Deferral: Sendable, Hashable {
  package var article: Int?
  package var when: Expression

  package init(article: Int?, when: Expression) {
    self.article = article
    self.when = when
  }
}

/// A claim for which `when` holds is barred (`ineligible:ID`), unless its measure waives the rule.
package struct EligibilityRule: Sendable, Hashable {
  package var id: String
  package var article: Int?
  /// `.subject` strikes all companies of a subject if it holds for any; `when` then reads no claim.
  package var scope: Scope
  package var when: Expression

  package init(id: String, article: Int?, scope: Scope, when: Expression) {
    self.id = id
    self.article = article
    self.scope = scope
    self.when = when
  }
}

/// What was paid on claims filed before this date by an enterprise for which it is known, is listed
/// to be taken back.
package struct Clawback: Sendable, Hashable {
  package var article: Int?
  package var foundOn: Expression

  package init(article: Int?, foundOn: Expression) {
    self.article = article
    self.foundOn = foundOn
  }
}

package struct Exclusion: Sendable, Hashable {
  package enum Keep: String, Sendable, Hashable, CaseIterable {
    case highest, first, listed
  }

  package var id: String
  package var article: Int?
  /// Indices of the measures among which it holds, in the order listed; nil is `among: basis`.
  package var measures: [Int]?
  package var scope: Scope
  package var keep: Keep

  package init(id: String, article: Int?, measures: [Int]?, scope: Scope, keep: Keep) {
    self.id = id
    self.article = article
    self.measures = measures
    self.scope = scope
    self.keep = keep
  }
}

package struct BestRule: Sendable, Hashable {
  package var id: String
  package var article: Int?
  package var measures: [Int]
  package var best: BestClaims

  package init(id: String, article: Int?, measures: [Int], best: BestClaims) {
    self.id = id
    self.article = article
    self.measures = measures
    self.best = best
  }
}

package struct LimitRule: Sendable, Hashable {
  package var id: String
  package var article: Int?
  package var measures: [Int]
  package var limit: CompanyLimit

  package init(id: String, article: Int?, measures: [Int], limit: CompanyLimit) {
    self.id = id
    self.article = article
    self.measures = measures
    self.limit = limit
  }
}

package struct Reduction: Sendable, Hashable {
  package var id: String
  package var article: Int?
  /// Over register columns, parameters of the policy and fields of the claim.
  package var when: Expression
  package var multiply: Expression
  /// nil: all measures.
  package var measures: [Int]?

  package init(id: String, article: Int?, when: Expression, multiply: Expression, measures: [Int]?)
  {
    self.id = id
    self.article = article
    self.when = when
    self.multiply = multiply
    self.measures = measures
  }
}

package struct Protection: Sendable, Hashable {
  package enum Extent: Sendable, Hashable {
    case whole
    /// Awards that are not above the amount are protected whole.
    case awardsUpTo(Expression)
    /// The first part of each award, up to the amount.
    case first(Expression)
  }

  package var extent: Extent
  /// nil: all measures.
  package var measures: [Int]?

  package init(extent: Extent, measures: [Int]?) {
    self.extent = extent
    self.measures = measures
  }
}

package struct Pool: Sendable, Hashable {
  package var id: String
  /// Indices of its measures; each measure is in exactly one pool.
  package var measures: [Int]

  package init(id: String, measures: [Int]) {
    self.id = id
    self.measures = measures
  }
}

/// The rules between claims, in the order of the design.
package enum SettlementStep: String, Sendable, Hashable, CaseIterable {
  case deferral, validity, eligibility, ladders, exclusivity, best, limits, reductions, funds
}

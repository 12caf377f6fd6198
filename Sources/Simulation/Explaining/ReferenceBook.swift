internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

/// The claims as they stand between two steps of the settlement.
///
/// The steps are in files of their own, one a rule. Each brings some claims to a lower amount; a claim
/// that a step brings to zero keeps that step's reason, and no later one. All amounts are whole fen.
struct ReferenceBook {
  let scenario: Scenario
  let values: ParameterValues
  let ledger: ReferenceLedger
  let assessments: [ExactAssessment]
  /// What is left of each claim.
  var amounts: [BigInt]
  var reasons: [Reason]
  /// The claim that excludes, where the reason is `.excluded`.
  var excluders: [Int?]
  /// The claim that is explained, and where its steps are written.
  let watched: Int?
  let journal: ClaimJournal?

  var policy: Policy { scenario.policy }
  var claims: [ReferenceClaim] { ledger.claims }

  /// Assesses all claims, and takes them through the policy's steps up to their awards.
  init(
    scenario: Scenario, values: ParameterValues, ledger: ReferenceLedger, watched: Int? = nil,
    journal: ClaimJournal? = nil
  ) {
    self.scenario = scenario
    self.values = values
    self.ledger = ledger
    self.watched = watched
    self.journal = journal
    assessments = ledger.claims.indices.map { index in
      let claim = ledger.claims[index]
      let notes = index == watched ? journal : nil
      if let assumed = scenario.assumed[claim.measure], claim.claimant == nil {
        notes?.add(
          Message("assumed amount", zh: "假定金额"),
          Message("stated by the scenario", zh: "由情景给定"), amount: BigInt(assumed))
        return ExactAssessment(
          assessed: BigInt(assumed), reason: assumed == 0 ? .belowThreshold : nil, held: 0,
          laterParts: [])
      }
      return ExactEvaluator(
        policy: scenario.policy, values: values, measure: claim.measure, facts: claim.facts
      ).assess(journal: notes)
    }
    amounts = assessments.map(\.assessed)
    reasons = assessments.map { _ in .none }
    excluders = assessments.map { _ in nil }
    for step in scenario.policy.steps { take(step) }
    roundAwards()
    keepAssessmentReasons()
  }

  private mutating func take(_ step: SettlementStep) {
    switch step {
    case .deferral: deferClaims()
    case .validity: checkValidity()
    case .eligibility: checkEligibility()
    case .ladders: climbLadders()
    case .exclusivity: exclude()
    case .best: keepBest()
    case .limits: limitCompanies()
    case .reductions: reduce()
    case .funds: divideFunds()
    }
  }

  /// A claim assessed at zero that nothing bars has the reason of its assessment.
  private mutating func keepAssessmentReasons() {
    for index in claims.indices where reasons[index] == .none {
      switch assessments[index].reason {
      case .belowThreshold: reasons[index] = .belowThreshold
      case .conditionNotMet: reasons[index] = .conditionNotMet
      case nil: break
      }
    }
  }
}

// What the steps have in common.
extension ReferenceBook {
  func evaluator(_ index: Int) -> ExactEvaluator {
    ExactEvaluator(
      policy: policy, values: values, measure: claims[index].measure, facts: claims[index].facts)
  }

  func measure(_ index: Int) -> Measure { policy.measures[claims[index].measure] }

  /// Sets what is left of a claim. The reason counts if that is nothing and was something.
  mutating func set(_ index: Int, to amount: BigInt, reason: Reason, excluder: Int? = nil) {
    if amount == 0 && amounts[index] > 0 && reasons[index] == .none {
      reasons[index] = reason
      excluders[index] = excluder
    }
    amounts[index] = amount
  }

  /// Writes a step of the claim that is explained; for any other the text is never made.
  func note(
    _ index: Int, _ rule: Message, by article: Int?, item: Int? = nil,
    _ working: (Language) -> String
  ) {
    guard index == watched, let journal else { return }
    journal.add(rule, bilingual(working), article: article, item: item, amount: amounts[index])
  }

  /// `A1 (12,000.00), A2 (3,000.00)`
  func listed(_ indices: some Sequence<Int>) -> String {
    indices.map { "\(claims[$0].id) (\(yuanText(amounts[$0])))" }.joined(separator: ", ")
  }

  /// Before in the order of ids.
  func byID(_ a: Int, _ b: Int) -> Bool { ReferenceClaim.byID(claims[a], claims[b]) }

  /// Before in the order of the document: article, item, then id.
  func byPlace(_ a: Int, _ b: Int) -> Bool {
    let (x, y) = (measure(a), measure(b))
    if x.article != y.article { return x.article < y.article }
    if x.item != y.item { return x.item < y.item }
    return byID(a, b)
  }

  /// Higher amount, then lower id.
  func byAmountThenID(_ a: Int, _ b: Int) -> Bool {
    amounts[a] != amounts[b] ? amounts[a] > amounts[b] : byID(a, b)
  }

  /// Higher amount, then earlier in the document.
  func byAmountThenPlace(_ a: Int, _ b: Int) -> Bool {
    amounts[a] != amounts[b] ? amounts[a] > amounts[b] : byPlace(a, b)
  }

  /// Claims of some measures that are worth something and have a claimant, by whom a rule binds.
  func groups(of measures: [Int], by scope: Scope) -> [[Int]] {
    let taking = claims.indices.filter { amounts[$0] > 0 && measures.contains(claims[$0].measure) }
    return grouped(taking) { index -> [Int]? in
      guard let claimant = claims[index].claimant else { return nil }
      switch scope {
      case .enterprise: return [claimant.enterprise]
      case .subject: return [claimant.subject]
      case .basis: return claimant.basis.map { [claimant.subject, $0] }
      }
    }
  }
}

/// The items that share a key, in the order in which the keys first appear; those without one are
/// left out.
func grouped<Key: Hashable>(_ items: some Sequence<Int>, by key: (Int) -> Key?) -> [[Int]] {
  var place: [Key: Int] = [:]
  var groups: [[Int]] = []
  for item in items {
    guard let key = key(item) else { continue }
    if let known = place[key] {
      groups[known].append(item)
    } else {
      place[key] = groups.count
      groups.append([item])
    }
  }
  return groups
}

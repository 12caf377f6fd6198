package import Diagnostics
package import PolicyCatalogue
package import Population

/// A file of cases that say what a policy pays, worked out from its text.
package struct PolicyCaseFile: Sendable {
  package var path: String
  package var policy: Policy
  package var cases: [PolicyCase]
}

/// A few claims and what each of them should get.
package struct PolicyCase: Sendable {
  package var name: String
  /// Of the first claim's measure unless the case says otherwise.
  package var article: Int
  package var item: Int
  package var location: SourceLocation
  package var scenario: Scenario
  package var population: Population
  package var expected: [ExpectedClaim]
  /// Amounts of pools, and what the year leaves behind.
  package var figures: [ExpectedFigure]
}

package struct ExpectedClaim: Sendable {
  package var id: String
  /// Index in the policy.
  package var measure: Int
  /// Row in the claim table of its measure.
  package var row: Int
  /// In fen; nil where the case does not say.
  package var award: Int64?
  package var paid: Int64?
  /// As `claims.csv` shows it; nil where the case does not say.
  package var reason: String?
  package var location: SourceLocation
}

/// What an engine made of a claim of a case.
package struct ClaimCaseResult: Sendable {
  package var expected: ExpectedClaim
  /// In fen.
  package var award: Int64
  package var paid: Int64
  package var reason: String

  package var passed: Bool {
    (expected.award ?? award) == award && (expected.paid ?? paid) == paid
      && (expected.reason ?? reason) == reason
  }
}

package struct PolicyCaseResult: Sendable {
  package var policyCase: PolicyCase
  package var claims: [ClaimCaseResult]
  package var figures: [FigureResult]

  package var passed: Bool { claims.allSatisfy(\.passed) && figures.allSatisfy(\.passed) }

  /// One for each claim or figure that came out otherwise.
  package var failures: [Diagnostic] { claimFailures + figureFailures }

  private var figureFailures: [Diagnostic] {
    figures.filter { !$0.passed }.map { figure in
      let name = figure.expected.name
      return Diagnostic(
        at: figure.expected.location,
        Message(
          "'\(policyCase.name)': \(name.english) \(yuan(figure.amount))",
          zh: "“\(policyCase.name)”:\(name.chinese) \(yuan(figure.amount))"),
        expected: Message(yuan(figure.expected.amount), zh: yuan(figure.expected.amount)))
    }
  }

  private var claimFailures: [Diagnostic] {
    claims.filter { !$0.passed }.map { claim in
      let policy = policyCase.scenario.policy
      let measure = policy.measures[claim.expected.measure].id
      let claimName = claims.count > 1 ? " (\(claim.expected.id))" : ""
      func outcome(_ award: Int64?, _ paid: Int64?, _ reason: String?, _ chinese: Bool) -> String {
        var parts: [String] = []
        if let award { parts.append((chinese ? "应兑现 " : "award ") + yuan(award)) }
        if let paid { parts.append((chinese ? "兑现 " : "paid ") + yuan(paid)) }
        if let reason {
          parts.append(
            reason.isEmpty
              ? (chinese ? "无原因" : "no reason") : (chinese ? "原因 " : "reason ") + reason)
        }
        return parts.joined(separator: ", ")
      }
      let expected = claim.expected
      let paid = expected.paid.map { _ in claim.paid }
      func found(_ chinese: Bool) -> String { outcome(claim.award, paid, claim.reason, chinese) }
      func wanted(_ chinese: Bool) -> String {
        outcome(expected.award, expected.paid, expected.reason, chinese)
      }
      return Diagnostic(
        at: expected.location,
        Message(
          "\(measure), '\(policyCase.name)'\(claimName): \(found(false))",
          zh: "\(measure)“\(policyCase.name)”\(claimName):\(found(true))"),
        expected: Message(wanted(false), zh: wanted(true)))
    }
  }

  private func yuan(_ fen: Int64) -> String {
    let cents = String(fen.magnitude % 100)
    return (fen < 0 ? "-" : "") + "\(fen.magnitude / 100)." + (cents.count == 1 ? "0" : "") + cents
  }
}

extension PolicyCase {
  /// Settles the case and compares.
  package func run(
    _ engine: (Scenario, Population) throws -> Settlement
  ) rethrows -> PolicyCaseResult {
    let settlement = try engine(scenario, population)
    let outcomes = settlement.claims
    return PolicyCaseResult(
      policyCase: self,
      claims: expected.map { claim in
        let row = outcomes.offsets[claim.measure] + claim.row
        return ClaimCaseResult(
          expected: claim, award: Int64(outcomes.awards[row]), paid: Int64(outcomes.paid[row]),
          reason: reason(of: row, in: outcomes))
      },
      figures: figures.map {
        FigureResult(expected: $0, amount: $0.amount(in: settlement))
      })
  }

  private func reason(of row: Int, in outcomes: ClaimOutcomes) -> String {
    let reason = outcomes.reasons[row]
    if let rule = reason.eligibilityRule {
      return "\(reason.code):\(scenario.policy.eligibility[rule].id)"
    }
    guard reason == .excluded else { return reason.code }
    let excluder = Int(outcomes.excluders[row])
    let measure = outcomes.measure(of: excluder)
    let id = population.claims[measure].ids[excluder - outcomes.offsets[measure]]
    return "\(reason.code):\(id)"
  }
}

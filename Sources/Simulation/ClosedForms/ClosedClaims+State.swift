import Diagnostics
import PolicyCatalogue

// Who may claim, and what each claim is due before any competes.
extension ClosedClaims {
  /// Claims before they compete, at the scenario's own numbers.
  struct State {
    /// In fen, after ladders.
    let amounts: [Double]
    private let reasons: [Reason]
    private let paysNothing: Set<Int32>

    fileprivate init(_ state: ClaimState, paysNothing: Set<Int32>) {
      amounts = Array(state.amounts)
      reasons = Array(state.reasons)
      self.paysNothing = paysNothing
    }

    /// Whether nothing bars the claim and no other policy pays on its basis, whatever it is assessed at.
    func isOpen(_ row: Int) -> Bool {
      switch reasons[row] {
      case .none, .belowThreshold, .conditionNotMet, .noRise:
        !paysNothing.contains(Int32(row))
      default: false
      }
    }
  }

  func state() throws(DataError) -> State {
    let assessment = try Assessor(plan: plan, threads: settler.threads).assess(settler.values)
    let state = ClaimState(assessment, excludes: false)
    for step in policy.steps {
      switch step {
      case .deferral: try settler.barDeferred(state)
      case .validity: settler.barOutsideValidity(state)
      case .eligibility: try settler.barIneligible(state)
      case .ladders:
        assessment.held.withUnsafeBufferPointer { settler.applyLadders(state, held: $0) }
      case .exclusivity, .best, .limits, .reductions, .funds: break
      }
    }
    return State(state, paysNothing: excludesOnBases ? plan.markedElsewhere : [])
  }

  /// Whether a basis that another policy supports pays nothing.
  var excludesOnBases: Bool {
    policy.steps.contains(.exclusivity) && policy.exclusions.contains { $0.measures == nil }
  }
}

import Diagnostics
import PolicyCatalogue
import Population

// What the year leaves behind: later parts of promises, and payments to be taken back.
extension Settler {
  func commitments(_ state: ClaimState) throws(DataError) -> [Commitment] {
    var commitments: [Commitment] = []
    for (index, measure) in policy.measures.enumerated() {
      let source = plan.source(of: index)
      guard let award = measure.award, let instalments = measure.instalments, source.count > 0
      else { continue }
      let offset = plan.offsets[index]
      var lowering = RuleLowering(values: values, source: source)
      let lowered: MeasureGraph
      do throws(Fraction.Overflow) {
        lowered = try lowering.lower(measure, award: award, of: policy)
      } catch {
        throw plan.overflow(measure: index)
      }
      let rule = CompiledRule(
        lowered.graph, outputs: [lowered.claimedPart!] + lowered.parts, source: source,
        bounds: plan.bounds(of: index))
      do throws(WideEvaluator.Overflow) {
        try rule.run(rows: 0..<source.count) { first, count, outputs in
          for i in 0..<count where state.amounts[offset + first + i] > 0 {
            let claimed = Int(outputs[0][i])
            for part in instalments.parts.indices.dropFirst(claimed + 1) {
              commitments.append(
                Commitment(
                  row: offset + first + i, part: instalments.parts[part].name,
                  yearsLater: part - claimed, amount: Int64(outputs[1 + part][i])))
            }
          }
        }
      } catch {
        throw plan.overflow(row: offset + error.row)
      }
    }
    return commitments
  }

  /// What was paid within the year on claims filed before the day on which their enterprise was found
  /// out, if that day lies within the year as well.
  func clawbacks(_ paid: UnsafeMutableBufferPointer<Double>) -> [ClawbackItem] {
    guard let clawback = policy.clawback, case .enterprise(let column) = clawback.foundOn,
      case .dates(let found) = plan.population.register.columns[column]
    else { return [] }
    let year = plan.scenario.year
    let days =
      CalendarDate(year: year, month: 1, day: 1)
      .daysSince1970...CalendarDate(
        year: year, month: 12, day: 31
      ).daysSince1970
    // Few were found out: a byte each tells which, and stays in cache.
    let isFound = found.map { UInt8(days.contains(Int($0)) ? 1 : 0) }
    if !isFound.contains(1) { return [] }
    var items: [ClawbackItem] = []
    for (measure, rows) in rows(where: .enterprise(isFound)).enumerated() {
      let claims = plan.population.claims[measure]
      for claim in rows.lazy.map({ Int($0) })
      where claims.filedOn[claim] < found[Int(claims.enterprises[claim])] {
        let row = plan.offsets[measure] + claim
        if paid[row] > 0 { items.append(ClawbackItem(row: row, amount: Int64(paid[row]))) }
      }
    }
    return items
  }
}

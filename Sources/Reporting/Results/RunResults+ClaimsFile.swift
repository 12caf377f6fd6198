import PolicyCatalogue
import Population
import Simulation

/// `claims.csv`, the one file of a result whose size is that of the population.
extension RunResults {
  package func claimsFile() -> ResultFile {
    let rows = ClaimRows(self)
    return ResultFile("claims.csv", pieceCount: rows.pieces.count + 1) { piece in
      piece == 0 ? ClaimRows.header : rows.bytes(of: rows.pieces[piece - 1])
    }
  }
}

/// Formats blocks of claims.
private struct ClaimRows: Sendable {
  static let header = Array(
    "claim,measure,enterprise,assessed_yuan,award_yuan,paid_yuan,reason\n".utf8)

  /// Some places in the order of one measure's claims.
  struct Piece {
    var measure: Int
    var places: Range<Int>
  }

  let pieces: [Piece]
  private let results: RunResults
  /// By index of the measure: its id between commas.
  private let measures: [[UInt8]]
  /// By index of the measure: whether none of its claim ids needs quotes.
  private let plainClaims: [Bool]
  private let plainEnterprises: Bool
  private let reasons: ReasonTexts

  /// A piece is some hundred thousand bytes: few writes, and it stays in the cache of a core.
  private static let rowsInPiece = 4096

  init(_ results: RunResults) {
    self.results = results
    let offsets = results.settlement.claims.offsets
    pieces = results.policy.measures.indices.flatMap { measure in
      let count = offsets[measure + 1] - offsets[measure]
      return stride(from: 0, to: count, by: Self.rowsInPiece).map {
        Piece(measure: measure, places: $0..<min($0 + Self.rowsInPiece, count))
      }
    }
    measures = results.policy.measures.map { measure in
      [UInt8(ascii: ",")] + CSVText.quoted(measure.id) + [UInt8(ascii: ",")]
    }
    plainClaims = results.population.claims.map { !CSVText.anyNeedsQuotes($0.ids.bytes) }
    plainEnterprises = !CSVText.anyNeedsQuotes(results.population.register.ids.bytes)
    reasons = ReasonTexts(results.policy)
  }

  func bytes(of piece: Piece) -> [UInt8] {
    results.population.claims[piece.measure].count == 0
      ? assumed(piece) : claims(of: piece)
  }

  /// The claim of a measure for which the scenario assumes an amount: there is one.
  private func assumed(_ piece: Piece) -> [UInt8] {
    var table = CSVText()
    let outcomes = results.settlement.claims
    for place in piece.places {
      let row = outcomes.offsets[piece.measure] + place
      table.field(results.claimID(row))
      table.field(results.policy.measures[piece.measure].id)
      table.blank()
      table.field(fen: Int64(outcomes.assessed[row]))
      table.field(fen: Int64(outcomes.awards[row]))
      table.field(fen: Int64(outcomes.paid[row]))
      table.field(results.reasonText(row))
      table.endRow()
    }
    return table.bytes
  }

  private func claims(of piece: Piece) -> [UInt8] {
    let claims = results.population.claims[piece.measure]
    let outcomes = results.settlement.claims
    let offset = outcomes.offsets[piece.measure]
    let order = results.orders[piece.measure]
    let measure = measures[piece.measure]
    let (isPlain, isPlainEnterprise) = (plainClaims[piece.measure], plainEnterprises)
    let enterprises = results.population.register.ids
    // The ids of the claims that exclude others are the only texts that are not known beforehand.
    var excluders: [Int: [UInt8]] = [:]
    var capacity = 0
    for place in piece.places {
      let index = order.isEmpty ? place : Int(order[place])
      let enterprise = Int(claims.enterprises[index])
      capacity += claims.ids.offsets[index + 1] - claims.ids.offsets[index]
      capacity += enterprises.offsets[enterprise + 1] - enterprises.offsets[enterprise]
      if outcomes.reasons[offset + index] == .excluded {
        let text = CSVText.quoted(results.reasonText(offset + index))
        excluders[place] = text
        capacity += text.count
      }
    }
    // Twice the ids and two quotes each, should they need them; four commas and a line feed.
    capacity = 2 * capacity
    capacity +=
      piece.places.count * (4 + measure.count + 3 * RowCursor.fenBound + reasons.longest + 5)

    return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      var cursor = RowCursor(buffer.baseAddress!)
      claims.ids.bytes.withUnsafeBufferPointer { claimBytes in
        enterprises.bytes.withUnsafeBufferPointer { enterpriseBytes in
          measure.withUnsafeBufferPointer { measure in
            for place in piece.places {
              let index = order.isEmpty ? place : Int(order[place])
              let row = offset + index
              let enterprise = Int(claims.enterprises[index])
              let id = UnsafeBufferPointer(
                rebasing: claimBytes[claims.ids.offsets[index]..<claims.ids.offsets[index + 1]])
              if isPlain { cursor.bytes(id) } else { cursor.quoted(id) }
              cursor.bytes(measure)
              let name = UnsafeBufferPointer(
                rebasing: enterpriseBytes[
                  enterprises.offsets[enterprise]..<enterprises.offsets[enterprise + 1]])
              if isPlainEnterprise { cursor.bytes(name) } else { cursor.quoted(name) }
              cursor.byte(UInt8(ascii: ","))
              cursor.fen(Int64(outcomes.assessed[row]))
              cursor.byte(UInt8(ascii: ","))
              cursor.fen(Int64(outcomes.awards[row]))
              cursor.byte(UInt8(ascii: ","))
              cursor.fen(Int64(outcomes.paid[row]))
              cursor.byte(UInt8(ascii: ","))
              let reason = outcomes.reasons[row]
              if reason == .excluded {
                excluders[place]!.withUnsafeBufferPointer { cursor.bytes($0) }
              } else if reason != .none {
                reasons[reason].withUnsafeBufferPointer { cursor.bytes($0) }
              }
              cursor.byte(UInt8(ascii: "\n"))
            }
          }
        }
      }
      count = cursor.next - buffer.baseAddress!
      precondition(count <= capacity, "a row is longer than its bound")
    }
  }
}

/// The texts of all reasons but `excluded-by:`, which names a claim, with quotes where they need them.
private struct ReasonTexts: Sendable {
  private let codes: [[UInt8]]
  private let rules: [[UInt8]]
  /// In bytes.
  let longest: Int

  init(_ policy: Policy) {
    let codes = (0...Reason.budget.rawValue).map { CSVText.quoted(Reason(rawValue: $0).code) }
    let rules = policy.eligibility.indices.map { index in
      CSVText.quoted(
        "\(Reason.ineligible(rule: index).code):\(policy.eligibility[index].id)")
    }
    longest = (codes + rules).map(\.count).max() ?? 0
    self.codes = codes
    self.rules = rules
  }

  subscript(reason: Reason) -> [UInt8] {
    reason.eligibilityRule.map { rules[$0] } ?? codes[Int(reason.rawValue)]
  }
}

import PolicyCatalogue

@testable import Population

extension Population {
  /// The population as a replicate means it, written out: each subject as often as it weighs, each copy a
  /// subject of its own, with those of its claims that are filed.
  func resampled(
    weight: (_ subject: Int) -> Int, isFiled: (_ measure: Int, _ claim: Int) -> Bool
  ) -> Population {
    var rows: [Int] = []
    var copies: [[Int32]] = []
    var subjects: [Int32] = []
    var ids = IdentifierColumn()
    var subjectCount = 0
    for copy in 0..<PoissonCopies.most {
      var numbers: [Int32: Int32] = [:]
      var rowsOfCopy = [Int32](repeating: -1, count: register.count)
      for row in 0..<register.count where weight(Int(register.subjects[row])) > copy {
        let subject = register.subjects[row]
        if numbers[subject] == nil {
          numbers[subject] = Int32(subjectCount)
          subjectCount += 1
        }
        rowsOfCopy[row] = Int32(rows.count)
        rows.append(row)
        subjects.append(numbers[subject]!)
        ids.append("\(register.ids[row])#\(copy)".utf8)
      }
      copies.append(rowsOfCopy)
    }
    var result = self
    result.register = Register(
      ids: ids, names: ids,
      columns: register.columns.map { $0.count == 0 ? $0 : $0.selecting(rows) },
      subjects: subjects, subjectCount: subjectCount)
    for (measure, table) in claims.enumerated() {
      var chosen: [(claim: Int, copy: Int)] = []
      for copy in copies.indices {
        for claim in 0..<table.count
        where copies[copy][Int(table.enterprises[claim])] >= 0 && isFiled(measure, claim) {
          chosen.append((claim, copy))
        }
      }
      var copied = table.selecting(chosen.map(\.claim))
      copied.enterprises = chosen.map { copies[$0.copy][Int(table.enterprises[$0.claim])] }
      copied.ids = IdentifierColumn()
      for (claim, copy) in chosen { copied.ids.append("\(table.ids[claim])#\(copy)".utf8) }
      // A basis of one copy is none of another's.
      copied.bases = chosen.map { claim, copy in
        table.bases[claim] < 0
          ? -1 : table.bases[claim] * Int32(PoissonCopies.most) + Int32(copy)
      }
      result.claims[measure] = copied
    }
    return result
  }
}

/// More often than this no subject stands in a replicate.
enum PoissonCopies {
  static let most = 7
}

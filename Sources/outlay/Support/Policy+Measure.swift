import Diagnostics
import PolicyCatalogue

extension Policy {
  /// The index of a measure that the user named.
  func requireMeasure(_ id: String) throws(DataError) -> Int {
    if let index = measure(id) { return index }
    throw DataError(
      Diagnostic(
        at: SourceLocation(file: self.id), Message("no measure '\(id)'", zh: "没有条款“\(id)”"),
        suggestion: nearestName(to: id, among: measures.map(\.id))))
  }
}

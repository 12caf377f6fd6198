import Diagnostics
import PolicyCatalogue

extension Policy {
  /// The index of a measure that the user named.
  func requireMeasure(_ id: String) throws(DataError) -> Int {
    if let index = measure(id) { return index }
    let ids = measures.map(\.id)
    let suggestion = nearestName(to: id, among: ids)
    let related = suggestion == nil ? relatedNames(to: id, among: ids) : []
    throw DataError(
      Diagnostic(
        at: SourceLocation(file: self.id), Message("no measure '\(id)'", zh: "没有条款“\(id)”"),
        expected: related.isEmpty
          ? Message(
            "one that 'outlay policy list' shows", zh: "outlay policy list 所列条款之一")
          : Message(
            "one like \(related.joined(separator: ", "))",
            zh: "类似的条款:\(related.joined(separator: "、"))"),
        suggestion: suggestion))
  }
}

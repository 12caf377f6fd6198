package import Diagnostics

/// Reads the grouping of measures into pools, in a policy or a scenario.
package enum PoolReader {
  /// Pools by name; each measure is in exactly one.
  ///
  /// - Parameter members: For each pool the ids of chapters and of measures named. A measure that is
  ///   named leaves its chapter's pool.
  package static func pools(
    _ members: [(id: String, chapters: [YAMLNode], measures: [YAMLNode])],
    chapters: [Chapter], measures: [Measure], at location: SourceLocation,
    _ bag: inout DiagnosticBag
  ) -> [Pool] {
    var ofChapter: [Int: Int] = [:]
    var ofMeasure: [Int: Int] = [:]
    var isBroken = false
    for (pool, member) in members.enumerated() {
      for node in member.chapters {
        guard let id = node.word(among: chapters.map(\.id), &bag),
          let chapter = chapters.firstIndex(where: { $0.id == id })
        else {
          isBroken = true
          continue
        }
        if let other = ofChapter.updateValue(pool, forKey: chapter) {
          bag.report(twice(id, members[other].id, at: node.location))
        }
      }
      for node in member.measures {
        guard let id = node.text(&bag) else { continue }
        guard let measure = measures.firstIndex(where: { $0.id == id }) else {
          isBroken = true
          bag.report(
            Diagnostic(
              at: node.location, Message("there is no measure '\(id)'", zh: "没有条款“\(id)”"),
              expected: Message("the id of a measure", zh: "条款编号"),
              suggestion: nearestName(to: id, among: measures.map(\.id))))
          continue
        }
        if let other = ofMeasure.updateValue(pool, forKey: measure) {
          bag.report(twice(id, members[other].id, at: node.location))
        }
      }
    }
    var pools = members.map { Pool(id: $0.id, measures: []) }
    var homeless: [String] = []
    for (index, measure) in measures.enumerated() {
      if let pool = ofMeasure[index] ?? ofChapter[measure.chapter] {
        pools[pool].measures.append(index)
      } else {
        homeless.append(measure.id)
      }
    }
    if !homeless.isEmpty, !isBroken {
      let shown = homeless.prefix(5).joined(separator: ", ") + (homeless.count > 5 ? " …" : "")
      bag.report(
        Diagnostic(
          at: location,
          Message(
            "\(homeless.count) measures are in no pool: \(shown)",
            zh: "\(homeless.count) 个条款不在任何资金盘子:\(shown)"),
          expected: Message("each measure in exactly one pool", zh: "每个条款恰属一个资金盘子")))
    }
    return pools
  }

  private static func twice(_ id: String, _ pool: String, at location: SourceLocation) -> Diagnostic
  {
    Diagnostic(
      at: location,
      Message("'\(id)' is in the pool '\(pool)' already", zh: "“\(id)”已在资金盘子“\(pool)”中"),
      expected: Message("each measure in exactly one pool", zh: "每个条款恰属一个资金盘子"))
  }
}

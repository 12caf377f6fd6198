package import Diagnostics

extension AssumptionTable {
  /// Reads nested keys as addresses: `{operating: {weak: 55万}}` under `villages` states
  /// `villages.operating.weak`. Reports what leads to no number, and values that do not fit.
  package mutating func read(
    _ entries: [YAMLNode.Entry], under prefix: String, _ bag: inout DiagnosticBag
  ) {
    for entry in entries {
      let address = "\(prefix).\(entry.key)"
      if let index = index(of: address) {
        set(index, from: entry.value, &bag)
      } else if parameters.contains(where: { $0.address.hasPrefix(address + ".") }) {
        guard let mapping = entry.value.mapping(&bag) else { continue }
        read(mapping.entries, under: address, &bag)
      } else {
        reportUnknown(address, at: entry.keyLocation, &bag)
      }
    }
  }

  /// Reads one value for the number at an index.
  package mutating func set(_ index: Int, from node: YAMLNode, _ bag: inout DiagnosticBag) {
    guard let text = node.text(&bag) else { return }
    switch parameters[index].value(writtenAs: text) {
    case .success(let value): set(index, to: value)
    case .failure(let error):
      bag.report(Diagnostic(at: node.location, error.problem, expected: error.expected))
    }
  }

  package func reportUnknown(
    _ address: String, at location: SourceLocation, _ bag: inout DiagnosticBag
  ) {
    // A key may be misspelt whose numbers stand below it.
    let addresses = parameters.map(\.address)
    let groups = addresses.compactMap { address in
      address.lastIndex(of: ".").map { String(address[..<$0]) }
    }
    bag.report(
      Diagnostic(
        at: location,
        Message("no number has the address '\(address)'", zh: "没有地址为“\(address)”的数"),
        suggestion: nearestName(to: address, among: addresses + groups)))
  }
}

/// Files that are shipped.
enum Repository {
  static let root: String = {
    var path = #filePath[...]
    for _ in 0..<4 { path = path[..<path.lastIndex(of: "/")!] }
    return String(path)
  }()

  static let sample = root + "/Scenarios/sample-ledger.yaml"
  static let baseline = root + "/Scenarios/cixi-2017-baseline.yaml"
  static let sampleLedger = root + "/Scenarios/ledgers/sample"
  static let policy = root + "/Scenarios/policies/cixi-2017-06"
}

import Diagnostics
internal import Glibc
import PolicyCatalogue

/// The files of a register and ledger, before any is read.
struct LedgerDirectory {
  static let registerName = "enterprises.csv"
  static let claimsName = "claims"
  static let sheetSuffix = ".csv"

  var register: String
  /// By index of the measure, in rising order.
  var sheets: [(measure: Int, path: String)] = []
  var bag = DiagnosticBag()

  init(path: String, policy: Policy) throws(DataError) {
    let directory = path.hasSuffix("/") && path.count > 1 ? String(path.dropLast()) : path
    register = "\(directory)/\(Self.registerName)"
    let claims = "\(directory)/\(Self.claimsName)"
    let (isThere, names): (Bool, [String]?)
    do throws(FileFailure) {
      isThere = try namesInDirectory(directory) != nil
      names = try namesInDirectory(claims)
    } catch { throw DataError(error.diagnostic) }
    if !isThere {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: directory),
          Message("there is no such directory", zh: "目录不存在"),
          expected: Message(
            "a ledger: a directory with \(Self.registerName)",
            zh: "含有 \(Self.registerName) 的台账目录"),
          suggestion: Self.nearestSibling(of: directory)))
    }
    guard let names else {
      bag.report(
        Diagnostic(
          .warning, at: SourceLocation(file: claims),
          Message("there is no such directory: nobody claims", zh: "目录不存在:没有申报")))
      return
    }
    // Hidden files, and `~$…` beside open workbooks, are those of editors and file managers.
    for name in names where !name.hasPrefix(".") && !name.hasPrefix("~$") {
      take(name, in: claims, policy: policy)
    }
    sheets.sort { $0.measure < $1.measure }
  }

  /// A directory beside the one that is not there, with a name like it.
  private static func nearestSibling(of directory: String) -> String? {
    let (parent, name) =
      directory.lastIndex(of: "/").map {
        (String(directory[...$0]), String(directory[directory.index(after: $0)...]))
      } ?? ("", directory)
    let names = (try? namesInDirectory(parent.isEmpty ? "." : parent)) ?? []
    return nearestName(to: name, among: names.filter { isDirectory(parent + $0) })
      .map { parent + $0 }
  }

  private mutating func take(_ name: String, in claims: String, policy: Policy) {
    let location = SourceLocation(file: "\(claims)/\(name)")
    let computable = policy.measures.lazy.filter(\.isComputable).map(\.id)
    guard name.hasSuffix(Self.sheetSuffix), !isDirectory(location.file) else {
      bag.report(
        Diagnostic(
          at: location, Message("this is not a sheet of claims", zh: "这不是申报表"),
          expected: Message(
            "files named after measures, such as \(computable.first ?? "measure").csv",
            zh: "以条款编号命名的文件,如 \(computable.first ?? "measure").csv"),
          suggestion: nearestName(to: name, among: computable.map { $0 + Self.sheetSuffix })))
      return
    }
    let id = String(name.dropLast(Self.sheetSuffix.count))
    guard let measure = policy.measure(id) else {
      bag.report(
        Diagnostic(
          at: location,
          Message("the policy has no measure \(quoted(id))", zh: "政策中没有条款 \(quoted(id))"),
          expected: Message("the id of a measure", zh: "条款编号"),
          suggestion: nearestName(to: id, among: computable)))
      return
    }
    guard policy.measures[measure].isComputable else {
      let isOpen = policy.measures[measure].shape == .open
      bag.report(
        Diagnostic(
          at: location,
          isOpen
            ? Message(
              "the policy gives no amount for '\(id)', so there is nothing to claim",
              zh: "政策未规定 '\(id)' 的金额,无法申报")
            : Message(
              "'\(id)' is governed by another document, so there is nothing to claim",
              zh: "'\(id)' 由其他文件规定,无法申报"),
          expected: Message(
            "an amount under 'assume' in the scenario, or a measure that can be computed",
            zh: "在情景的 assume 中给出金额,或可计算的条款"),
          suggestion: nearestName(to: id, among: computable)))
      return
    }
    sheets.append((measure, location.file))
  }
}

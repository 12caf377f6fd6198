import Diagnostics
import RunStore

extension [StoredRun] {
  /// The one whose key begins so.
  func one(named name: String) throws(DataError) -> StoredRun {
    let found = filter { !name.isEmpty && $0.key.hasPrefix(name.lowercased()) }
    if found.count == 1 { return found[0] }
    throw DataError(
      Diagnostic(
        at: SourceLocation(file: name),
        found.isEmpty
          ? Message("there is no such run", zh: "没有这次测算")
          : Message("\(found.count) runs begin so", zh: "有 \(found.count) 次测算以此开头"),
        expected: Message("one that 'outlay runs list' shows", zh: "outlay runs list 所列之一")))
  }
}

extension RunStore {
  /// The error for a run that somebody works at.
  func busy(_ run: StoredRun) -> StoreError {
    let worker = run.worker.map { " \($0)" } ?? ""
    return StoreError(
      path,
      Message(
        "process\(worker) works at run \(run.shortKey)", zh: "进程\(worker) 正在进行测算 \(run.shortKey)"))
  }
}

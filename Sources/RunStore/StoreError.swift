package import Diagnostics
import GRDB

/// The store of runs cannot be used as it was asked to be.
package struct StoreError: Error, Sendable {
  package var path: String
  package var problem: Message

  package init(_ path: String, _ problem: Message) {
    self.path = path
    self.problem = problem
  }

  /// `path: problem`
  package func description(in language: Language) -> String {
    path + (language == .chinese ? ":" : ": ") + problem.text(in: language)
  }
}

extension StoreError {
  init(_ path: String, _ error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(path, Self.problem(error))
    default:
      self.init(path, Message("cannot be used: \(error)", zh: "无法使用:\(error)"))
    }
  }

  private static func problem(_ error: DatabaseError) -> Message {
    switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      return Message(
        "is no store of runs, or is damaged; move it away or choose another --store",
        zh: "不是测算库,或已损坏;请移走或另选 --store")
    case .SQLITE_CANTOPEN:
      return Message("cannot be opened", zh: "无法打开")
    case .SQLITE_READONLY, .SQLITE_PERM:
      return Message("cannot be written; choose another --store", zh: "无法写入;请另选 --store")
    case .SQLITE_FULL:
      return Message("the disk is full", zh: "磁盘空间不足")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return Message("another process keeps it busy", zh: "正被另一进程占用")
    default:
      let reason = error.message ?? "\(error.resultCode)"
      return Message("cannot be used: \(reason)", zh: "无法使用:\(reason)")
    }
  }
}

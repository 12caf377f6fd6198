package import Diagnostics
internal import Foundation
package import PolicyCatalogue
import Synchronization

/// The policies that a server has: folders of one directory, read when they are first asked for.
package final class Shelf: Sendable {
  /// The directory.
  let path: String
  private let read = Mutex<[String: Policy]>([:])

  /// - Parameter path: a directory with folders of policies.
  package init(at path: String) {
    self.path = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }

  /// Names of the folders, sorted.
  var names: [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return entries.filter { FileContents.isFile("\(path)/\($0)/policy.yaml") }.sorted()
  }

  /// Names of the files beside the directory, from which scenarios may take assumptions.
  var assumptionNames: [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return entries.filter { $0.hasSuffix(".yaml") && FileContents.isFile("\(folder)/\($0)") }
  }

  /// The directory above.
  var folder: String { String(path[..<path.lastIndex(of: "/")!]) }

  /// Nil where there is none of this name. A name is only ever compared with those that are there.
  package func policy(_ name: String) throws(DataError) -> Policy? {
    if let policy = read.withLock({ $0[name] }) { return policy }
    guard let known = names.first(where: { $0 == name }) else { return nil }
    let policy = try Policy.load(directory: "\(path)/\(known)")
    read.withLock { $0[name] = policy }
    return policy
  }
}

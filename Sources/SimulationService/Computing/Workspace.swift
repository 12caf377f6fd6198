internal import Foundation

/// A directory for one computation, gone with it. All names in it are the server's own.
final class Workspace: Sendable {
  let path: String
  /// Occurs in nothing that anybody uploads.
  let token: String

  init(under directory: String) throws {
    token = Identifiers.make()
    path = "\(directory)/\(token)"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: Data, to name: String) throws {
    try bytes.write(to: URL(filePath: "\(path)/\(name)"))
  }

  func link(_ name: String, to target: String) throws {
    guard !FileManager.default.fileExists(atPath: "\(path)/\(name)") else { return }
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/\(name)", withDestinationPath: target)
  }
}

enum Identifiers {
  /// 128 random bits in hexadecimal digits.
  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

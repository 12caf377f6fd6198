internal import Foundation

enum WorkDirectory {
  static func clear(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}

import Glibc

/// Texts that are kept as files, under `Resources/golden`.
///
/// `make golden` writes them anew from what the program says; read the difference before you commit.
enum Golden {
  static let isUpdating = getenv("OUTLAY_UPDATE_GOLDEN") != nil

  private static let directory: String = {
    let file = #filePath
    let support = file[..<file.lastIndex(of: "/")!]
    return support[..<support.lastIndex(of: "/")!] + "/Resources/golden"
  }()

  /// The text kept under a name; while updating, the text given, which is then kept.
  static func text(_ name: String, now: String) -> String? {
    let path = "\(directory)/\(name).txt"
    if isUpdating { Scratch.write(now, at: path) }
    return Scratch.text(at: path)
  }
}

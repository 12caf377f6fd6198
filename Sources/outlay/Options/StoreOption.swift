import ArgumentParser
import Glibc
import RunStore

/// `--store`: where runs and what was computed of them are kept.
struct StoreOption: ParsableArguments {
  @Option(
    help: .spoken(
      """
      Directory of the store of runs; else that of OUTLAY_STORE, else outlay in XDG_STATE_HOME or in \
      ~/.local/state.
      """,
      "测算库目录;不写则取 OUTLAY_STORE,再取 XDG_STATE_HOME 或 ~/.local/state 下的 outlay。", valueName: "dir"))
  var store: String?

  func open() throws -> RunStore { try RunStore(at: try path()) }

  private func path() throws -> String {
    if let store { return store }
    if let path = Self.variable("OUTLAY_STORE") { return path }
    // The specification has relative paths ignored.
    if let state = Self.variable("XDG_STATE_HOME"), state.hasPrefix("/") {
      return "\(state)/outlay"
    }
    guard let home = Self.variable("HOME") else {
      throw ValidationError(
        spoken(
          "There is no home directory for the store of runs; say where it is with --store <dir>.",
          "没有主目录可放测算库;请用 --store <dir> 指明位置。"))
    }
    return "\(home)/.local/state/outlay"
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}

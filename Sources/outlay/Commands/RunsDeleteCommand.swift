import ArgumentParser
import RunStore

struct RunsDeleteCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "delete",
      abstract: spoken("Delete runs and what was computed of them.", "删除测算及其结果。"))
  }

  @Argument(
    help: .spoken(
      "The runs, or the beginnings of their keys.", "测算编号,可只写开头。", valueName: "run"))
  var names: [String] = []

  @Flag(help: .spoken("All runs that no process works at.", "全部没有进程在算的测算。"))
  var all = false

  @OptionGroup var store: StoreOption

  @OptionGroup var language: LanguageOption

  func validate() throws {
    if names.isEmpty != all {
      throw ValidationError(
        spoken("Name the runs to delete, or write --all.", "请写明要删除的测算,或写 --all。"))
    }
  }

  func run() throws {
    let store = try store.open()
    let runs = try store.runs()
    // All names are looked up before anything is deleted.
    let chosen =
      all
      ? runs.filter { $0.state != .running } : try names.map { name in try runs.one(named: name) }
    defer { store.compact() }
    for run in chosen {
      guard try store.delete(run) else { throw store.busy(run) }
      Console.print(spoken("Deleted \(run.shortKey)\n", "已删除 \(run.shortKey)\n"))
    }
    if chosen.isEmpty { Console.print(spoken("There is nothing to delete\n", "没有可删除的测算\n")) }
  }
}

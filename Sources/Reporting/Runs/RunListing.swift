package import Diagnostics
import Glibc
package import RunStore

/// Runs of the store, for people and for programs.
package struct RunListing {
  private let runs: [StoredRun]
  private let language: Language

  package init(_ runs: [StoredRun], in language: Language) {
    self.runs = runs
    self.language = language
  }

  private func word(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  package func list(as format: CatalogueFormat) -> String {
    switch format {
    case .json: return JSON.array(runs.map(json)).text
    case .csv:
      var table = CSVText(
        header: "run,kind,state,points,finished_points,blocks,attempts,bytes,seconds,created,title")
      for run in runs {
        table.field(run.key)
        table.field(run.question.kind.rawValue)
        table.field(run.state.rawValue)
        table.field(run.question.points)
        table.field(run.finishedPoints)
        table.field(run.blocks)
        table.field(run.attempts)
        table.field(run.size)
        table.field(Estimate.decimal(run.seconds, places: 3))
        table.field(Self.time(run.createdAt))
        table.field(run.question.title.text(in: language))
        table.endRow()
      }
      return table.text
    case .text: return listText()
    }
  }

  private func listText() -> String {
    if runs.isEmpty { return word("The store is empty\n", "测算库是空的\n") }
    var table = TextTable([
      (word("Run", "测算"), .left), (word("State", "状态"), .left), (word("Points", "点数"), .right),
      (word("Finished", "已完成"), .right), (word("Begun (UTC)", "开始时间(UTC)"), .left),
      (word("Size, KiB", "大小(KiB)"), .right), (word("Title", "标题"), .left),
    ])
    for run in runs {
      table.row([
        run.shortKey, state(run), Decimal.grouped(run.question.points),
        Decimal.grouped(run.finishedPoints), Self.time(run.createdAt),
        Decimal.grouped((run.size + 1023) / 1024), run.question.title.text(in: language),
      ])
    }
    return table.text()
  }

  private func state(_ run: StoredRun) -> String {
    switch run.state {
    case .done: word("done", "已完成")
    case .running: word("running", "进行中")
    case .interrupted: word("interrupted", "已中断")
    }
  }

  /// As JSON, in which both the program's words and the question stand.
  package func details() -> String { runs.map { json($0).text }.joined() }

  private func json(_ run: StoredRun) -> JSON {
    .object([
      "run": .string(run.key),
      "kind": .string(run.question.kind.rawValue),
      "state": .string(run.state.rawValue),
      "title": .message(run.question.title),
      "engine_version": .string(run.question.engine),
      "policy": .object([
        "id": .string(run.question.policy), "hash": .string(run.question.policyHash),
      ]),
      "population_hash": .string(run.question.populationHash),
      "scenario_hash": .string(run.question.scenarioHash),
      "points": .integer(run.question.points),
      "finished_points": .integer(run.finishedPoints),
      "blocks": .integer(run.blocks),
      "attempts": .integer(run.attempts),
      "bytes": .integer(run.size),
      "seconds": .number(Estimate.decimal(run.seconds, places: 3)),
      "worker": .optional(run.worker),
      "created": .string(Self.time(run.createdAt)),
      "updated": .string(Self.time(run.updatedAt)),
    ])
  }

  /// `2026-11-25T02:20:00Z`
  private static func time(_ seconds: Int) -> String {
    var (moment, parts) = (time_t(seconds), tm())
    gmtime_r(&moment, &parts)
    var buffer = [CChar](repeating: 0, count: 32)
    strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

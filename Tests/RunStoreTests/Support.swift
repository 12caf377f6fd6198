import Diagnostics
import Foundation
import RunStore

struct Unexpected: Error {}

/// A folder for one test, gone with it.
final class TemporaryFolder: Sendable {
  let path = NSTemporaryDirectory() + "outlay-store-\(UUID().uuidString)"

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

func question(
  _ points: Int = 10, title: String = "A question", engine: String = "1",
  policyHash: String = "p", populationHash: String = "q", scenarioHash: String = "s",
  text: String = "{}"
) -> RunQuestion {
  RunQuestion(
    kind: .sweep, title: Message(title, zh: "一个问题"), engine: engine, policy: "small",
    policyHash: policyHash, populationHash: populationHash, scenarioHash: scenarioHash, text: text,
    points: points)
}

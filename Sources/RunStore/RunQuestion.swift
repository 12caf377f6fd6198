import Crypto
package import Diagnostics

/// What a run answers, and by which engine, policy, population and scenario. Equal questions have
/// equal answers, so that the answer is found by the question's own hash.
package struct RunQuestion: Sendable, Hashable {
  package enum Kind: String, Sendable {
    case sweep
  }

  package var kind: Kind
  package var title: Message
  /// The version of the engine.
  package var engine: String
  /// The id of the policy.
  package var policy: String
  package var policyHash: String
  package var populationHash: String
  package var scenarioHash: String
  /// What is asked of them, as text: equal questions are equal bytes.
  package var text: String
  /// How many points are to be evaluated.
  package var points: Int

  package init(
    kind: Kind, title: Message, engine: String, policy: String, policyHash: String,
    populationHash: String, scenarioHash: String, text: String, points: Int
  ) {
    self.kind = kind
    self.title = title
    self.engine = engine
    self.policy = policy
    self.policyHash = policyHash
    self.populationHash = populationHash
    self.scenarioHash = scenarioHash
    self.text = text
    self.points = points
  }

  /// Hexadecimal SHA-256 over everything that the answer depends on. Titles are not among it.
  package var key: String {
    var hash = SHA256()
    for part in [
      kind.rawValue, engine, policyHash, populationHash, scenarioHash, text, String(points),
    ] {
      // With its length, so that no two lists of parts run together to the same bytes.
      hash.update(data: Array("\(part.utf8.count):\(part)\n".utf8))
    }
    let digits = Array("0123456789abcdef".utf8)
    let bytes = hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: bytes, as: UTF8.self)
  }
}

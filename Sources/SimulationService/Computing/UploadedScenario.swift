import Crypto
import Diagnostics
internal import Foundation
import GRPCCore
import GRPCProtobuf
import PolicyCatalogue
import SimulationAPI

/// A scenario that a caller sent, looked at for what it refers to: nothing but policies and assumptions
/// of the server may be read on its account.
struct UploadedScenario {
  let message: Outlay_V1_Scenario
  let field: String
  /// The policy; nil in a scenario of villages alone.
  let policy: Policy?
  private let policyReference: String?
  private let assumptions: [String]
  /// Whether its enterprises, or its villages, are those of a directory.
  let namesPopulation: Bool
  let namesVillages: Bool

  /// - Parameter field: its name in the request.
  init(
    _ message: Outlay_V1_Scenario, _ field: String, shelf: Shelf, bounds: Bounds
  ) throws {
    guard message.yaml.count <= bounds.scenarioBytes else {
      throw Failures.exhausted(
        "\(field).yaml has \(message.yaml.count) bytes; this server takes \(bounds.scenarioBytes)")
    }
    try Self.check(displayName: message.displayName, "\(field).display_name")
    self.message = message
    self.field = field
    let root: YAMLNode
    do throws(DataError) {
      root = try YAMLNode.parse(Array(message.yaml), file: message.displayName)
    } catch {
      throw Failures.invalid("\(field).yaml", error)
    }
    let mapping = root.asMapping
    policyReference = mapping?["policy"]?.asText
    if let policyReference {
      let name =
        policyReference.hasPrefix("policies/")
        ? String(policyReference.dropFirst("policies/".count)) : policyReference
      guard let policy = try shelf.policy(name) else {
        throw Failures.notFound("policy", policyReference)
      }
      if !message.policyHash.isEmpty && message.policyHash != policy.hash {
        throw RPCError(
          code: .failedPrecondition,
          message: "the server's policy '\(name)' is another one than the caller's of this name")
      }
      self.policy = policy
    } else {
      policy = nil
    }
    let population = mapping?["population"]
    let villages = mapping?["villages"]
    namesPopulation = population?.asText != nil
    namesVillages = villages?.asMapping?["population"]?.asText != nil
    assumptions = [
      population?.asMapping?["synthetic"]?.asMapping?["from"]?.asText,
      villages?.asMapping?["population"]?.asMapping?["synthetic"]?.asMapping?["from"]?.asText,
      villages?.asMapping?["from"]?.asText, villages?.asText,
    ].compactMap { $0 }
    for name in assumptions { try check(assumptions: name, shelf) }
  }

  /// Display names go into texts and JSON as they are, and are shown in terminals.
  static func check(displayName: String, _ field: String) throws {
    let isPlain = displayName.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && $0.value != 0x7F && $0 != "\"" && $0 != "\\"
    }
    guard isPlain, displayName.utf8.count <= 1024 else {
      throw Failures.invalid(
        field, "expected at most 1024 bytes without control characters, quotes and backslashes")
    }
  }

  private func check(assumptions name: String, _ shelf: Shelf) throws {
    guard let known = shelf.assumptionNames.first(where: { $0 == name }) else {
      throw Failures.notFound("scenario to take assumptions from", name)
    }
    let bytes = try FileContents.read("\(shelf.folder)/\(known)")
    let hash = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
    if !message.assumptionsHash.isEmpty && message.assumptionsHash != hash {
      throw RPCError(
        code: .failedPrecondition,
        message: "the server's scenario '\(name)' is another one than the caller's of this name")
    }
  }

  /// Puts the scenario into a directory, with links to what it refers to.
  func place(in workspace: Workspace, as name: String, shelf: Shelf) throws {
    try workspace.write(message.yaml, to: name)
    try workspace.link("policies", to: shelf.path)
    for name in assumptions {
      guard let known = shelf.assumptionNames.first(where: { $0 == name }) else { continue }
      try workspace.link(known, to: "\(shelf.folder)/\(known)")
    }
  }
}

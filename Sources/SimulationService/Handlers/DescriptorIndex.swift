internal import Foundation
import SimulationAPI
import SwiftProtobuf

/// The descriptors of all protos, by file and by what they declare.
struct DescriptorIndex: Sendable {
  private(set) var services: [String] = []
  private var files: [String: Google_Protobuf_FileDescriptorProto] = [:]
  private var fileOfSymbol: [String: String] = [:]

  init() {
    guard let data = Data(base64Encoded: Descriptors.base64),
      let set = try? Google_Protobuf_FileDescriptorSet(serializedBytes: data)
    else { preconditionFailure("the generated descriptors are whole") }
    for file in set.file {
      files[file.name] = file
      for service in file.service {
        let name = "\(file.package).\(service.name)"
        services.append(name)
        fileOfSymbol[name] = file.name
        for method in service.method { fileOfSymbol["\(name).\(method.name)"] = file.name }
      }
      for message in file.messageType { add(message, under: file.package, in: file.name) }
      for item in file.enumType { fileOfSymbol["\(file.package).\(item.name)"] = file.name }
    }
    services.sort()
  }

  private mutating func add(
    _ message: Google_Protobuf_DescriptorProto, under scope: String, in file: String
  ) {
    let name = "\(scope).\(message.name)"
    fileOfSymbol[name] = file
    for inner in message.nestedType { add(inner, under: name, in: file) }
    for item in message.enumType { fileOfSymbol["\(name).\(item.name)"] = file }
  }

  /// A file with all that it imports, serialised; nil where there is none.
  func closure(ofFile name: String) -> [Data]? {
    guard files[name] != nil else { return nil }
    var found: [Data] = []
    var seen: Set<String> = []
    var waiting = [name]
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted, let file = files[next] else { continue }
      if let data = try? file.serializedData() as Data { found.append(data) }
      waiting += file.dependency
    }
    return found
  }

  func closure(ofSymbol name: String) -> [Data]? {
    fileOfSymbol[name].flatMap { closure(ofFile: $0) }
  }
}

import Crypto
package import Diagnostics

extension Policy {
  /// Reads and checks the policy in a folder.
  ///
  /// - Throws: `DataError` with everything that is wrong in any of its files.
  package static func load(directory: String) throws(DataError) -> Policy {
    let main = try YAMLSourceFile.read("\(directory)/policy.yaml")
    var bag = DiagnosticBag()
    var files: [YAMLSourceFile] = []
    if let list = main.root.asMapping?["chapters"] {
      for node in list.sequence(&bag) ?? [] {
        guard let name = node.text(&bag) else { continue }
        let path = "\(directory)/\(name)"
        guard FileContents.isFile(path) else {
          bag.report(
            Diagnostic(
              at: node.location, Message("there is no file '\(path)'", zh: "没有文件“\(path)”")))
          continue
        }
        do throws(DataError) {
          files.append(try YAMLSourceFile.read(path))
        } catch {
          bag.report(error)
        }
      }
    } else {
      _ = main.root.mapping(&bag)?.required("chapters", &bag)
    }
    // What stands in files that cannot be read may be what others refer to.
    try bag.throwIfErrors()
    return try compile(
      main.root, chapters: files.map(\.root), hash: hash([main] + files), path: directory)
  }

  private static func compile(
    _ root: YAMLNode, chapters: [YAMLNode], hash: String, path: String
  ) throws(DataError) -> Policy {
    var known: [String: PolicyReader.KnownNumber] = [:]
    var isLastPass = false
    // Each pass settles at least one more unit; chains of bare numbers that take their unit from
    // numbers further down are short.
    for pass in 1...9 {
      let reader = PolicyReader(known: known, isLastPass: isLastPass || pass == 9)
      let policy = reader.policy(root, chapters: chapters, hash: hash, path: path)
      let isSettled = !reader.metUnknownAddress && (pass == 1 || reader.knownNumbers == known)
      if isSettled || reader.isLastPass {
        try reader.bag.throwIfErrors()
        guard let policy else { preconditionFailure("a policy without errors is complete") }
        for (address, number) in known {
          precondition(policy.parameters[number.index].address == address)
        }
        return policy
      }
      // The same addresses and units twice: what is still unknown does not exist.
      isLastPass = reader.knownNumbers == known
      known = reader.knownNumbers
    }
    preconditionFailure("the last pass returns or throws")
  }

  private static func hash(_ files: [YAMLSourceFile]) -> String {
    var hasher = SHA256()
    for file in files {
      // The length parts one file from the next.
      hasher.update(data: Array("\(file.bytes.count)\n".utf8))
      hasher.update(data: file.bytes)
    }
    return hasher.finalize().hexadecimal
  }
}

/// A YAML file and its bytes.
package struct YAMLSourceFile: Sendable {
  package var bytes: [UInt8]
  package var root: YAMLNode

  package static func read(_ path: String) throws(DataError) -> YAMLSourceFile {
    let bytes = try FileContents.read(path)
    return YAMLSourceFile(bytes: bytes, root: try YAMLNode.parse(bytes, file: path))
  }

  /// Hexadecimal SHA-256 of the file.
  package var hash: String { SHA256.hash(data: bytes).hexadecimal }
}

extension Digest {
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

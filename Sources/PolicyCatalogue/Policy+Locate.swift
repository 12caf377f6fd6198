import Glibc

extension Policy {
  /// The folder of a policy that a scenario or a file of cases names: a path from that file's own
  /// folder; else the policy in whose folder the file lies, by its id or the folder's name; else an id
  /// under `policies` or `Scenarios/policies` of that folder, of those above it, or of the working
  /// directory and those above it.
  package static func locate(_ reference: String, from directory: String) -> String? {
    func isPolicy(_ folder: String) -> Bool { FileContents.isFile("\(folder)/policy.yaml") }
    let start = directory.isEmpty ? "." : directory
    let direct = reference.hasPrefix("/") ? reference : joined(start, reference)
    if isPolicy(direct) { return direct }
    // An id is one name; anything else could only be the path that was tried.
    guard !reference.isEmpty, !reference.contains("/"), reference != ".." else { return nil }
    for folder in folders(from: start) {
      if isPolicy(folder), goes(byName: reference, folder) { return folder }
      for shelf in shelves(in: folder) where isPolicy(joined(shelf, reference)) {
        return joined(shelf, reference)
      }
    }
    return nil
  }

  /// Ids under which `locate` would find a policy, nearest first.
  package static func locatable(from directory: String) -> [String] {
    folders(from: directory.isEmpty ? "." : directory).flatMap { folder in
      shelves(in: folder).flatMap { shelf in
        FileContents.names(in: shelf).filter {
          FileContents.isFile("\(joined(shelf, $0))/policy.yaml")
        }
      }
    }
  }

  private static func shelves(in folder: String) -> [String] {
    ["policies", "Scenarios/policies"].map { joined(folder, $0) }
  }

  /// A folder and those above it, then the working directory and those above that.
  private static func folders(from start: String) -> [String] {
    [start, "."].flatMap { origin in
      var folders = [origin]
      for _ in components(of: absolute(origin)) { folders.append(parent(of: folders.last!)) }
      return folders
    }
  }

  private static func goes(byName name: String, _ folder: String) -> Bool {
    if let last = components(of: absolute(folder)).last, last == name { return true }
    // A policy that cannot be read is told about when it is loaded by its path. A file of cases may be
    // called policy.yaml as well, but has no chapters.
    guard let root = (try? YAMLNode.read("\(folder)/policy.yaml"))?.asMapping else { return false }
    return root.has("chapters") && root["policy"]?.asText == name
  }

  private static func joined(_ folder: String, _ name: String) -> String {
    folder == "." ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  private static func components(of path: String) -> [Substring] { path.split(separator: "/") }

  private static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let buffer = getcwd(nil, 0) else { return path }
    defer { free(buffer) }
    return String(cString: buffer) + "/" + path
  }

  /// The folder above, kept relative where it can be, so that messages stay short.
  private static func parent(of folder: String) -> String {
    let parts = components(of: folder)
    if folder.hasPrefix("/") { return "/" + parts.dropLast().joined(separator: "/") }
    guard let last = parts.last, last != "..", last != "." else {
      return folder == "." ? ".." : folder + "/.."
    }
    return parts.count == 1 ? "." : parts.dropLast().joined(separator: "/")
  }
}

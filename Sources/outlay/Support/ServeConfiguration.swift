import ArgumentParser
import Configuration
import SystemPackage

/// What the environment and a file say where the command line is silent.
struct ServeConfiguration {
  private let reader: ConfigReader

  /// - Parameter file: a JSON file; nil for none.
  init(file: String?) async throws {
    // In the file an option stands under its own name.
    var providers: [any ConfigProvider] = [
      EnvironmentVariablesProvider().prefixKeys(with: ["outlay", "serve"])
    ]
    if let file {
      do {
        providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(file)))
      } catch {
        throw ValidationError(
          spoken("--config \(file) cannot be read as JSON.", "--config \(file) 无法读取为 JSON。"))
      }
    }
    reader = ConfigReader(providers: providers)
  }

  func text(_ name: String) -> String? { reader.string(forKey: ConfigKey([name])) }

  func flag(_ name: String) -> Bool { reader.bool(forKey: ConfigKey([name])) ?? false }

  func number(_ name: String) throws -> Int? {
    if let number = reader.int(forKey: ConfigKey([name])) { return number }
    if let text = text(name) {
      throw ValidationError(
        spoken("\(name) '\(text)' is no whole number.", "\(name)“\(text)”不是整数。"))
    }
    return nil
  }
}

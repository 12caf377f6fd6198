/// The version that results are marked with.
package enum EngineVersion {
  package static let current = "0.1.0"
}

/// Thrown when the user's data is wrong: everything found, up to a limit.
package struct DataError: Error, Sendable {
  package var diagnostics: [Diagnostic]
  /// How many more there were than are listed.
  package var omitted: Int

  package init(_ diagnostics: [Diagnostic], omitted: Int = 0) {
    self.diagnostics = diagnostics
    self.omitted = omitted
  }

  package init(_ diagnostic: Diagnostic) { self.init([diagnostic]) }
}

/// Collects what is wrong, so that all errors of a file are told at once.
package struct DiagnosticBag: Sendable {
  /// More than this many errors help nobody; the rest are counted.
  package static let limit = 50

  package private(set) var errors: [Diagnostic] = []
  package private(set) var warnings: [Diagnostic] = []
  package private(set) var omitted = 0

  package init() {}

  package var hasErrors: Bool { !errors.isEmpty }

  package mutating func report(_ diagnostic: Diagnostic) {
    switch diagnostic.severity {
    case .warning: warnings.append(diagnostic)
    case .error where errors.count < Self.limit: errors.append(diagnostic)
    case .error: omitted += 1
    }
  }

  package mutating func report(_ other: DataError) {
    for diagnostic in other.diagnostics { report(diagnostic) }
    omitted += other.omitted
  }

  package func throwIfErrors() throws(DataError) {
    if hasErrors { throw DataError(errors, omitted: omitted) }
  }
}

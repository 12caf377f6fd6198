/// Where in a file something stands; line and column count from 1, 0 means the whole file.
package struct SourceLocation: Sendable, Hashable {
  package var file: String
  package var line: Int
  package var column: Int

  package init(file: String, line: Int = 0, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }
}

/// One thing that is wrong with the user's data.
package struct Diagnostic: Sendable, Hashable {
  package enum Severity: Sendable { case error, warning }

  package var severity: Severity
  package var location: SourceLocation
  package var problem: Message
  /// What would have been right.
  package var expected: Message?
  /// The valid name that is nearest to the one written.
  package var suggestion: String?

  package init(
    _ severity: Severity = .error, at location: SourceLocation, _ problem: Message,
    expected: Message? = nil, suggestion: String? = nil
  ) {
    self.severity = severity
    self.location = location
    self.problem = problem
    self.expected = expected
    self.suggestion = suggestion
  }

  /// `file:line:column: error: problem; expected …; did you mean …?`
  package func description(in language: Language) -> String {
    var place = location.file
    if location.line > 0 { place += ":\(location.line)" }
    if location.line > 0 && location.column > 0 { place += ":\(location.column)" }
    let chinese = language == .chinese
    let kind =
      switch severity {
      case .error: chinese ? "错误" : "error"
      case .warning: chinese ? "警告" : "warning"
      }
    var line = "\(place): \(kind): \(problem.text(in: language))"
    if let expected {
      line += (chinese ? ";应为" : "; expected ") + expected.text(in: language)
    }
    if let suggestion {
      line += chinese ? ";是否为“\(suggestion)”?" : "; did you mean '\(suggestion)'?"
    }
    return line
  }
}

package import Diagnostics

/// Results cannot be put where they were asked for.
package struct OutputError: Error, Sendable {
  package var path: String
  package var problem: Message

  package init(_ path: String, _ problem: Message) {
    self.path = path
    self.problem = problem
  }

  /// `path: problem`
  package func description(in language: Language) -> String {
    path + (language == .chinese ? ":" : ": ") + problem.text(in: language)
  }
}

package import Diagnostics

/// An answer that is written as a directory of files and printed as text.
package protocol AnswerFiles: Sendable {
  /// Every file that it may consist of.
  static var fileNames: Set<String> { get }

  /// In the order in which they are written.
  func files() -> [ResultFile]

  func text(in language: Language) -> String
}

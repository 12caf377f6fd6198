/// A sentence in the two languages of Outlay's users.
///
/// Both are written where the sentence is needed, so that neither can be forgotten.
package struct Message: Sendable, Hashable {
  package var english: String
  package var chinese: String

  package init(_ english: String, zh chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  package func text(in language: Language) -> String {
    language == .chinese ? chinese : english
  }
}

package enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"
}

extension String {
  /// Columns that the text takes in a terminal: East Asian wide and full-width characters take two,
  /// combining marks none (after Unicode Standard Annex 11; ambiguous characters count as narrow).
  package var displayWidth: Int {
    var width = 0
    for scalar in unicodeScalars { width += scalar.displayWidth }
    return width
  }

  /// Filled with spaces to so many columns, on the right or, for numbers, on the left.
  func padded(to columns: Int, alignment: TextTable.Alignment) -> String {
    let spaces = String(repeating: " ", count: max(0, columns - displayWidth))
    return alignment == .left ? self + spaces : spaces + self
  }
}

extension Unicode.Scalar {
  fileprivate var displayWidth: Int {
    if value < 0x300 { return value < 0x20 ? 0 : 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    return switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}

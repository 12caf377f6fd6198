internal import Crypto
import Diagnostics
internal import Glibc

/// The text of one file as UTF-8, whatever it was written in.
struct SourceText {
  /// The text is `bytes[start..<end]`; at least `padding` line feeds follow it, so that a scanner may
  /// load whole words at its end.
  var bytes: [UInt8]
  let start: Int
  let end: Int
  let path: String
  let encoding: Encoding
  /// Hexadecimal SHA-256 of the file as it is on disk.
  let digest: String

  enum Encoding: Sendable { case utf8, gb18030 }

  var endsWithLineFeed: Bool { bytes[end - 1] == UInt8(ascii: "\n") }

  /// What is doubtful about a text whose last line has no end: a number in it may have lost digits, and
  /// still be a number.
  var cutOffWarning: Diagnostic? {
    if endsWithLineFeed { return nil }
    return Diagnostic(
      .warning,
      at: SourceLocation(file: path, line: lineNumber(of: end - 1, in: bytes.span)),
      Message(
        "the last line has no line end: the file may have been cut off within it",
        zh: "末行没有换行符:文件可能在此行中被截断"),
      expected: Message(
        "a line end after the last row; compare that row with the original",
        zh: "末行以换行符结束;请与原表核对该行"))
  }

  static let padding = 16

  /// Reads a file in one go.
  ///
  /// Errors: what the file system says; UTF-16; text that is neither UTF-8 nor GB18030; a file
  /// without a byte; control characters, which no text has and a damaged or binary file does.
  init(path: String) throws(DataError) {
    self.path = path
    let raw: [UInt8]
    do { raw = try Self.load(path) } catch { throw DataError(error.diagnostic) }
    let size = raw.count - Self.padding
    digest = raw.withUnsafeBytes { buffer in
      var hash = SHA256()
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<size]))
      return hexadecimal(hash.finalize())
    }

    if raw.starts(with: [0xFF, 0xFE]) || raw.starts(with: [0xFE, 0xFF]) {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: path), Message("the file is UTF-16", zh: "文件是 UTF-16 编码"),
          expected: Message(
            "CSV saved as UTF-8 or GB18030", zh: "以 UTF-8 或 GB18030 保存的 CSV")))
    }
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let hasMark = raw.starts(with: byteOrderMark)
    let textStart = hasMark ? byteOrderMark.count : 0
    if textStart == size {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: path), Message("the file is empty", zh: "文件是空的"),
          expected: Message("a line with the names of the columns", zh: "写有列名的首行")))
    }

    if let fault = firstInvalidUTF8(raw.span.extracting(textStart..<size)) {
      let place = textStart + fault
      // A byte order mark, or Chinese text that is UTF-8 nearly everywhere, says that the file is
      // damaged UTF-8; decoding it as GB18030 could succeed and yield nonsense.
      if hasMark || looksLikeUTF8(raw.span.extracting(textStart..<size)) {
        throw DataError(
          Diagnostic(
            at: SourceLocation(file: path, line: lineNumber(of: place, in: raw.span)),
            Message(
              "the text is damaged: byte 0x\(hexadecimal(raw[place])) does not belong to UTF-8 here",
              zh: "文本已损坏:字节 0x\(hexadecimal(raw[place])) 在此处不符合 UTF-8"),
            expected: Message("UTF-8", zh: "UTF-8")))
      }
      bytes = try decodeGB18030(raw.span.extracting(0..<size), path: path)
      encoding = .gb18030
      start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
      end = bytes.count
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: Self.padding))
    } else {
      bytes = raw
      encoding = .utf8
      start = textStart
      end = size
    }
    try rejectControlCharacters()
  }

  /// The bytes of the file, then the padding.
  private static func load(_ path: String) throws(FileFailure) -> [UInt8] {
    let file = try OpenFile(reading: path)
    let size = try file.size()
    var failure: FileFailure?
    let bytes = [UInt8](unsafeUninitializedCapacity: size + padding) { buffer, count in
      while count < size {
        let got = read(file.descriptor, buffer.baseAddress! + count, size - count)
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failure = FileFailure(path) }
        // Zero: the file has become shorter since it was opened.
        if got <= 0 { break }
        count += got
      }
      buffer[count..<count + padding].initialize(repeating: UInt8(ascii: "\n"))
      count += padding
    }
    if let failure { throw failure }
    return bytes
  }

  private func rejectControlCharacters() throws(DataError) {
    var bag = DiagnosticBag()
    var place = start
    while let found = nextControlCharacter(in: bytes.span, from: place, to: end) {
      bag.report(
        Diagnostic(
          at: location(of: found),
          Message(
            "the byte 0x\(hexadecimal(bytes[found])) is no text; the file is damaged or not CSV",
            zh: "字节 0x\(hexadecimal(bytes[found])) 不是文本;文件已损坏或不是 CSV")))
      place = found + 1
      // What is full of them is a binary file: the first is enough.
      if bag.errors.count == 10 { break }
    }
    try bag.throwIfErrors()
  }

  /// Line and character column, both from 1. Complexity: O(place).
  func location(of place: Int) -> SourceLocation {
    location(of: place, rowStart: start, rowLine: 1)
  }

  /// The same from a known beginning of a line. Complexity: O(place − rowStart).
  func location(of place: Int, rowStart: Int, rowLine: Int) -> SourceLocation {
    var line = rowLine
    var column = 1
    var index = rowStart
    while index < place {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      index += 1
    }
    return SourceLocation(file: path, line: line, column: column)
  }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

func hexadecimal(_ byte: UInt8) -> String { hexadecimal(CollectionOfOne(byte)) }

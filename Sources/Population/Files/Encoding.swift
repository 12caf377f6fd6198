import Diagnostics
internal import Glibc

/// Where the bytes cease to be UTF-8; nil if they are.
func firstInvalidUTF8(_ bytes: Span<UInt8>) -> Int? {
  do {
    _ = try UTF8Span(validating: bytes)
    return nil
  } catch {
    return error.byteOffsets.lowerBound
  }
}

/// Whether most of what is not ASCII is well-formed UTF-8 of three bytes, as Chinese is.
///
/// In Chinese text of GB18030 one sequence in some sixty looks so by chance.
func looksLikeUTF8(_ bytes: Span<UInt8>) -> Bool {
  var wellFormed = 0
  var illFormed = 0
  var index = 0
  while index < bytes.count {
    let lead = bytes[index]
    if lead < 0x80 {
      index += 1
    } else if lead & 0xF0 == 0xE0, index + 2 < bytes.count, bytes[index + 1] & 0xC0 == 0x80,
      bytes[index + 2] & 0xC0 == 0x80
    {
      wellFormed += 1
      index += 3
    } else {
      illFormed += 1
      index += 1
    }
  }
  return wellFormed > 4 * illFormed
}

/// The text in UTF-8.
///
/// Errors: the line in which a byte is neither UTF-8 nor GB18030.
func decodeGB18030(_ bytes: Span<UInt8>, path: String) throws(DataError) -> [UInt8] {
  guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else {
    throw DataError(
      Diagnostic(
        at: SourceLocation(file: path),
        Message(
          "the file is not UTF-8, and this system has no converter for GB18030",
          zh: "文件不是 UTF-8,而本系统没有 GB18030 转换器"),
        expected: Message("UTF-8", zh: "UTF-8")))
  }
  defer { iconv_close(converter) }

  // Two bytes of GB18030 become at most three of UTF-8, four at most four, one is one; except for
  // 0x80 and the like, which are errors.
  let capacity = bytes.count / 2 * 3 + 4 + SourceText.padding
  var fault: Int?
  let text = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
    bytes.withUnsafeBytes { input in
      // iconv takes a mutable pointer for historical reasons and does not write through it.
      var source: UnsafeMutablePointer<CChar>? = UnsafeMutablePointer(
        mutating: input.baseAddress!.assumingMemoryBound(to: CChar.self))
      var sourceLeft = input.count
      output.withMemoryRebound(to: CChar.self) { rebound in
        var target = rebound.baseAddress
        var targetLeft = rebound.count
        let result = iconv(converter, &source, &sourceLeft, &target, &targetLeft)
        if result == -1 { fault = input.count - sourceLeft }
        count = rebound.count - targetLeft
      }
    }
  }
  if let fault {
    throw DataError(
      Diagnostic(
        at: SourceLocation(file: path, line: lineNumber(of: fault, in: bytes)),
        Message(
          "the text is neither UTF-8 nor GB18030 (byte 0x\(hexadecimal(bytes[fault])))",
          zh: "文本既不是 UTF-8 也不是 GB18030(字节 0x\(hexadecimal(bytes[fault])))"),
        expected: Message("CSV saved as UTF-8 or GB18030", zh: "以 UTF-8 或 GB18030 保存的 CSV")))
  }
  return text
}

/// Line from 1 of a place in the bytes.
func lineNumber(of place: Int, in bytes: Span<UInt8>) -> Int {
  var line = 1
  for index in 0..<place where bytes[index] == UInt8(ascii: "\n") { line += 1 }
  return line
}

/// The first byte that stands in no text: below the blank, except tab and the ends of lines, or DEL.
func nextControlCharacter(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
  let block = 1024
  var index = start
  while index < end {
    let stop = min(index + block, end)
    // Without a branch inside, so that it is vectorised; which byte it was is found afterwards.
    var found: UInt8 = 0
    for place in index..<stop { found |= controlCharacter(bytes[place]) }
    if found != 0 {
      for place in index..<stop where controlCharacter(bytes[place]) != 0 { return place }
    }
    index = stop
  }
  return nil
}

@inline(__always)
private func controlCharacter(_ byte: UInt8) -> UInt8 {
  let low: UInt8 = byte < 0x20 ? 1 : 0
  let allowed: UInt8 = (byte == 0x09 ? 1 : 0) | (byte == 0x0A ? 1 : 0) | (byte == 0x0D ? 1 : 0)
  return (low & (allowed ^ 1)) | (byte == 0x7F ? 1 : 0)
}

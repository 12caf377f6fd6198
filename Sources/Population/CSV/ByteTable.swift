/// Distinct texts by number, found by their bytes: open addressing with 32 bits of hash in the slot, so
/// that a text is compared only when it is almost certainly the one, and growing reads no text.
struct ByteTable: Sendable {
  private(set) var keys = IdentifierColumn()
  /// High half: hash; low half: number + 1; 0 is empty. The count is a power of two.
  private var slots: [UInt64]

  init(capacity: Int = 8) {
    slots = Array(repeating: 0, count: Self.slotCount(for: capacity))
  }

  init(_ texts: some Sequence<String>) {
    self.init()
    for text in texts {
      let (bytes, field) = Self.padded(text.utf8)
      _ = insert(field, in: bytes.span)
    }
  }

  var count: Int { keys.count }

  /// The number of the text, and whether it is new.
  ///
  /// At least seven bytes follow the field.
  mutating func insert(_ field: CSVField, in bytes: Span<UInt8>) -> (number: Int, isNew: Bool) {
    if (keys.count + 1) * 2 > slots.count { grow() }
    let hash = Self.hash(field, in: bytes)
    var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while true {
      let slot = slots[index]
      if slot == 0 { break }
      if slot >> 32 == hash {
        let number = Int(slot & 0xFFFF_FFFF) - 1
        if isEqual(number, field, in: bytes) { return (number, false) }
      }
      index = (index + 1) & (slots.count - 1)
    }
    slots[index] = hash << 32 | UInt64(keys.count + 1)
    bytes.extracting(field.start..<field.end).withUnsafeBufferPointer { keys.append($0) }
    return (keys.count - 1, true)
  }

  /// The number of the text, or nil. At least seven bytes follow the field.
  func find(_ field: CSVField, in bytes: Span<UInt8>) -> Int? {
    let hash = Self.hash(field, in: bytes)
    var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while true {
      let slot = slots[index]
      if slot == 0 { return nil }
      if slot >> 32 == hash {
        let number = Int(slot & 0xFFFF_FFFF) - 1
        if isEqual(number, field, in: bytes) { return number }
      }
      index = (index + 1) & (slots.count - 1)
    }
  }

  /// The numbers of the fields, -1 where there is none, in passes whose loads from memory do not wait
  /// for one another: in a register of a million each text alone would wait for three.
  func find(_ fields: [CSVField], in bytes: Span<UInt8>, into numbers: inout [Int32]) {
    numbers.removeAll(keepingCapacity: true)
    let mask = slots.count - 1
    var hashes: [UInt64] = []
    hashes.reserveCapacity(fields.count)
    for field in fields { hashes.append(Self.hash(field, in: bytes)) }
    for hash in hashes {
      let slot = slots[Int(truncatingIfNeeded: hash) & mask]
      numbers.append(
        slot >> 32 == hash ? Int32(truncatingIfNeeded: slot & 0xFFFF_FFFF) &- 1 : -1)
    }
    var touched = 0
    for number in numbers where number >= 0 { touched &+= keys.offsets[Int(number)] }
    withExtendedLifetime(touched) {}
    for index in fields.indices {
      let number = numbers[index]
      // Where the first slot is another's, the slow way.
      if number < 0 || !isEqual(Int(number), fields[index], in: bytes) {
        numbers[index] = Int32(find(fields[index], in: bytes) ?? -1)
      }
    }
  }

  /// Whether the text of that number is the field.
  @inline(__always)
  func isEqual(_ number: Int, _ field: CSVField, in bytes: Span<UInt8>) -> Bool {
    let offset = keys.offsets[number]
    let count = keys.offsets[number + 1] - offset
    guard count == field.end - field.start else { return false }
    let stored = keys.bytes.span.bytes
    let words = bytes.bytes
    var index = 0
    while index + 8 <= count {
      if stored.unsafeLoadUnaligned(fromByteOffset: offset + index, as: UInt64.self)
        != words.unsafeLoadUnaligned(fromByteOffset: field.start + index, as: UInt64.self)
      {
        return false
      }
      index += 8
    }
    while index < count {
      if keys.bytes[offset + index] != bytes[field.start + index] { return false }
      index += 1
    }
    return true
  }

  /// The bytes with the padding that `insert` and `find` want.
  static func padded(_ utf8: some Sequence<UInt8>) -> (bytes: [UInt8], field: CSVField) {
    var bytes = Array(utf8)
    let field = CSVField(start: 0, end: bytes.count)
    bytes.append(contentsOf: repeatElement(0, count: SourceText.padding))
    return (bytes, field)
  }

  private static func slotCount(for capacity: Int) -> Int {
    var count = 16
    while count < capacity * 2 { count *= 2 }
    return count
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: slots.count * 2)
    for slot in slots where slot != 0 {
      var index = Int(slot >> 32) & (larger.count - 1)
      while larger[index] != 0 { index = (index + 1) & (larger.count - 1) }
      larger[index] = slot
    }
    slots = larger
  }

  /// 32 bits. Multiplication to 128 bits and folding, as in wyhash.
  @inline(__always)
  private static func hash(_ field: CSVField, in bytes: Span<UInt8>) -> UInt64 {
    let words = bytes.bytes
    var index = field.start
    var left = field.end - field.start
    var hash = UInt64(truncatingIfNeeded: left) ^ 0x9E37_79B9_7F4A_7C15
    while left >= 8 {
      hash = fold(hash ^ words.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
      left -= 8
    }
    if left > 0 {
      let word = words.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      hash = fold(hash ^ (word & (UInt64.max >> (64 - 8 * UInt64(left)))))
    }
    return fold(hash) >> 32
  }

  @inline(__always)
  private static func fold(_ value: UInt64) -> UInt64 {
    let (high, low) = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return high ^ low
  }
}

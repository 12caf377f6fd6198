// What an operator reads, and where it writes.
extension BlockCompiler {
  func times(_ a: Int128, _ b: Int128) throws(NeedsWide) -> Int128 {
    let (result, overflow) = a.multipliedReportingOverflow(by: b)
    if overflow { throw NeedsWide() }
    return result
  }

  func plus(_ a: Int128, _ b: Int128) throws(NeedsWide) -> Int128 {
    let (result, overflow) = a.addingReportingOverflow(b)
    if overflow { throw NeedsWide() }
    return result
  }

  func double(_ integer: Int128) throws(NeedsWide) -> Double {
    if integer.magnitude >= Self.limit.magnitude { throw NeedsWide() }
    return Double(integer)
  }

  /// Whether scale × slot, the offset and their sum all stay below 2^53.
  func fits(_ value: Value) -> Bool {
    [value.low, value.high, value.low - value.offset, value.high - value.offset, value.offset]
      .allSatisfy { $0.magnitude < Self.limit.magnitude }
  }

  mutating func operand(_ value: Value) throws(NeedsWide) -> BlockProgram.Operand {
    if !fits(value) { throw NeedsWide() }
    return BlockProgram.Operand(
      slot: value.slot ?? BlockProgram.noSlot,
      scale: value.slot == nil ? 0 : try double(value.scale),
      offset: try double(value.offset))
  }

  /// A slot whose cells are the value itself.
  mutating func materialised(_ value: Value) throws(NeedsWide) -> Int {
    if let slot = value.slot, value.scale == 1, value.offset == 0 { return slot }
    let zero = try operand(constant(0, over: 1))
    return emit(.add(try operand(value), zero), (value.low, value.high)).slot!
  }

  mutating func newSlot(_ bounds: (low: Int128, high: Int128)) -> Int {
    slotBounds.append(bounds)
    return slotBounds.count - 1
  }

  mutating func emit(
    _ instruction: BlockProgram.Instruction, _ bounds: (low: Int128, high: Int128),
    over denominator: Int128 = 1
  ) -> Value {
    let slot = newSlot(bounds)
    program.steps.append(BlockProgram.Step(target: slot, instruction: instruction))
    return Value(
      slot: slot, scale: 1, offset: 0, denominator: denominator, low: bounds.low,
      high: bounds.high)
  }
}

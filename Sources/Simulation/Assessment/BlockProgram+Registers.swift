extension BlockProgram {
  /// Gives the slots of the compiler, of which there is one a value, to as few registers as are alive
  /// at once, so that a block of all of them stays in cache.
  func allocatingRegisters() -> BlockProgram {
    var lastUse: [Int: Int] = [:]
    for (index, step) in steps.enumerated() {
      for slot in step.instruction.sources { lastUse[slot] = index }
    }
    for output in outputs { lastUse[output.slot] = steps.count }

    var result = BlockProgram()
    // Register 0 stays zero, for constants: whatever else lay there might be a blank date, which is no
    // number and stays none when it is multiplied by 0.
    result.registerCount = 1
    var register = [Self.noSlot: 0]
    var free: [Int] = []
    for (index, step) in steps.enumerated() where lastUse[step.target] != nil {
      // A source that dies here may be overwritten: each operator reads a cell before it writes it.
      for slot in Set(step.instruction.sources)
      where slot != Self.noSlot && lastUse[slot] == index {
        if let freed = register[slot] { free.append(freed) }
      }
      let target = free.popLast() ?? result.registerCount
      result.registerCount = max(result.registerCount, target + 1)
      let instruction = step.instruction.renamed { register[$0]! }
      register[step.target] = target
      result.steps.append(Step(target: target, instruction: instruction))
    }
    result.outputs = outputs.map { output in
      Operand(
        slot: register[output.slot]!, scale: output.scale, offset: output.offset)
    }
    return result
  }
}

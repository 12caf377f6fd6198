/// A rule as a short sequence of vector operators over a block of rows.
///
/// Every cell is a Double that holds an integer below 2^53, so no operator ever rounds: a value of the
/// rule is a cell times a scale plus an offset, over a denominator that is known when the program is
/// compiled. Scale and offset belong to the operand and cost no operator of their own.
struct BlockProgram: Sendable {
  /// The slot of a constant operand, whose scale is 0.
  static let noSlot = -1

  /// `scale × slot + offset`.
  struct Operand: Sendable, Hashable {
    var slot: Int
    var scale: Double
    var offset: Double
  }

  enum Instruction: Sendable {
    case loadNumber(ColumnReference)
    case loadDate(ColumnReference)
    case loadFlag(ColumnReference)
    case testLevels(ColumnReference, UInt64)
    case testTexts(ColumnReference, [Int32])
    case testKnown(ColumnReference)

    case add(Operand, Operand)
    case multiply(Operand, Operand)
    case minimum(Operand, Operand)
    case maximum(Operand, Operand)
    /// floor(operand ÷ divisor).
    case floorDivide(Operand, Double)
    /// The first operand's cell is 1 or 0.
    case select(Int, Operand, Operand)
    case less(Operand, Operand)
    case lessOrEqual(Operand, Operand)
    case equal(Operand, Operand)
    /// Of dates: neither is blank and they differ.
    case differ(Operand, Operand)
    case and(Operand, Operand)
    case or(Operand, Operand)
    case plusMonths(Operand, Operand)
    case fullMonths(Operand, Operand)
  }

  struct Step: Sendable {
    var target: Int
    var instruction: Instruction
  }

  var steps: [Step] = []
  var registerCount = 0
  /// What the rule yields, whole numbers all, in the order in which it was compiled.
  var outputs: [Operand] = []
}

extension BlockProgram.Instruction {
  /// The slots that it reads.
  var sources: [Int] {
    switch self {
    case .loadNumber, .loadDate, .loadFlag, .testLevels, .testTexts, .testKnown: []
    case .add(let a, let b), .multiply(let a, let b), .minimum(let a, let b),
      .maximum(let a, let b), .less(let a, let b), .lessOrEqual(let a, let b),
      .equal(let a, let b), .differ(let a, let b), .and(let a, let b), .or(let a, let b),
      .plusMonths(let a, let b), .fullMonths(let a, let b):
      [a.slot, b.slot]
    case .floorDivide(let a, _): [a.slot]
    case .select(let condition, let a, let b): [condition, a.slot, b.slot]
    }
  }

  /// The same with other slots.
  func renamed(_ rename: (Int) -> Int) -> Self {
    func moved(_ operand: BlockProgram.Operand) -> BlockProgram.Operand {
      var operand = operand
      operand.slot = rename(operand.slot)
      return operand
    }
    return switch self {
    case .loadNumber, .loadDate, .loadFlag, .testLevels, .testTexts, .testKnown: self
    case .add(let a, let b): .add(moved(a), moved(b))
    case .multiply(let a, let b): .multiply(moved(a), moved(b))
    case .minimum(let a, let b): .minimum(moved(a), moved(b))
    case .maximum(let a, let b): .maximum(moved(a), moved(b))
    case .floorDivide(let a, let divisor): .floorDivide(moved(a), divisor)
    case .select(let condition, let a, let b): .select(rename(condition), moved(a), moved(b))
    case .less(let a, let b): .less(moved(a), moved(b))
    case .lessOrEqual(let a, let b): .lessOrEqual(moved(a), moved(b))
    case .equal(let a, let b): .equal(moved(a), moved(b))
    case .differ(let a, let b): .differ(moved(a), moved(b))
    case .and(let a, let b): .and(moved(a), moved(b))
    case .or(let a, let b): .or(moved(a), moved(b))
    case .plusMonths(let a, let b): .plusMonths(moved(a), moved(b))
    case .fullMonths(let a, let b): .fullMonths(moved(a), moved(b))
    }
  }
}

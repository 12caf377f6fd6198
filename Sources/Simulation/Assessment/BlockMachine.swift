import CKernels
import PolicyCatalogue
import Population

/// Runs a `BlockProgram` over blocks of rows; one machine a thread.
struct BlockMachine: ~Copyable {
  /// Rows a block: a few dozen registers of it fit in the second-level cache.
  static let blockSize = 1024

  private let program: BlockProgram
  private let source: RowSource
  private let registers: UnsafeMutablePointer<Double>

  init(program: BlockProgram, source: RowSource) {
    self.program = program
    self.source = source
    let cells = program.registerCount * Self.blockSize
    registers = .allocate(capacity: cells)
    registers.initialize(repeating: 0, count: cells)
  }

  deinit { registers.deallocate() }

  /// Calls `consume` with each block's first row, its number of rows and one pointer an output, whose
  /// cells are valid during the call only.
  func run(
    rows: Range<Int>,
    consume: (_ first: Int, _ count: Int, _ outputs: [UnsafePointer<Double>]) -> Void
  ) {
    let scratch = UnsafeMutablePointer<Double>.allocate(
      capacity: program.outputs.count * Self.blockSize)
    defer { scratch.deallocate() }
    var first = rows.lowerBound
    while first < rows.upperBound {
      let count = min(Self.blockSize, rows.upperBound - first)
      for step in program.steps {
        execute(step.instruction, into: register(step.target), first, count)
      }
      var outputs: [UnsafePointer<Double>] = []
      for (index, output) in program.outputs.enumerated() {
        let target = scratch + index * Self.blockSize
        outlay_affine(target, operand(output), count)
        outputs.append(UnsafePointer(target))
      }
      consume(first, count, outputs)
      first += count
    }
  }

  private func register(_ slot: Int) -> UnsafeMutablePointer<Double> {
    registers + slot * Self.blockSize
  }

  private func operand(_ operand: BlockProgram.Operand) -> outlay_operand {
    outlay_operand(
      cells: UnsafePointer(register(operand.slot)), scale: operand.scale, offset: operand.offset)
  }

  private func execute(
    _ instruction: BlockProgram.Instruction, into out: UnsafeMutablePointer<Double>,
    _ first: Int, _ count: Int
  ) {
    switch instruction {
    case .loadNumber, .loadDate, .loadFlag, .testLevels, .testTexts, .testKnown:
      load(instruction, into: out, first, count)
    case .add(let a, let b): outlay_add(out, operand(a), operand(b), count)
    case .multiply(let a, let b): outlay_multiply(out, operand(a), operand(b), count)
    case .minimum(let a, let b): outlay_minimum(out, operand(a), operand(b), count)
    case .maximum(let a, let b): outlay_maximum(out, operand(a), operand(b), count)
    case .less(let a, let b): outlay_less(out, operand(a), operand(b), count)
    case .lessOrEqual(let a, let b): outlay_less_or_equal(out, operand(a), operand(b), count)
    case .equal(let a, let b): outlay_equal(out, operand(a), operand(b), count)
    case .differ(let a, let b): outlay_differ(out, operand(a), operand(b), count)
    case .and(let a, let b): outlay_multiply(out, operand(a), operand(b), count)
    case .or(let a, let b): outlay_maximum(out, operand(a), operand(b), count)
    case .plusMonths(let a, let b): map(a, b, into: out, count, plusMonths)
    case .fullMonths(let a, let b): map(a, b, into: out, count, fullMonths)
    case .floorDivide(let a, let divisor): outlay_floor_divide(out, operand(a), divisor, count)
    case .select(let condition, let a, let b):
      outlay_select(out, register(condition), operand(a), operand(b), count)
    }
  }

  private func map(
    _ a: BlockProgram.Operand, _ b: BlockProgram.Operand,
    into out: UnsafeMutablePointer<Double>, _ count: Int, _ operation: (Double, Double) -> Double
  ) {
    let (x, y) = (register(a.slot), register(b.slot))
    for i in 0..<count {
      out[i] = operation(x[i] * a.scale + a.offset, y[i] * b.scale + b.offset)
    }
  }
}

/// A blank date is no number, and stays none.
private func plusMonths(_ days: Double, _ months: Double) -> Double {
  if days.isNaN { return days }
  return Double(
    CalendarDate(daysSince1970: Int(days)).adding(months: CalendarDate.bounded(months: Int(months)))
      .daysSince1970)
}

/// Zero where either date is blank.
private func fullMonths(_ from: Double, _ to: Double) -> Double {
  if from.isNaN || to.isNaN { return 0 }
  return Double(
    CalendarDate(daysSince1970: Int(to)).fullMonths(
      since: CalendarDate(daysSince1970: Int(from))))
}

// MARK: - Columns

extension BlockMachine {
  private func load(
    _ instruction: BlockProgram.Instruction, into out: UnsafeMutablePointer<Double>,
    _ first: Int, _ count: Int
  ) {
    switch instruction {
    case .loadNumber(let reference):
      guard case .numbers(let cells) = source.column(reference) else { mismatch() }
      withCells(of: cells, reference, first, count) { outlay_load_double(out, $0, $1, count) }
    case .loadDate(let reference):
      guard case .dates(let cells) = source.column(reference) else { mismatch() }
      withCells(of: cells, reference, first, count) {
        outlay_load_date(out, $0, $1, Column.blankDate, count)
      }
    case .loadFlag(let reference):
      guard case .flags(let cells) = source.column(reference) else { mismatch() }
      withCells(of: cells, reference, first, count) { outlay_load_byte(out, $0, $1, count) }
    case .testLevels(let reference, let mask):
      guard case .levels(let cells) = source.column(reference) else { mismatch() }
      withCells(of: cells, reference, first, count) { outlay_load_bit(out, $0, $1, mask, count) }
    case .testTexts(let reference, let codes):
      guard case .text(let column) = source.column(reference) else { mismatch() }
      fill(out, from: column.codes, reference, first, count) { codes.contains($0) ? 1 : 0 }
    case .testKnown(let reference):
      fillKnown(out, reference, first, count)
    default: preconditionFailure("not an instruction that loads")
    }
  }

  private func fillKnown(
    _ out: UnsafeMutablePointer<Double>, _ reference: ColumnReference, _ first: Int, _ count: Int
  ) {
    switch source.column(reference) {
    case .dates(let cells):
      fill(out, from: cells, reference, first, count) { $0 == Column.blankDate ? 0 : 1 }
    case .levels(let cells):
      guard case .level(let names) = source.schema(of: reference).type else { mismatch() }
      let blank = names.firstIndex(of: "").map(UInt8.init)
      fill(out, from: cells, reference, first, count) { $0 == blank ? 0 : 1 }
    case .text(let column):
      let blank = column.values.firstIndex(of: "").map(Int32.init)
      fill(out, from: column.codes, reference, first, count) { $0 == blank ? 0 : 1 }
    case .numbers, .flags:
      for i in 0..<count { out[i] = 1 }
    }
  }

  /// Calls `body` with the cells of a block: where they lie row by row, the first of them and no rows;
  /// of a register column, all cells and for each claim the row of its enterprise.
  private func withCells<Cell>(
    of cells: [Cell], _ reference: ColumnReference, _ first: Int, _ count: Int,
    _ body: (UnsafePointer<Cell>, UnsafePointer<Int32>?) -> Void
  ) {
    cells.withUnsafeBufferPointer { cells in
      if case .enterprise = reference, let claims = source.claims {
        claims.enterprises.withUnsafeBufferPointer { rows in
          precondition(first + count <= rows.count)
          body(cells.baseAddress!, rows.baseAddress! + first)
        }
      } else {
        precondition(first + count <= cells.count)
        body(cells.baseAddress! + first, nil)
      }
    }
  }

  /// Register columns are reached through the claim's enterprise, the others lie row by row.
  @inline(__always)
  private func fill<Cell>(
    _ out: UnsafeMutablePointer<Double>, from cells: [Cell], _ reference: ColumnReference,
    _ first: Int, _ count: Int, _ convert: (Cell) -> Double
  ) {
    cells.withUnsafeBufferPointer { cells in
      if case .enterprise = reference, let claims = source.claims {
        claims.enterprises.withUnsafeBufferPointer { rows in
          for i in 0..<count { out[i] = convert(cells[Int(rows[first + i])]) }
        }
      } else {
        precondition(first + count <= cells.count)
        for i in 0..<count { out[i] = convert(cells[first + i]) }
      }
    }
  }

  private func mismatch() -> Never {
    preconditionFailure("the column does not have its schema's type")
  }
}

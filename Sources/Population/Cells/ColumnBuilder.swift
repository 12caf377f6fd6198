import Diagnostics
import PolicyCatalogue

/// Reads the cells of one declared column.
struct ColumnBuilder {
  private enum State {
    case numbers([Double], NumberParser)
    case flags([UInt8], FlagParser)
    case dates([Int32], DateParser)
    case levels([UInt8], LevelParser)
    case text([Int32], TextParser)
    /// While the cells are taken out to be appended to in place.
    case taken
  }

  private var state: State

  init(_ schema: InputSchema) {
    state =
      switch schema.type {
      case .number(let kind, let dimension, let unit, let decimals):
        .numbers(
          [],
          NumberParser(
            kind: kind, unit: dimension.title(ofUnit: unit), decimals: decimals,
            isOptional: schema.isOptional,
            maximum: schema.maximum))
      case .flag: .flags([], FlagParser(isOptional: schema.isOptional))
      case .date: .dates([], DateParser(isOptional: schema.isOptional))
      case .level(let levels):
        .levels([], LevelParser(levels: levels, isOptional: schema.isOptional))
      case .text: .text([], TextParser(isOptional: schema.isOptional))
      }
  }

  mutating func append(_ block: CSVBlock, column: Int?, findings: inout Findings) {
    let old = state
    state = .taken
    switch consume old {
    case .numbers(var cells, var parser):
      block.append(column: column, to: &cells, with: &parser, findings: &findings)
      state = .numbers(cells, parser)
    case .flags(var cells, var parser):
      block.append(column: column, to: &cells, with: &parser, findings: &findings)
      state = .flags(cells, parser)
    case .dates(var cells, var parser):
      block.append(column: column, to: &cells, with: &parser, findings: &findings)
      state = .dates(cells, parser)
    case .levels(var cells, var parser):
      block.append(column: column, to: &cells, with: &parser, findings: &findings)
      state = .levels(cells, parser)
    case .text(var cells, var parser):
      block.append(column: column, to: &cells, with: &parser, findings: &findings)
      state = .text(cells, parser)
    case .taken: preconditionFailure("a column is read by one thread")
    }
  }

  func finish() -> Column {
    switch state {
    case .numbers(let cells, _): .numbers(cells)
    case .flags(let cells, _): .flags(cells)
    case .dates(let cells, _): .dates(cells)
    case .levels(let cells, _): .levels(cells)
    case .text(let cells, let parser):
      .text(TextColumn(codes: cells, values: parser.values.isEmpty ? [""] : parser.values))
    case .taken: preconditionFailure("a column is read by one thread")
    }
  }
}

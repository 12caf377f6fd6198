import PolicyCatalogue
import Simulation

/// The CSV files of a sweep. Their headers are a contract: spreadsheets and scripts read them.
extension SweepResults {
  /// Every file that the result of a sweep may consist of.
  package static let fileNames: Set<String> = Set(
    SweepGrouping.allCases.map(\.fileName) + ["sweep.csv", ResultDirectory.mark])

  /// The files of this result, in the order in which they are written.
  package func files() -> [ResultFile] {
    [pointsFile()] + layout.groupings.indices.map(groupingFile)
      + [ResultFile(ResultDirectory.mark, Array(summary().text.utf8))]
  }

  /// A point as it is written.
  struct Row {
    var values: [Fraction]
    /// See `SweepLayout.width`.
    var numbers: ArraySlice<Int64>

    subscript(place: Int) -> Int64 { numbers[numbers.startIndex + place] }
  }

  /// A column of `sweep.csv`.
  struct Column: Sendable {
    var name: String
    var write: @Sendable (Row, inout CSVText) -> Void
  }

  /// In the order in which they stand.
  private func columns() -> [Column] {
    addressColumns() + (scenario.isOfVillagesAlone ? [] : totalColumns() + factorColumns())
      + quantileColumns() + yearColumns() + villageColumns()
  }

  private func quantileColumns() -> [Column] {
    guard layout.hasQuantiles else { return [] }
    let names = ["award", "paid"].flatMap { figure in
      SweepLayout.quantiles.map { "\(figure)_\($0)_yuan" }
    }
    return names.enumerated().map { [layout] place, name in
      Column(name: name) { row, table in
        table.field(fen: row[layout.offsetOfQuantiles + place])
      }
    }
  }

  private func yearColumns() -> [Column] {
    layout.years.enumerated().map { [layout] place, year in
      Column(name: "paid_\(year)_yuan") { row, table in
        table.field(fen: row[layout.offsetOfYears + place])
      }
    }
  }

  private func villageColumns() -> [Column] {
    guard let villages = layout.villages else { return [] }
    let offset = layout.offsetOfVillages
    @Sendable func figure(_ row: Row, _ place: Int) -> Double {
      Double(bitPattern: UInt64(bitPattern: row[offset + place]))
    }
    let figures = [
      Column(name: "village_income_\(villages.lastYear)") { row, table in
        table.field(fen: Estimate.fen(figure(row, 0)))
      },
      Column(name: "village_growth") { row, table in
        table.field(Estimate.decimal(figure(row, 1)))
      },
      Column(name: "villages_below_1m") { row, table in table.field(Int(figure(row, 2))) },
    ]
    return figures
      + villages.targets.enumerated().map { place, target in
        Column(name: "p.\(target)") { row, table in
          table.field(Estimate.decimal(figure(row, 3 + place)))
        }
      }
  }

  private func addressColumns() -> [Column] {
    sweep.axes.enumerated().map { place, axis in
      let parameter = scenario.parameter(axis.number)
      return Column(name: axis.address) { row, table in
        table.field(parameter.plainText(of: row.values[place]))
      }
    }
  }

  private func totalColumns() -> [Column] {
    ["award_yuan", "paid_yuan"].enumerated().map { place, name in
      Column(name: name) { row, table in table.field(fen: row[place]) }
    }
  }

  private func factorColumns() -> [Column] {
    layout.pools.enumerated().map { place, pool in
      Column(name: "factor.\(pool)") { row, table in
        let factor = Fraction(Int128(row[2 + 2 * place]), Int128(row[3 + 2 * place]))
        table.field(Decimal.factor(factor))
      }
    }
  }

  private func pointsFile() -> ResultFile {
    let columns = columns()
    return file("sweep.csv", header: columns.map(\.name)) { block, table in
      for (place, point) in points(ofBlock: block).enumerated() {
        let row = Row(values: sweep.values(at: point), numbers: numbers(block, place))
        for column in columns { column.write(row, &table) }
        table.endRow()
      }
    }
  }

  private func groupingFile(_ index: Int) -> ResultFile {
    let (grouping, offset) = (layout.groupings[index], layout.offset(ofGrouping: index))
    let header = ["point", "name", "award_yuan", "paid_yuan"]
    return file(grouping.by.fileName, header: header) { block, table in
      for (place, point) in points(ofBlock: block).enumerated() {
        let numbers = numbers(block, place)
        var cell = numbers.startIndex + offset
        for name in grouping.names {
          table.field(point + 1)
          table.field(name)
          table.field(fen: numbers[cell])
          table.field(fen: numbers[cell + 1])
          table.endRow()
          cell += 2
        }
      }
    }
  }

  private func file(
    _ name: String, header: [String],
    write: @escaping @Sendable (_ block: Int, _ table: inout CSVText) -> Void
  ) -> ResultFile {
    ResultFile(name, pieceCount: blocks.count + 1) { piece in
      var table = CSVText()
      if piece == 0 {
        for name in header { table.field(name) }
        table.endRow()
      } else {
        write(piece - 1, &table)
      }
      return table.bytes
    }
  }

  private func points(ofBlock block: Int) -> Range<Int> { starts[block]..<starts[block + 1] }

  private func numbers(_ block: Int, _ place: Int) -> ArraySlice<Int64> {
    blocks[block][place * layout.width..<(place + 1) * layout.width]
  }
}

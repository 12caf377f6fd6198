import CKernels
import PolicyCatalogue
import Population

/// Every figure of every village and year on one path, the base year first.
package struct VillagePath: Sendable {
  package let years: ClosedRange<Int>
  package let villageCount: Int
  /// By figure, year and village in the order of the file.
  private var values: [Double]

  init(years: ClosedRange<Int>, villageCount: Int) {
    self.years = years
    self.villageCount = villageCount
    values = [Double](
      repeating: 0, count: VillageFigure.allCases.count * years.count * villageCount)
  }

  private func place(_ figure: VillageFigure, _ year: Int, _ village: Int) -> Int {
    (figure.rawValue * years.count + year - years.lowerBound) * villageCount + village
  }

  /// - Parameters:
  ///   - year: such as 2017. Of the base year only stocks and income are known.
  ///   - village: its row in the file.
  package fileprivate(set) subscript(
    figure: VillageFigure, year: Int, village: Int
  ) -> Double {
    get { values[place(figure, year, village)] }
    set { values[place(figure, year, village)] = newValue }
  }

  package func assets(_ year: Int, _ village: Int) -> Double {
    self[.property, year, village] + self[.otherAssets, year, village]
      + self[.stake, year, village]
  }
}

extension VillageModel {
  /// - Parameter replicate: nil is the central path, without shocks.
  package func path(replicate: Int? = nil) -> VillagePath {
    var path = VillagePath(
      years: question.baseYear...question.lastYear, villageCount: villages.count)
    setBase(&path)
    let least = question.assumptions[.targetLeastIncome].approximation
    let block = VillageBlock(self, withFigures: true)
    var sums = outlay_village_sums()
    for slots in Parallel.ranges(of: layout.count, size: VillageBlock.chunkRows) {
      block.begin(slots, replicate.map { $0..<$0 + 1 })
      for (index, year) in question.years.enumerated() {
        block.advance(index, leastIncome: least, into: &sums)
        for (row, slot) in slots.enumerated() where layout.villages[slot] >= 0 {
          for figure in VillageFigure.allCases {
            path[figure, year, layout.villages[slot]] = block[figure, row]
          }
        }
      }
    }
    return path
  }

  private func setBase(_ path: inout VillagePath) {
    let year = question.baseYear
    let states: [(VillageFigure, VillageState)] = [
      (.rent, .rent), (.lease, .lease), (.service, .service), (.investment, .investment),
      (.property, .property), (.otherAssets, .otherAssets), (.debt, .debt),
    ]
    for (slot, village) in layout.villages.enumerated() where village >= 0 {
      for (figure, state) in states {
        path[figure, year, village] = start[state.rawValue * layout.count + slot]
      }
      path[.stable, year, village] = stable[slot]
      path[.income, year, village] = income[slot]
      path[.subsidy, year, village] = income[slot] - stable[slot]
      path[.operating, year, village] = villages.number(.operating, village)
      path[.classNumber, year, village] = listedClasses[slot]
    }
  }
}

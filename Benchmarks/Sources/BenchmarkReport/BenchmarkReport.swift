import Foundation

/// Prints what the suite measured as a table, and holds it against the committed thresholds.
///
/// The benchmark library compares absolute figures, at their 90th percentile, and takes an improvement
/// for a failure too. What is compared here are ratios to a limit of the machine, at the median, and
/// only a regression fails.
@main
enum BenchmarkReport {
  static let usage = """
    usage: BenchmarkReport [--check | --update] [--again FILE] THRESHOLDS RESULTS …

    RESULTS are folders of samples. Of several the best counts for each benchmark. --check fails on a regression and writes the
    regressed benchmarks to the file of --again, as a filter that runs them once more. --update writes
    the thresholds anew, with the margins that they have.
    """

  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      complain("\(error)")
      exit(70)
    }
  }

  private static func run(_ arguments: [String]) throws {
    var (paths, again, check, update): ([String], String?, Bool, Bool) = ([], nil, false, false)
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--check": check = true
      case "--update": update = true
      case "--again": again = rest.popFirst()
      default: paths.append(argument)
      }
    }
    guard paths.count >= 2, !paths.contains(where: { $0.hasPrefix("-") }), !(check && update) else {
      complain(usage)
      exit(64)
    }
    var thresholds = try Thresholds(path: paths[0])
    let figures = try Figure.best(of: paths.dropFirst().map(Figure.read))
    print(Table(figures, thresholds).text)
    if update {
      for figure in figures { thresholds.set(figure.name, to: figure.perLimit) }
      try thresholds.write(to: paths[0])
    }
    guard check else { return }
    let verdict = thresholds.verdict(on: figures)
    if let again {
      let filter = verdict.regressed.isEmpty ? "" : "(\(verdict.regressed.joined(separator: "|")))"
      try filter.write(toFile: again, atomically: true, encoding: .utf8)
    }
    print(verdict.text)
    if !verdict.isGood { exit(1) }
  }

  static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

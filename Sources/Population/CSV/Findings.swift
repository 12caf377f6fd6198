import Diagnostics

/// What is wrong with a cell or a row, without its place.
struct CellProblem {
  var problem: Message
  var expected: Message?
  var suggestion: String?

  init(_ problem: Message, expected: Message? = nil, suggestion: String? = nil) {
    self.problem = problem
    self.expected = expected
    self.suggestion = suggestion
  }
}

/// The errors of one file, in the order of their places.
///
/// Columns are read one after the other over a block of rows, so the errors of a block are held back
/// until it is done. Only as many as will be told are put into words.
struct Findings {
  private(set) var bag = DiagnosticBag()
  private var pending: [(place: Int, diagnostic: Diagnostic)] = []
  private var omitted = 0

  /// How many more are worth putting into words for one column of a block.
  var room: Int { max(0, DiagnosticBag.limit - bag.errors.count) }

  mutating func report(_ problem: CellProblem, at location: SourceLocation, place: Int) {
    pending.append(
      (
        place,
        Diagnostic(
          at: location, problem.problem, expected: problem.expected, suggestion: problem.suggestion)
      ))
  }

  mutating func omit(_ count: Int = 1) { omitted += count }

  mutating func report(_ error: DataError) { bag.report(error) }

  /// Passes on what is pending, sorted.
  mutating func flush() {
    if !pending.isEmpty {
      pending.sort { $0.place < $1.place }
      for (_, diagnostic) in pending { bag.report(diagnostic) }
      pending = []
    }
    if omitted > 0 {
      bag.report(DataError([], omitted: omitted))
      omitted = 0
    }
  }
}

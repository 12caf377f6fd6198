import GRPCProtobuf
import SimulationAPI

/// The names under which a question's parts stand in its workspace.
struct QuestionNames {
  let scenario: String
  let after: String
  let output: String

  init(_ workspace: Workspace) {
    scenario = "scenario-\(workspace.token).yaml"
    after = "after-\(workspace.token).yaml"
    output = "results-\(workspace.token)"
  }
}

extension Outlay_V1_Question {
  /// The words of the command line for a question. Whatever the caller wrote stands behind an `=`, so
  /// that no value is taken for an option.
  ///
  func arguments(
    _ names: QuestionNames, _ held: QuestionPopulations, store: String, threads: Int
  ) throws -> [String] {
    var words: [String] = []
    func add(_ option: String, _ value: String) {
      if !value.isEmpty { words.append("--\(option)=\(value)") }
    }
    func add(_ option: String, _ value: Int32) {
      if value != 0 { words.append("--\(option)=\(value)") }
    }
    switch kind {
    case .run(let run):
      words = ["run", names.scenario]
      add("replicates", run.replicates)
    case .compare: words = ["compare", names.scenario, names.after]
    case .sweep(let sweep):
      words = ["sweep", names.scenario]
      for axis in sweep.axes {
        add(axis.values.contains("..") ? "range" : "grid", "\(axis.address)=\(axis.values)")
      }
      add("sobol", sweep.sobolPoints)
      add("latin", sweep.latinPoints)
      if sweep.hasSeed { add("seed", String(sweep.seed)) }
      for grouping in sweep.by { add("by", grouping) }
      add("store", store)
    case .solve(let solve):
      words = ["solve", names.scenario]
      add("adjust", solve.adjust)
      add("until", solve.until)
      add("from", solve.from)
      add("to", solve.to)
    case .sensitivity(let sensitivity):
      words = ["sensitivity", names.scenario]
      add("by", sensitivity.by)
    case .frontier(let frontier):
      words = ["frontier", names.scenario]
      add("x", frontier.x)
      add("y", frontier.y)
      add("x-range", frontier.xRange)
      add("y-range", frontier.yRange)
      add("points", frontier.points)
      add("pool", frontier.pool)
    case .villages(let villages):
      words = ["villages", names.scenario]
      add("replicates", villages.replicates)
    case .explain(let explain):
      words = ["explain", names.scenario]
      switch explain.subject {
      case .claim(let claim): words.append("--claim=\(claim)")
      case .village(let village): words.append("--village=\(village)")
      case nil: throw Failures.invalid("question.explain", "expected a claim or a village")
      }
      if explain.json { add("format", "json") }
    case nil: throw Failures.invalid("question", "expected one kind of question")
    }
    let (enterprises, villages) = (held.enterprises?.path ?? "", held.villages?.path ?? "")
    switch kind {
    case .compare:
      add("before-population", enterprises)
      add("after-population", held.enterprisesAfter?.path ?? "")
      add("before-villages", villages)
      add("after-villages", held.villagesAfter?.path ?? "")
    case .villages: add("population", villages)
    default:
      add("population", enterprises)
      add("villages", villages)
    }
    if !isExplanation {
      add("out", names.output)
      add("threads", String(threads))
    }
    guard language.isEmpty || language == "en" || language == "zh" else {
      throw Failures.invalid("question.language", "expected en or zh")
    }
    add("lang", language.isEmpty ? "en" : language)
    guard words.allSatisfy({ !$0.utf8.contains(0) && $0.utf8.count < 100_000 }) else {
      throw Failures.invalid("question", "a value is too long or holds a zero byte")
    }
    return words
  }

  var isExplanation: Bool {
    if case .explain = kind { true } else { false }
  }

  /// Whether it is about villages, so that enterprises are not read.
  var isOfVillages: Bool {
    switch kind {
    case .villages: true
    case .explain(let explain): if case .village = explain.subject { true } else { false }
    default: false
    }
  }
}

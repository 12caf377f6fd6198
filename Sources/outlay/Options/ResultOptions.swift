import ArgumentParser

/// Where a computation puts its results, and how it works.
struct ResultOptions: ParsableArguments {
  @Option(
    help: .spoken(
      "Directory for the results. Earlier results there are replaced when the run has succeeded.",
      "结果目录。测算成功后才替换其中原有的结果。", valueName: "dir"))
  var out: String

  @Option(
    help: .spoken(
      "How many threads work; the figures do not depend on it.", "计算线程数;不影响结果。",
      valueName: "n"))
  var threads: Int?

  @Flag(
    help: .spoken("Tell on standard error how long each stage took.", "在标准错误输出各阶段用时。"))
  var timings = false

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError(
        spoken("--threads must be 1 or more.", "--threads 至少为 1。"))
    }
  }
}

import Testing

@Suite("Bad usage")
struct UsageTests {
  @Test(
    "It ends with status 64, the reason on standard error and nothing on standard output",
    arguments: [
      (["nonsense"], "Unexpected argument 'nonsense'", "多余的参数“nonsense”"),
      (["run"], "Missing expected argument '<scenario>'", "缺少参数“<scenario>”"),
      (["run", "a.yaml"], "Missing expected argument '--out <dir>'", "缺少参数“--out <dir>”"),
      (["run", "a.yaml", "--out"], "Missing value for '--out <dir>'", "“--out <dir>”缺少取值"),
      (
        ["run", "a.yaml", "--out", "b", "--populaton", "c"],
        "Unknown option '--populaton'. Did you mean '--population'?",
        "没有选项“--populaton”。是否为“--population”"
      ),
      (
        ["run", "a.yaml", "--out", "b", "--threads", "0"], "--threads must be 1 or more",
        "--threads 至少为 1"
      ),
      (
        ["run", "a.yaml", "--out", "b", "--threads", "x"],
        "The value 'x' is invalid for '--threads <n>'", "“x”不能作为“--threads <n>”的取值"
      ),
      (
        ["run", "a.yaml", "--out", "b", "--replicates", "1"],
        "--replicates must be from 2 to 10000", "--replicates 须为 2 至 10000"
      ),
      (
        ["policy", "list", "--format", "xml"], "Please provide one of 'text', 'json' or 'csv'",
        "可用:'text'、'json'、'csv'"
      ),
      (["solve", "a.yaml"], "Missing expected argument '--out <dir>'", "缺少参数“--out <dir>”"),
      (
        ["solve", Repository.sample, "--out", "b"], "The scenario carries no question", "情景中没有求解问题"
      ),
      (
        ["solve", Repository.sample, "--out", "b", "--adjust", "policy.position"],
        "The scenario carries no question", "情景中没有求解问题"
      ),
      (
        ["sensitivity", "a.yaml", "--out", "b", "--by", "5元"], "--by must be a share", "--by 应为"
      ),
      (
        ["frontier", "a.yaml", "--out", "b", "--x", "c", "--y", "d", "--points", "1"],
        "--points must be from 2 to 1000", "--points 应为 2 至 1000"
      ),
      (["compare", "a.yaml"], "Missing expected argument '<after>'", "缺少参数“<after>”"),
      (
        ["explain", "a.yaml"], "Give either --claim <id> or --village <id>.",
        "请写 --claim <id> 或 --village <id> 之一。"
      ),
      (["validate"], "Missing expected argument '<path> ...'", "缺少参数“<path> ...”"),
      (["test"], "Missing expected argument '<path> ...'", "缺少参数“<path> ...”"),
      (["synthesize", "a.yaml"], "Missing expected argument '--out <dir>'", "缺少参数“--out <dir>”"),
      (["policy", "show"], "Missing expected argument '<measure>'", "缺少参数“<measure>”"),
    ])
  func usage(arguments: [String], english: String, chinese: String) {
    for (language, reason) in [("en", english), ("zh", chinese)] {
      let outcome = Program.run(arguments + ["--lang", language])
      #expect(outcome.status == 64)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    }
  }

  @Test("A language that is none is bad usage")
  func language() {
    let outcome = Program.run("policy", "list", "--lang", "fr")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("'fr'"))
  }
}

import ArgumentParser
import Diagnostics
import Glibc
import Logging
import Population
import RunStore
import SimulationService

struct ServeCommand: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "serve",
      abstract: spoken(
        "Answer for many users at once over gRPC.", "通过 gRPC 为多个用户提供测算服务。"),
      discussion: spoken(
        """
        Every option can also be given as OUTLAY_SERVE_ and its name in the environment, such as \
        OUTLAY_SERVE_PORT, or in the JSON file of --config, such as {"port": 7717}; the command line \
        overrules the environment, which overrules the file.
        """,
        """
        各选项也可写入环境变量 OUTLAY_SERVE_选项名,如 OUTLAY_SERVE_PORT,或写入 --config 指定的 JSON \
        文件,如 {"port": 7717};命令行优先于环境变量,环境变量优先于文件。
        """))
  }

  @Option(
    help: .spoken(
      "Address to listen at; 127.0.0.1 unless given.", "监听地址;默认 127.0.0.1。",
      valueName: "address"))
  var host: String?

  @Option(
    help: .spoken(
      "Port to listen at; 7717 unless given, 0 for any free one.", "监听端口;默认 7717,0 表示任一空闲端口。",
      valueName: "n"))
  var port: Int?

  @Option(
    help: .spoken(
      "Directory for populations, batches and their results.", "存放申报主体、批处理任务及其结果的目录。",
      valueName: "dir"))
  var data: String?

  @Option(
    help: .spoken(
      "Directory with the folders of policies; else that around the working directory.",
      "政策目录所在的目录;不写则在工作目录附近查找。", valueName: "dir"))
  var policies: String?

  @Option(
    help: .spoken(
      "PEM file of the certificate with its chain; read again when it changes.",
      "证书及证书链的 PEM 文件;变化后自动重新读取。", valueName: "file"))
  var tlsCertificate: String?

  @Option(
    help: .spoken("PEM file of the certificate's key.", "证书私钥的 PEM 文件。", valueName: "file"))
  var tlsKey: String?

  @Option(
    help: .spoken(
      "PEM file of the authorities; clients must then show a certificate of theirs.",
      "签发机构的 PEM 文件;客户端须出示其签发的证书。", valueName: "file"))
  var tlsClientAuthorities: String?

  @Option(
    help: .spoken(
      "File of who may call, a line NAME ROLE SHA256 each; roles are read, run and administer.",
      "调用者文件,每行 名称 角色 令牌的SHA256;角色为 read、run、administer。", valueName: "file"))
  var tokens: String?

  @Flag(
    help: .spoken(
      "Listen elsewhere than on this machine without TLS.", "允许不加密地监听本机以外的地址。"))
  var insecure = false

  @Option(
    help: .spoken(
      "How many threads an answer may use; else as many as there are processors.",
      "每项测算的线程数;不写则为处理器数。", valueName: "n"))
  var threads: Int?

  @Option(
    help: .spoken(
      "Bytes that a message of a request may have; 4 MiB unless given.",
      "一条请求消息的字节数上限;默认 4 MiB。", valueName: "n"))
  var requestBytes: Int?

  @Option(
    help: .spoken(
      "Bytes that the files of a population may have; 1 GiB unless given.",
      "一份申报主体文件的字节数上限;默认 1 GiB。", valueName: "n"))
  var populationBytes: Int?

  @Option(
    help: .spoken(
      "Bytes of memory that an answer may take; 4 GiB unless given.", "每项测算的内存字节数上限;默认 4 GiB。",
      valueName: "n"))
  var memoryBytes: Int?

  @Option(
    help: .spoken(
      "Answers that are computed at once; 4 unless given.", "同时进行的测算数上限;默认 4。", valueName: "n"))
  var answers: Int?

  @Option(
    help: .spoken(
      "Batches that are computed at once; 1 unless given.", "同时进行的批处理任务数上限;默认 1。", valueName: "n"))
  var runningBatches: Int?

  @Option(
    help: .spoken(
      "Batches that may wait or run; 1000 unless given.", "等待和进行中的批处理任务数上限;默认 1000。",
      valueName: "n"))
  var batches: Int?

  @Option(
    help: .spoken(
      "Points of a sweep that is streamed; 1000000 unless given.", "流式扫描的点数上限;默认 1000000。",
      valueName: "n"))
  var points: Int?

  @Option(
    help: .spoken(
      "Seconds that calls have to end after SIGTERM; 10 unless given.",
      "收到 SIGTERM 后留给调用结束的秒数;默认 10。", valueName: "n"))
  var grace: Int?

  @Option(
    help: .spoken(
      "Seconds between lines of metrics in the log; none unless given.",
      "日志记录调用次数和用时等指标的间隔秒数;不写则不记录。", valueName: "n"))
  var metricsInterval: Int?

  @Option(
    help: .spoken("JSON file with options.", "含选项的 JSON 文件。", valueName: "file"))
  var config: String?

  @OptionGroup var language: LanguageOption

  func run() async throws {
    let values = try await ServeConfiguration(file: config)
    var settings = ServerSettings()
    settings.host = host ?? values.text("host") ?? settings.host
    settings.port = try value(port, values, "port", in: 0...65535) ?? settings.port
    settings.tls = try tls(values)
    guard settings.isLoopback || settings.tls != nil || insecure || values.flag("insecure") else {
      throw ValidationError(
        spoken(
          """
          \(settings.host) can be reached from elsewhere: give --tls-certificate and --tls-key, or say \
          --insecure.
          """,
          "\(settings.host) 可从外部访问:请写 --tls-certificate 和 --tls-key,或写 --insecure。"))
    }
    settings.metricsInterval = try value(
      metricsInterval, values, "metrics-interval", in: 1...86400
    ).map { .seconds($0) }
    if let file = tokens ?? values.text("tokens") { settings.tokens = try Self.tokens(file) }
    guard let data = data ?? values.text("data") else {
      throw ValidationError(
        spoken("Say where the data is with --data <dir>.", "请用 --data <dir> 指明数据目录。"))
    }
    var bounds = Bounds()
    let some = 1...Int.max
    bounds.requestBytes =
      try value(requestBytes, values, "request-bytes", in: 1...(1 << 31)) ?? bounds.requestBytes
    bounds.populationBytes =
      try value(populationBytes, values, "population-bytes", in: some) ?? bounds.populationBytes
    bounds.memoryBytes =
      try value(memoryBytes, values, "memory-bytes", in: some) ?? bounds.memoryBytes
    bounds.answers = try value(answers, values, "answers", in: 1...1024) ?? bounds.answers
    bounds.runningBatches =
      try value(runningBatches, values, "running-batches", in: 1...1024) ?? bounds.runningBatches
    bounds.batches = try value(batches, values, "batches", in: some) ?? bounds.batches
    bounds.points = try value(points, values, "points", in: some) ?? bounds.points
    bounds.graceSeconds = try value(grace, values, "grace", in: 0...3600) ?? bounds.graceSeconds
    try FileSystem.makeDirectories(data)
    var logger = Logger(label: "outlay.serve") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .info
    let engine = try Engine(
      at: InputPath.resolved(data) ?? data, shelf: Shelf(at: try shelf(values)), bounds: bounds,
      threads: try value(threads, values, "threads", in: 1...1024)
        ?? max(1, Int(sysconf(CInt(_SC_NPROCESSORS_ONLN)))), drain: Drain())
    let host = settings.host
    try await Server.run(settings, engine, logger: logger) { port in
      Console.print(spoken("Listening at \(host):\(port)\n", "正在监听 \(host):\(port)\n"))
    }
  }

  private func value(
    _ given: Int?, _ values: ServeConfiguration, _ name: String, in range: ClosedRange<Int>
  ) throws -> Int? {
    guard let value = try given ?? values.number(name) else { return nil }
    guard range.contains(value) else {
      throw ValidationError(
        spoken(
          "--\(name) must be from \(range.lowerBound) to \(range.upperBound).",
          "--\(name) 须为 \(range.lowerBound) 至 \(range.upperBound)。"))
    }
    return value
  }

  private func tls(_ values: ServeConfiguration) throws -> ServerSettings.TLS? {
    let certificate = tlsCertificate ?? values.text("tls-certificate")
    let key = tlsKey ?? values.text("tls-key")
    let authorities = tlsClientAuthorities ?? values.text("tls-client-authorities")
    guard let certificate, let key else {
      if certificate == nil && key == nil && authorities == nil { return nil }
      throw ValidationError(
        spoken(
          "TLS needs both --tls-certificate and --tls-key.",
          "TLS 须同时写 --tls-certificate 和 --tls-key。"))
    }
    return ServerSettings.TLS(
      certificates: certificate, key: key, clientAuthorities: authorities)
  }

  private static func tokens(_ path: String) throws -> Tokens {
    guard let text = SmallFile.text(path) else {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: path), Message("there is no such file", zh: "文件不存在")))
    }
    do throws(Tokens.Problem) {
      return try Tokens(text)
    } catch {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: path, line: error.line, column: 1),
          Message("this names nobody who may call", zh: "此行不是调用者"),
          expected: Message(
            "NAME ROLE SHA256, with a role of read, run, administer",
            zh: "名称 角色 令牌的SHA256,角色为 read、run、administer")))
    }
  }

  private func shelf(_ values: ServeConfiguration) throws -> String {
    if let policies = policies ?? values.text("policies") {
      guard InputPath.isDirectory(policies) else {
        throw DataError(
          Diagnostic(
            at: SourceLocation(file: policies),
            Message("there is no such directory", zh: "目录不存在")))
      }
      return policies
    }
    guard let folder = FoundPolicies.folders().first else {
      throw ValidationError(
        spoken(
          "There are no policies around here; say where with --policies <dir>.",
          "附近没有政策;请用 --policies <dir> 指明。"))
    }
    return String(folder[..<folder.lastIndex(of: "/")!])
  }
}

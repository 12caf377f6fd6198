import ArgumentParser
import Diagnostics
import Glibc
import SimulationAPI
import SimulationService

/// `--server`: a server answers instead of this process.
struct ServerOption: ParsableArguments {
  @Option(
    help: .spoken(
      "Have a server answer; the results are the same.", "由服务端测算;结果相同。", valueName: "host:port"))
  var server: String?

  @Option(
    help: .spoken("File with the token for the server.", "访问服务端的令牌文件。", valueName: "file"))
  var serverToken: String?

  @Option(
    help: .spoken(
      "PEM file of the authorities for the server's certificate; without it no TLS is used.",
      "服务端证书签发机构的 PEM 文件;不写则不用 TLS。", valueName: "file"))
  var serverAuthorities: String?

  func validate() throws {
    if server == nil && (serverToken != nil || serverAuthorities != nil) {
      throw ValidationError(
        spoken(
          "--server-token and --server-authorities go with --server.",
          "--server-token 和 --server-authorities 须与 --server 同用。"))
    }
    _ = try address()
  }

  private func address() throws -> (host: String, port: Int)? {
    guard let server else { return nil }
    guard let colon = server.lastIndex(of: ":"), colon != server.startIndex,
      let port = Int(server[server.index(after: colon)...]), (1...65535).contains(port)
    else {
      throw ValidationError(
        spoken("--server '\(server)' is no HOST:PORT.", "--server 的“\(server)”不是 主机:端口。"))
    }
    return (String(server[..<colon]), port)
  }

  /// Nil where this process is to answer.
  func remote() throws -> Remote? {
    guard let address = try address() else { return nil }
    var token: String?
    if let serverToken {
      guard let text = SmallFile.text(serverToken) else {
        throw DataError(
          Diagnostic(
            at: SourceLocation(file: serverToken),
            Message("there is no such file", zh: "文件不存在")))
      }
      token = String(text.split(whereSeparator: \.isWhitespace).first ?? "")
    }
    return Remote(
      host: address.host, port: address.port, token: token, authorities: serverAuthorities)
  }
}

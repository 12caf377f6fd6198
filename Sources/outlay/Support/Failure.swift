import ArgumentParser
import Diagnostics
import Glibc
import Population
import Reporting
import RunStore
import SimulationService

/// From an error to what is said about it and the status of the process, after sysexits.h.
enum Failure {
  static let data: CInt = 65
  static let cannotCreate: CInt = 73
  static let software: CInt = 70

  static func exit(with error: any Error) -> Never {
    Glibc.exit(report(error))
  }

  private static func report(_ error: any Error) -> CInt {
    switch error {
    case let error as DataError:
      show(error)
      return data
    case let error as OutputError:
      Console.complain("outlay: " + error.description(in: SpokenLanguage.current))
      return cannotCreate
    case let error as StoreError:
      Console.complain("outlay: " + error.description(in: SpokenLanguage.current))
      return cannotCreate
    case let error as Remote.Failure:
      Console.complain("outlay: " + spoken("the server says: ", "服务端:") + error.message)
      return status(of: error)
    case let error as InternalDisagreement:
      Console.show(error.diagnostics)
      return software
    case let code as ExitCode:
      return code.rawValue
    default:
      let code = Outlay.exitCode(for: error)
      guard code == .success || code == .validationFailure else {
        Console.complain(
          spoken(
            "outlay: internal error, please report it: \(error)", "outlay:内部错误,请报告:\(error)"))
        return software
      }
      var text = ParserWords.translated(Outlay.fullMessage(for: error))
      while text.last == "\n" { text.removeLast() }
      if code == .success {
        Console.print(text + "\n")
      } else {
        Console.complain(text)
      }
      return code.rawValue
    }
  }

  private static func status(of error: Remote.Failure) -> CInt {
    switch error.kind {
    case .data: data
    case .unavailable: 69
    case .exhausted: 75
    case .refused: 77
    case .other: software
    }
  }

  static func show(_ error: DataError) {
    Console.show(error.diagnostics)
    if error.omitted > 0 {
      Console.complain(spoken("and \(error.omitted) more", "另有 \(error.omitted) 处"))
    }
  }
}

import Diagnostics
import GRPCCore
import GRPCProtobuf

/// Errors as Google's API guidelines have them.
enum Failures {
  /// With the field that is wrong, by its name in the request.
  static func invalid(_ field: String, _ problem: String) -> GoogleRPCStatus {
    GoogleRPCStatus(
      code: .invalidArgument, message: "\(field): \(problem)",
      details: [
        .badRequest(violations: [
          ErrorDetails.BadRequest.FieldViolation(field: field, description: problem)
        ])
      ])
  }

  /// Errors travel in a header, of which transports take no more than a few thousand bytes.
  private static let mostProblems = 8
  private static let longestProblem = 240

  /// One violation for each of the first errors of the data.
  static func invalid(_ field: String, _ error: DataError) -> GoogleRPCStatus {
    let problems = error.diagnostics.prefix(mostProblems).map {
      String($0.description(in: .english).prefix(longestProblem))
    }
    let more = error.diagnostics.count - problems.count + error.omitted
    return GoogleRPCStatus(
      code: .invalidArgument,
      message: (problems + (more > 0 ? ["and \(more) more"] : [])).joined(separator: "\n"),
      details: [
        .badRequest(
          violations: problems.map {
            ErrorDetails.BadRequest.FieldViolation(field: field, description: $0)
          })
      ])
  }

  static func notFound(_ kind: String, _ id: String) -> RPCError {
    RPCError(code: .notFound, message: "there is no \(kind) '\(id)'")
  }

  static func exhausted(_ message: String) -> RPCError {
    RPCError(code: .resourceExhausted, message: message)
  }

  static var cancelled: RPCError {
    RPCError(code: .cancelled, message: "the caller no longer waits for it")
  }
}

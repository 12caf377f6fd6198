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

  /// One violation for each error of the data.
  static func invalid(_ field: String, _ error: DataError) -> GoogleRPCStatus {
    let problems = error.diagnostics.map { $0.description(in: .english) }
    return GoogleRPCStatus(
      code: .invalidArgument, message: problems.joined(separator: "\n"),
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

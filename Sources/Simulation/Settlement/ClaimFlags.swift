import CKernels
import Population

/// What picks a few claims out of many at a glance: a byte that is zero for most.
enum ClaimFlags: Sendable {
  case all
  /// Of the claim itself.
  case settleNextYear
  case elsewhere
  /// By row of the register: of the claim's enterprise.
  case enterprise([UInt8])

  /// Those of some rows of a table whose flag is not zero, ascending.
  func pick(_ rows: Range<Int>, of claims: ClaimTable) -> [Int32] {
    switch self {
    case .all: return rows.map { Int32($0) }
    case .settleNextYear:
      return pick(rows, claims.settleNextYear)
    case .elsewhere: return pick(rows, claims.elsewhere)
    case .enterprise(let flags):
      return flags.withUnsafeBufferPointer { flags in
        claims.enterprises.withUnsafeBufferPointer { enterprises in
          pick(rows, flags.baseAddress!, enterprises.baseAddress! + rows.lowerBound)
        }
      }
    }
  }

  private func pick(_ rows: Range<Int>, _ flags: [UInt8]) -> [Int32] {
    flags[rows].withUnsafeBufferPointer { flags in
      flags.baseAddress.map { pick(rows, $0, nil) } ?? []
    }
  }

  private func pick(
    _ rows: Range<Int>, _ flags: UnsafePointer<UInt8>, _ enterprises: UnsafePointer<Int32>?
  ) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: rows.count) { buffer, count in
      count = outlay_pick(
        buffer.baseAddress!, Int32(rows.lowerBound), flags, enterprises, rows.count)
    }
  }
}

import LinearAlgebra
import PolicyCatalogue

/// The claims that closed forms answer, parted into what the numbers that move bear on and what is the
/// same whatever they are.
final class MovingForms: Sendable {
  let shapes: [ClosedShape]
  /// Shapes in which something moves.
  let movingShapes: [Int]
  /// Of moving shapes.
  let pieces: [ClosedPiece]
  let rivals: RivalTables
  let rounding: ClosedRounding
  /// What does not move, by measure, in fen.
  let constant: [Int64]
  /// By shape, what its numbers come to; of the moving ones at no point yet.
  let numbers: [ClosedShape.Numbers]
  /// By shape: the largest cell that it is asked about.
  private let largest: [Int64]
  /// Place in the settings by index of the parameter, with those that follow another.
  private let places: [Int: Int]
  private let values: ParameterValues

  init(_ found: ClosedClaims.Found, of claims: ClosedClaims) throws(Fraction.Overflow) {
    places = claims.places
    values = claims.settler.values
    let shapes = found.shapes
    let mostRival = found.rivals.largest
    let largest = shapes.indices.map { shape in
      found.pieces.reduce(mostRival) { $1.shape == shape ? max($0, $1.largest) : $0 }
    }
    let rounding = ClosedRounding(claims.policy, values)
    var fixed = [ClosedShape.Numbers?](repeating: nil, count: shapes.count)
    for (index, shape) in shapes.enumerated() where shape.isFixed {
      fixed[index] = try shape.numbers(rounding, largest: largest[index]) { number in
        guard case .fixed(let value) = number else { preconditionFailure("nothing moves") }
        return value
      }
    }
    var constant = [Int64](repeating: 0, count: claims.policy.measures.count)
    for piece in found.pieces {
      guard let numbers = fixed[piece.shape] else { continue }
      constant[shapes[piece.shape].measure] += try piece.exactSum(numbers, rounding)
    }
    rivals = found.rivals.tables(fixed, rounding) { constant[$0] += $1 }
    pieces = found.pieces.filter { fixed[$0.shape] == nil && !$0.isEmpty }
    movingShapes = shapes.indices.filter { fixed[$0] == nil }
    self.shapes = shapes
    self.largest = largest
    self.rounding = rounding
    numbers = fixed.map { $0 ?? ClosedShape.Numbers() }
    self.constant = constant
  }

  /// Brings the numbers of moving shapes to a point.
  ///
  /// - Parameter setting: the value that moves, by its place.
  @inline(__always)
  func bring(
    _ numbers: inout [ClosedShape.Numbers], _ setting: (Int) -> Fraction
  ) throws(Fraction.Overflow) {
    for shape in movingShapes {
      numbers[shape] = try shapes[shape].numbers(rounding, largest: largest[shape]) {
        number throws(Fraction.Overflow) in
        switch number {
        case .fixed(let value): value
        case .moving(let place): setting(place)
        case .made(let made): try made.value { places[$0].map(setting) ?? values[$0] }
        }
      }
    }
  }
}

import Diagnostics
import PolicyCatalogue

/// The claimants and days for which cells are made: one entry a claim, or a row of the register.
struct CellContext: Sendable {
  /// Row in the register, and which claim of the row it is.
  var rows: [Int32]
  var turns: [Int32]
  /// Days on which the claims are filed.
  var filedOn: [Int32]
}

/// What cells may follow of a claimant.
struct ClaimantFacts: Sendable {
  /// Index in the assumptions' kinds; −1 for none.
  var kinds: [Int32]
  /// The normal draw behind the size of each business; 0 for others.
  var sizeNormals: [Double]
  /// By name, natural units.
  var attributes: [String: [Double]]
}

/// How the cells of one input are made, names resolved.
struct CellPlan: Sendable {
  enum Base: Sendable {
    case constant(Double)
    case input(Int)
    case attribute(String)
  }

  enum Kind: Sendable {
    case number(NumberAssumption, Base, unit: Double, maximum: Double)
    case rank(Int, maximum: Double)
    case flag(Double)
    case level(Choice)
    case byKind([UInt8])
    /// By level of the other input: the levels below it, and the same level, as indices here.
    case below(Int, lower: [[UInt8]], same: [UInt8], blank: UInt8, held: Double, notRisen: Double)
    case dates(Int, Int)
    case yearsBefore(Double, Double)
    case text
  }

  var kind: Kind
  var stream: RandomStream

  /// Inputs that must be made before this one.
  var needs: Int? {
    switch kind {
    case .number(_, .input(let index), _, _), .rank(let index, _),
      .below(let index, _, _, _, _, _):
      index
    default: nil
    }
  }

  /// The cells of all entries. `made` holds the columns that are there already, by input.
  func column(
    _ context: CellContext, _ facts: ClaimantFacts, followsSize: Double, made: [Column?],
    decimals: [Double]
  ) -> Column {
    let count = context.rows.count
    switch kind {
    case .number(let assumption, let base, let unit, let maximum):
      return .numbers(
        numbers(
          assumption, base, unit: unit, maximum: maximum, context, facts, followsSize: followsSize,
          made: made, decimals: decimals))
    case .rank(let other, let maximum):
      guard case .numbers(let cells) = made[other] else { preconditionFailure("not a number") }
      let order = cells.indices.sorted { (cells[$0], $1) > (cells[$1], $0) }
      var ranks = [Double](repeating: 0, count: count)
      for (place, entry) in order.enumerated() { ranks[entry] = min(Double(place + 1), maximum) }
      return .numbers(ranks)
    case .flag(let share):
      return .flags((0..<count).map { uniforms(context, $0).0 < share ? 1 : 0 })
    case .level(let choice):
      return .levels((0..<count).map { UInt8(choice.pick(uniforms(context, $0).0)) })
    case .byKind(let levels):
      return .levels(context.rows.map { levels[max(0, Int(facts.kinds[Int($0)]))] })
    case .below(let other, let lower, let same, let blank, let held, let notRisen):
      guard case .levels(let levels) = made[other] else { preconditionFailure("not a level") }
      return .levels(
        (0..<count).map { entry in
          let (first, second) = uniforms(context, entry)
          if first >= held { return blank }
          if first < held * notRisen { return same[Int(levels[entry])] }
          let choices = lower[Int(levels[entry])]
          return choices.isEmpty ? blank : choices[Int(second * Double(choices.count))]
        })
    case .dates(let from, let to):
      return .dates(
        (0..<count).map { Int32(from + Int(uniforms(context, $0).0 * Double(to - from + 1))) })
    case .yearsBefore(let low, let high):
      return .dates(
        (0..<count).map { entry in
          let years = low + (high - low) * uniforms(context, entry).0
          return context.filedOn[entry] - Int32((years * 365.2425).rounded(.down))
        })
    case .text:
      return .text(TextColumn(codes: [Int32](repeating: 0, count: count), values: [""]))
    }
  }

  @inline(__always)
  private func uniforms(_ context: CellContext, _ entry: Int) -> (Double, Double) {
    stream.uniforms(Int(context.rows[entry]), turn: Int(context.turns[entry]))
  }

  private func numbers(
    _ assumption: NumberAssumption, _ base: Base, unit: Double, maximum: Double,
    _ context: CellContext, _ facts: ClaimantFacts, followsSize: Double, made: [Column?],
    decimals: [Double]
  ) -> [Double] {
    var input: [Double] = []
    var inputUnit = 1.0
    var attribute: [Double] = []
    var constant = 1.0
    var loading = 0.0
    switch base {
    case .constant(let value):
      constant = value
      loading = followsSize
    case .input(let index):
      guard case .numbers(let cells) = made[index] else { preconditionFailure("not a number") }
      input = cells
      inputUnit = decimals[index]
    case .attribute(let name): attribute = facts.attributes[name]!
    }
    let own = (1 - loading * loading).squareRoot()
    let low = (assumption.minimum * unit).rounded(.up)
    let high = min((assumption.maximum * unit).rounded(.down), maximum)
    var cells: [Double] = []
    cells.reserveCapacity(context.rows.count)
    for entry in context.rows.indices {
      let row = Int(context.rows[entry])
      let (first, second) = uniforms(context, entry)
      if second < assumption.zero {
        cells.append(0)
        continue
      }
      var value = constant * assumption.ratio
      if !input.isEmpty { value = input[entry] / inputUnit * assumption.ratio }
      if !attribute.isEmpty { value = attribute[row] * assumption.ratio }
      switch assumption.spread {
      case .lognormal(let sigma):
        var normal = inverseNormal(first)
        let size = facts.sizeNormals[row]
        if loading != 0 && size != 0 { normal = loading * size + own * normal }
        value *= portableExp(min(max(sigma * normal, -100), 100))
      case .even(let from, let to):
        value *= from + (to - from) * first
      }
      cells.append(max(low, min((value * unit).rounded(), high)))
    }
    return cells
  }
}

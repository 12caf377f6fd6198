import Diagnostics

/// Reads a policy's files in passes: a number may be used before the place where it is written, so
/// a pass that meets an address unknown to it is repeated with the addresses that it found.
final class PolicyReader {
  /// An address as an earlier pass found it.
  struct KnownNumber: Equatable {
    var index: Int
    var kind: Parameter.Kind
  }

  struct ChapterSource {
    var root: YAMLNode
  }

  let known: [String: KnownNumber]
  let isLastPass: Bool
  var bag = DiagnosticBag()
  var parameters: [Parameter] = []
  var parameterIndex: [String: Int] = [:]
  /// Bare numbers above one, which may be percentages whose sign was forgotten.
  var bareNumbers: Set<Int> = []
  /// Addresses that expressions name.
  var readAddresses: Set<String> = []
  /// Whether an address was met that no earlier pass knows.
  var metUnknownAddress = false

  var registerColumns: [InputSchema] = RegisterColumn.allCases.map(\.schema)
  var registerIndex: [String: Int] = [:]
  /// Named numbers of the whole policy.
  var policyNames = NamedValues()
  var chapters: [Chapter] = []
  var measures: [Measure] = []
  /// Of each measure, with the node of its named numbers.
  var scopes: [(scope: MeasureScope, parameters: YAMLNode?)] = []
  var measureIndex: [String: Int] = [:]
  /// Ids of all measures, also of those not yet read.
  var measureIDs: Set<String> = []
  var eligibilityIDs: [String] = []

  init(known: [String: KnownNumber], isLastPass: Bool) {
    self.known = known
    self.isLastPass = isLastPass
  }

  var knownNumbers: [String: KnownNumber] {
    var result: [String: KnownNumber] = [:]
    for (index, parameter) in parameters.enumerated() {
      result[parameter.address] = KnownNumber(index: index, kind: parameter.kind)
    }
    return result
  }

  func report(
    at location: SourceLocation, _ problem: Message, expected: Message? = nil,
    suggestion: String? = nil
  ) {
    bag.report(
      Diagnostic(at: location, problem, expected: expected, suggestion: suggestion))
  }
}

/// Named numbers, dates, tables and expressions, compiled when first used.
struct NamedValues {
  enum State {
    case waiting
    case reading
    case done(Typed)
    case failed
  }

  var nodes: [String: YAMLNode] = [:]
  var states: [String: State] = [:]
  var order: [String] = []
  /// Names that expressions read.
  var read: Set<String> = []
}

/// Where a number or expression stands: what it may read, and how its numbers are addressed.
struct Place {
  /// Parts of the address.
  var path: [String]
  /// The measure whose inputs and names may be used.
  var measure: MeasureScope?
  var reads: Reads = .everything
  var quantity: Quantity = .plain

  /// What kinds of column an expression may depend on.
  struct Reads: OptionSet {
    let rawValue: Int
    static let inputs = Reads(rawValue: 1)
    static let register = Reads(rawValue: 2)
    static let claim = Reads(rawValue: 4)
    static let everything: Reads = [.inputs, .register, .claim]
    static let nothing: Reads = []
  }

  enum Quantity {
    case plain
    /// A bare number is a rate or share: at most 100 % unless it says otherwise.
    case share
    /// A factor: precise as a rate, but not bounded.
    case factor
    /// The unit of a rounding: whole fen, above zero.
    case roundingUnit
  }

  func appending(_ part: String) -> Place {
    var place = self
    place.path.append(part)
    return place
  }

  func of(_ quantity: Quantity) -> Place {
    var place = self
    place.quantity = quantity
    return place
  }

  func reading(_ reads: Reads) -> Place {
    var place = self
    place.reads = reads
    return place
  }
}

/// The inputs and names of the measure that is being read.
final class MeasureScope {
  let id: String
  /// Index that the measure will have in the policy.
  let index: Int
  var inputs: [InputSchema] = []
  /// Indices of the inputs that some rule reads.
  var readInputs: Set<Int> = []
  var names = NamedValues()
  /// Readings stated beside numbers.
  var readings: [String] = []

  init(id: String, index: Int) {
    self.id = id
    self.index = index
  }

  func input(_ name: String) -> Int? { inputs.firstIndex { $0.name == name } }
}

package import Diagnostics

/// A number or date of the policy, with the address by which scenarios and sweeps name it.
package struct Parameter: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// In its natural unit: yuan, not fen; a rate as a fraction of one.
    case number(Dimension)
    /// Days since 1970-01-01.
    case date
  }

  package var address: String
  package var kind: Kind
  /// As the policy states it.
  package var value: Fraction
  /// The precision to which swept, sampled and solved values are brought; above zero.
  package var step: Fraction
  /// What a scenario may set.
  package var minimum: Fraction?
  package var maximum: Fraction?
  /// A parameter whose value this one takes unless it is set itself (a band's position).
  package var follows: Int?
  /// True for the position of a band: `low` and `high` results set all of these to 0 and 1.
  package var isBandPosition: Bool
  /// Index of the measure it belongs to; nil for a parameter of the whole policy.
  package var measure: Int?
  package var location: SourceLocation

  package init(
    address: String, kind: Kind, value: Fraction, step: Fraction, minimum: Fraction? = nil,
    maximum: Fraction? = nil, follows: Int? = nil, isBandPosition: Bool = false,
    measure: Int? = nil, location: SourceLocation
  ) {
    self.address = address
    self.kind = kind
    self.value = value
    self.step = step
    self.minimum = minimum
    self.maximum = maximum
    self.follows = follows
    self.isBandPosition = isBandPosition
    self.measure = measure
    self.location = location
  }
}

/// The values of all parameters in one point of a batch, by index.
package struct ParameterValues: Sendable, Hashable {
  package private(set) var values: [Fraction]
  private var isSet: [Bool]

  /// The values that the policy states.
  package init(of policy: Policy) {
    values = policy.parameters.map(\.value)
    isSet = policy.parameters.map { $0.follows == nil }
    for (index, parameter) in policy.parameters.enumerated() {
      if let followed = parameter.follows { values[index] = values[followed] }
    }
  }

  package subscript(index: Int) -> Fraction { values[index] }

  /// Sets one parameter, and with it those that follow it and are not set themselves.
  package mutating func set(_ index: Int, to value: Fraction, in policy: Policy) {
    values[index] = value
    isSet[index] = true
    for other in values.indices where follows(other, index, in: policy) { values[other] = value }
  }

  /// Whether one parameter changes with another that is set.
  package func follows(_ other: Int, _ index: Int, in policy: Policy) -> Bool {
    !isSet[other] && policy.parameters[other].follows == index
  }
}

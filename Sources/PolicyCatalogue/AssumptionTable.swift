/// Numbers by address that belong to no policy: the assumptions and levers of a model, read, set and
/// swept like the parameters of a policy.
package struct AssumptionTable: Sendable, Hashable {
  /// `value` is what holds where nothing is stated.
  package let parameters: [Parameter]
  package private(set) var values: [Fraction]
  /// Which were stated or set, and no longer follow another.
  private var isSet: [Bool]

  /// A parameter that follows another must stand after it.
  package init(_ parameters: [Parameter]) {
    self.parameters = parameters
    values = parameters.map(\.value)
    isSet = parameters.map { _ in false }
    for (index, parameter) in parameters.enumerated() {
      if let followed = parameter.follows { values[index] = values[followed] }
    }
  }

  package subscript(index: Int) -> Fraction { values[index] }

  /// Complexity: O(parameters), of which there are a hundred.
  package func index(of address: String) -> Int? {
    parameters.firstIndex { $0.address == address }
  }

  /// Sets one number, and with it those that follow it and are not set themselves.
  package mutating func set(_ index: Int, to value: Fraction) {
    values[index] = value
    isSet[index] = true
    for (other, parameter) in parameters.enumerated()
    where parameter.follows == index && !isSet[other] {
      values[other] = value
    }
  }
}

import PolicyCatalogue
import Simulation

extension VillageQuestion {
  /// All assumptions, those at zero too: what is not modelled should be seen.
  var assumptionsJSON: [JSON] {
    VillageAssumptions.definitions.map { definition in
      let parameter = definition.parameter
      return .object([
        "address": .string(parameter.address),
        "value": parameter.json(of: assumptions[parameter.address]),
        "unit": .string(parameter.unit),
        "step": .exact(parameter.step),
        "meaning": .message(definition.meaning),
        "article": .optional(definition.article),
      ])
    }
  }
}

extension GrowthAssumptions {
  /// Growth of money and budgets, and of the measures that depart from that of money.
  var assumptionsJSON: [JSON] {
    let general = [Self.money, Self.budget]
    return table.parameters.indices.filter {
      general.contains(table.parameters[$0].address) || table[$0] != money
    }.map { index in
      let parameter = table.parameters[index]
      return .object([
        "address": .string(parameter.address), "value": parameter.json(of: table[index]),
        "unit": .string(parameter.unit), "step": .exact(parameter.step),
      ])
    }
  }
}

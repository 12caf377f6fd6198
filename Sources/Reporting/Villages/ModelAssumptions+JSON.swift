import PolicyCatalogue
import Simulation

extension VillageQuestion {
  /// All that a forecast depends on beside the villages, wherever it was stated. Equal questions are equal
  /// texts.
  package var json: JSON {
    let numbers = VillageAssumptions.parameters.map { parameter in
      (parameter.address, parameter.json(of: assumptions[parameter.address]))
    }
    return .object([
      "assumptions": .object(Dictionary(uniqueKeysWithValues: numbers)),
      "classes": .string(classes.rawValue), "seed": .integer(seed),
      "replicates": .integer(replicates), "base_year": .integer(baseYear),
      "last_year": .integer(lastYear),
    ])
  }

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

package import Diagnostics
import PolicyCatalogue

/// What the city, the towns and the villages do beyond going on as before.
package enum VillageLever: String, Sendable, CaseIterable {
  case operating, property, conversion, tax, proceeds, backlog, joint, guarantee, resources, debt

  /// The numbers that are zero where the lever is not moved.
  var switches: [VillageAssumption] {
    switch self {
    case .operating: [.operatingWeak, .operatingGeneral, .operatingBetter]
    case .property: [.propertyCost]
    case .conversion: [.conversionPace]
    case .tax: [.taxReturned]
    case .proceeds: [.proceedsReturned]
    case .backlog: [.backlogShare, .backlogFloor]
    case .joint: [.jointShare]
    case .guarantee: [.guaranteeShare]
    case .resources: [.resourcesPace]
    case .debt: [.debtRepayment]
    }
  }

  package var name: Message {
    switch self {
    case .operating: Message("operating funds", zh: "公用经费")
    case .property: Message("property bought or built", zh: "购建物业用房")
    case .conversion: Message("idle buildings converted", zh: "闲置用房改造")
    case .tax: Message("taxes on rent returned", zh: "租金税收返还")
    case .proceeds: Message("land proceeds returned", zh: "出让净收益返还")
    case .backlog: Message("reserved land settled", zh: "历史留用地安置")
    case .joint: Message("joint property", zh: "抱团物业")
    case .guarantee: Message("guaranteed return and dividend", zh: "保底分红")
    case .resources: Message("resources leased out", zh: "资源发包")
    case .debt: Message("debt repaid", zh: "偿还债务")
    }
  }
}

extension VillageAssumptions {
  /// The same with one lever at rest.
  package func without(_ lever: VillageLever) -> VillageAssumptions {
    var changed = self
    for assumption in lever.switches { changed[assumption] = .zero }
    return changed
  }
}

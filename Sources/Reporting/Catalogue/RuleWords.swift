package import Diagnostics
package import PolicyCatalogue

/// What the words of the policy language mean to those who do not write it.
extension Measure.Shape {
  package var title: Message {
    switch self {
    case .rate: Message("rate", zh: "按比例")
    case .band: Message("band", zh: "按幅度")
    case .tier: Message("tier", zh: "分级")
    case .fixed: Message("fixed", zh: "定额")
    case .unit: Message("unit", zh: "按单位")
    case .upto: Message("upto", zh: "限额以内")
    case .step: Message("step", zh: "按级次")
    case .match: Message("match", zh: "配套")
    case .fund: Message("fund", zh: "专项资金")
    case .open: Message("open", zh: "未定金额")
    case .reference: Message("reference", zh: "另有文件")
    }
  }
}

extension Scope {
  package var title: Message {
    switch self {
    case .enterprise: Message("an enterprise", zh: "一家企业")
    case .subject: Message("a subject", zh: "一个主体")
    case .basis: Message("a basis", zh: "一个项目")
    }
  }
}

extension CompanyLimit.Order {
  package var title: Message {
    switch self {
    case .claim: Message("claim id", zh: "申报编号")
    case .largest: Message("largest first", zh: "金额从大到小")
    case .smallest: Message("smallest first", zh: "金额从小到大")
    case .proportional: Message("in proportion", zh: "按比例")
    case .listed: Message("as the measures are listed", zh: "所列条款顺序")
    }
  }
}

extension Exclusion.Keep {
  package var title: Message {
    switch self {
    case .highest: Message("the highest assessed amount stays", zh: "保留核定额最高的一项")
    case .first: Message("the first claim stays", zh: "保留最先的一项")
    case .listed: Message("the measure listed first stays", zh: "保留所列条款中在前的一项")
    }
  }
}

extension SettlementStep {
  package var title: Message {
    switch self {
    case .deferral: Message("deferral", zh: "结转下年")
    case .validity: Message("validity", zh: "有效期")
    case .eligibility: Message("eligibility", zh: "资格")
    case .ladders: Message("ladders", zh: "升级补差")
    case .exclusivity: Message("exclusivity", zh: "不重复享受")
    case .best: Message("best", zh: "择优项数")
    case .limits: Message("limits", zh: "企业限额")
    case .reductions: Message("reductions", zh: "核减")
    case .funds: Message("funds", zh: "专项资金")
    }
  }
}

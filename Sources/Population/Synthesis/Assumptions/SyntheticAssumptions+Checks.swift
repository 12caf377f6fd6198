import Diagnostics
import PolicyCatalogue

extension SyntheticAssumptions {
  /// The names of a category in the order of their indices.
  func names(of category: Control.Category) -> [String] {
    switch category {
    case .kind: kinds.map(\.name)
    case .town: towns.map(\.name)
    case .industry: industries.map(\.name)
    case .size: sizes.map(\.name)
    }
  }

  /// Reports names that lead nowhere; those of columns are checked with the plans of the cells.
  func check(against policy: Policy, _ bag: inout DiagnosticBag) {
    func unknown(
      _ name: String, _ what: Message, among names: [String], at location: SourceLocation
    ) {
      if names.contains(name) { return }
      bag.report(
        Diagnostic(
          at: location,
          Message(
            "there is no \(what.english) '\(name)'", zh: "没有“\(name)”这一\(what.chinese)"),
          suggestion: nearestName(to: name, among: names)))
    }
    let industryNames = industries.map(\.name)
    let attributeNames = attributes.map(\.name)
    for town in towns {
      for speciality in town.specialities {
        unknown(
          speciality.name, Message("industry", zh: "行业"), among: industryNames,
          at: speciality.location)
      }
    }
    for industry in industries {
      for factor in industry.scale {
        unknown(
          factor.name, Message("attribute", zh: "指标"), among: attributeNames, at: factor.location)
      }
    }
    for control in controls.totals {
      if let attribute = control.attribute {
        unknown(
          attribute, Message("attribute", zh: "指标"), among: attributeNames, at: control.location)
      }
      for target in control.targets {
        unknown(
          target.name, Message(control.category.rawValue, zh: "分类"),
          among: names(of: control.category), at: target.location)
      }
    }
    for kind in claims.kinds {
      unknown(
        kind.name, Message("kind", zh: "类别"), among: RegisterColumn.kinds, at: kind.location)
    }
    let computable = policy.measures.filter(\.isComputable).map(\.id)
    let shapes = Measure.Shape.allCases.map(\.rawValue)
    for shape in claims.shapes {
      unknown(shape.name, Message("shape", zh: "形式"), among: shapes, at: shape.location)
    }
    for measure in claims.measures {
      if policy.measure(measure.measure) != nil && !computable.contains(measure.measure) {
        bag.report(
          Diagnostic(
            at: measure.location,
            Message(
              "nothing can be claimed of '\(measure.measure)': the policy states no amount",
              zh: "“\(measure.measure)”未定金额,不能申报")))
      } else {
        unknown(
          measure.measure, Message("measure", zh: "条款"), among: computable, at: measure.location)
      }
      for kind in measure.kinds ?? [] {
        unknown(
          kind.name, Message("kind", zh: "类别"), among: RegisterColumn.kinds, at: kind.location)
      }
      for industry in measure.industries ?? [] {
        unknown(
          industry, Message("industry", zh: "行业"), among: industryNames, at: measure.location)
      }
      for size in measure.sizes ?? [] {
        unknown(size, Message("size", zh: "规模"), among: sizes.map(\.name), at: measure.location)
      }
    }
  }
}

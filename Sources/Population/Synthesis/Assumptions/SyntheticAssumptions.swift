package import Diagnostics
package import LinearAlgebra

/// What a synthetic population is made from; every assumption is named in the scenario.
///
/// Amounts are in natural units (yuan, tonnes), shares are fractions of one, dates are days since
/// 1970-01-01. What is left empty is not modelled: no groups, no fraud, no town.
package struct SyntheticAssumptions: Sendable {
  package var seed: UInt64
  /// Number of claimants in the register.
  package var size: Int
  package var filing = Filing()
  package var namePrefix = ""
  /// The register's kinds with what each is called; without any all are companies.
  package var kinds: [Kind] = []
  package var towns: [Town] = []
  package var industries: [Industry] = []
  /// From the smallest; the first begins at 0.
  package var sizes: [SizeClass] = []
  package var attributes: [Attribute] = []
  /// Of the logarithms of the attributes, in their order.
  package var correlations = Matrix(rows: 0, columns: 0)
  package var controls = Controls()
  package var register = RegisterShares()
  package var claims = ClaimAssumptions()
  /// What the hash of the population is taken over: the assumptions as text.
  package var fingerprint = ""
  /// Where the assumptions stand, for errors.
  package var location = SourceLocation(file: "")

  package init(seed: UInt64, size: Int) {
    self.seed = seed
    self.size = size
  }
}

extension SyntheticAssumptions {
  package struct Filing: Sendable, Hashable {
    package var from = 0
    package var to = 0
    /// Share of the claims that are filed after `to`, within `lateDays`.
    package var late = 0.0
    package var lateDays = 1

    package init() {}
  }

  package struct Kind: Sendable, Hashable {
    /// One of `RegisterColumn.kinds`.
    package var name: String
    package var share: Double
    /// Whether it has an industry, a size and the attributes.
    package var isBusiness: Bool
    /// What its invented name ends with.
    package var suffix: String

    package init(name: String, share: Double, isBusiness: Bool, suffix: String) {
      self.name = name
      self.share = share
      self.isBusiness = isBusiness
      self.suffix = suffix
    }
  }

  package struct Town: Sendable, Hashable {
    package var name: String
    package var share: Double
    /// How much more common an industry is here than elsewhere, before calibration.
    package var specialities: [Factor]

    package init(name: String, share: Double, specialities: [Factor] = []) {
      self.name = name
      self.share = share
      self.specialities = specialities
    }
  }

  package struct Industry: Sendable, Hashable {
    package var name: String
    package var share: Double
    /// Factors on the medians of attributes.
    package var scale: [Factor]

    package init(name: String, share: Double, scale: [Factor] = []) {
      self.name = name
      self.share = share
      self.scale = scale
    }
  }

  package struct Factor: Sendable, Hashable {
    package var name: String
    package var factor: Double
    package var location: SourceLocation

    package init(name: String, factor: Double, location: SourceLocation) {
      self.name = name
      self.factor = factor
      self.location = location
    }
  }

  package struct SizeClass: Sendable, Hashable {
    package var name: String
    /// Revenue from which it begins, in yuan.
    package var from: Double
    /// How many claims it files for one of a claimant without a size.
    package var claims: Double

    package init(name: String, from: Double, claims: Double) {
      self.name = name
      self.from = from
      self.claims = claims
    }
  }

  /// A lognormal quantity of a business, such as its revenue. One that bears the name of a register
  /// column fills it; others only scale claims.
  package struct Attribute: Sendable, Hashable {
    package var name: String
    package var median: Double
    /// Standard deviation of the logarithm.
    package var sigma: Double
    package var minimum: Double
    package var maximum: Double

    package init(
      name: String, median: Double, sigma: Double, minimum: Double = 0,
      maximum: Double = .greatestFiniteMagnitude
    ) {
      self.name = name
      self.median = median
      self.sigma = sigma
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  package struct Controls: Sendable, Hashable {
    /// The register's size for which the totals are stated; they scale with it.
    package var forSize = 1
    /// Relative deviation that is accepted, and never less than so many enterprises.
    package var tolerance = 0.0
    package var toleranceEnterprises = 0.0
    /// Bounds of the calibration weights.
    package var smallestWeight = 0.0
    package var largestWeight = Double.greatestFiniteMagnitude
    package var totals: [Control] = []

    package init() {}
  }

  package struct Control: Sendable, Hashable {
    package enum Category: String, Sendable, Hashable, CaseIterable {
      case kind, town, industry, size
    }

    /// An attribute, or nil for the number of claimants.
    package var attribute: String?
    package var category: Category
    package var targets: [Factor]
    package var location: SourceLocation

    package init(
      attribute: String?, category: Category, targets: [Factor], location: SourceLocation
    ) {
      self.attribute = attribute
      self.category = category
      self.targets = targets
      self.location = location
    }
  }

  /// The columns of the register that decide who may claim.
  package struct RegisterShares: Sendable, Hashable {
    /// Days between which the older claimants were registered.
    package var registeredFrom = 0
    /// Share registered in the year of filing.
    package var newcomers = 0.0
    /// Newcomers from this day on may settle next year …
    package var deferFrom = Int.max
    /// … and this share of them does.
    package var deferring = 0.0
    package var notRegisteredHere = 0.0
    package var notTaxedHere = 0.0
    package var penalised = 0.0
    package var safetyAccident = 0.0
    /// Shares by grade, "" for none.
    package var safetyGrades: [Factor] = []
    package var energyTargetMissed = 0.0
    package var specialDeal = 0.0
    /// Share of the companies that belong to a group.
    package var grouped = 0.0
    package var largestGroup = 2
    /// Share of companies whose fraud was found during the year of filing, in the three years before,
    /// and in the five years before those.
    package var fraudThisYear = 0.0
    package var fraudRecent = 0.0
    package var fraudLongAgo = 0.0
    /// Cells of columns that the policy adds to the register.
    package var columns: [NamedCell] = []

    package init() {}
  }
}

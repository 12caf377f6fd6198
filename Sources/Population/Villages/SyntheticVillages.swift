package import Diagnostics

/// What synthetic villages are made from; every assumption is named in the scenario.
///
/// Amounts are in yuan, areas in square metres and mu, shares are fractions of one. The totals are
/// those of the base year; nothing here says how anything grows.
package struct SyntheticVillages: Sendable {
  package var seed: UInt64
  package var size: Int
  package var towns: [Town] = []
  package var income = Income()
  package var assets = Assets()
  package var debt = Debt()
  /// Buildings that stand idle, in square metres.
  package var idle = Stock()
  /// Resources that are not leased yet, in mu.
  package var unleased = Stock()
  /// Reserved land that arises every year, in mu.
  package var newLand = Stock()
  /// Reserved land that is owed from earlier years, in mu.
  package var backlog = Backlog()
  /// What the hash of the villages is taken over: the assumptions as text.
  package var fingerprint = ""
  package var location = SourceLocation(file: "")

  package init(seed: UInt64, size: Int) {
    self.seed = seed
    self.size = size
  }

  package struct Town: Sendable, Hashable {
    package var name: String
    package var share: Double

    package init(name: String, share: Double) {
      self.name = name
      self.share = share
    }
  }

  package struct Income: Sendable, Hashable {
    /// Usable income of all villages together, subsidies among it.
    package var total = 0.0
    /// Standard deviation of the logarithm of a village's own income.
    package var sigma = 0.0
    /// Shares of the own sources in own income on average, and how far a village departs from them
    /// (standard deviation of the logarithm).
    package var rent = 1.0
    package var lease = 0.0
    package var service = 0.0
    package var investment = 0.0
    package var mixSigma = 0.0
    /// Subsidies other than operating funds, as a share of own income.
    package var otherSubsidies = 0.0
    /// Operating funds of the base year, which are part of its subsidies, in the order of
    /// `VillageClass`; and own income below which a village was weak, and from which it was better off.
    package var operating = [0.0, 0, 0]
    package var weakBelow = 0.0
    package var betterFrom = 0.0

    package init() {}
  }

  package struct Assets: Sendable, Hashable {
    package var total = 0.0
    package var sigma = 0.0
    /// Of the logarithms of assets and of own income.
    package var correlation = 0.0
    /// A village's share of property in its assets lies evenly between these.
    package var propertyFrom = 0.0
    package var propertyTo = 0.0

    package init() {}
  }

  package struct Debt: Sendable, Hashable {
    package var total = 0.0
    /// Share of the villages that owe anything.
    package var share = 0.0
    package var sigma = 0.0

    package init() {}
  }

  /// Something that a share of the villages has, in lognormal amounts.
  package struct Stock: Sendable, Hashable {
    package var share = 0.0
    package var median = 0.0
    package var sigma = 0.0

    package init(share: Double = 0, median: Double = 0, sigma: Double = 0) {
      self.share = share
      self.median = median
      self.sigma = sigma
    }
  }

  package struct Backlog: Sendable, Hashable {
    package var area = Stock()
    /// Years in which it arose, evenly.
    package var from = 2013
    package var to = 2013
    /// Urgencies from 1, the most urgent, evenly.
    package var urgencies = 1

    package init() {}
  }
}

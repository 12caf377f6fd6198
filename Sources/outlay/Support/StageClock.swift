import Diagnostics

/// How long each stage of a command took, told on standard error where `--timings` asks for it.
struct StageClock {
  private let isOn: Bool
  private var last = ContinuousClock.now

  init(isOn: Bool) { self.isOn = isOn }

  /// The stage that began when the last one ended has ended.
  mutating func finished(_ stage: Message) {
    let now = ContinuousClock.now
    if isOn {
      let (seconds, attoseconds) = (now - last).components
      let tenths = seconds * 10_000 + attoseconds / 100_000_000_000_000
      let fraction = String(tenths % 10)
      Console.complain(
        "\(stage.text(in: SpokenLanguage.current)): \(tenths / 10).\(fraction) ms")
    }
    last = .now
  }
}

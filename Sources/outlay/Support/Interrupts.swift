import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and a request to end, taken as a wish to stop at the next good place; a second one ends the
/// process at once.
final class Interrupts: Sendable {
  private let received = Atomic<CInt>(0)
  private nonisolated(unsafe) var sources: [any DispatchSourceSignal] = []

  /// - Parameter first: is called at the first signal, on a thread of its own.
  init(first: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [self] in
        let exchange = received.compareExchange(
          expected: 0, desired: number, ordering: .relaxed)
        if !exchange.exchanged { _exit(128 + number) }
        first()
      }
      source.activate()
      sources.append(source)
    }
  }

  /// The signal that came, or nil.
  var signalNumber: CInt? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Signals end the process again as they did before.
  func end() {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}

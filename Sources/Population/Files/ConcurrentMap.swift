internal import Dispatch

/// The results in the order of the items, worked out on all cores; items are taken up in the order of
/// `priority`, so that the longest come first.
func concurrentMap<Item: Sendable, Result>(
  _ items: [Item], priority: (Item) -> Int, _ transform: @Sendable (Item) -> Result
) -> [Result] {
  let order = items.indices.sorted {
    (priority(items[$1]), $0) < (priority(items[$0]), $1)
  }
  return [Result](unsafeUninitializedCapacity: items.count) { buffer, count in
    nonisolated(unsafe) let results = buffer
    DispatchQueue.concurrentPerform(iterations: items.count) { iteration in
      let index = order[iteration]
      results.initializeElement(at: index, to: transform(items[index]))
    }
    count = items.count
  }
}

internal import Dispatch

/// The results in the order of the items, worked out on all cores; items are taken up in the order of
/// falling size, so that the longest come first.
package func concurrentMap<Item: Sendable, Result>(
  _ items: [Item], sizes: [Int], _ transform: @Sendable (Item) -> Result
) -> [Result] {
  let order = items.indices.sorted {
    (sizes[$1], $0) < (sizes[$0], $1)
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

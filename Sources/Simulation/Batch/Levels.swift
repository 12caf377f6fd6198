/// Which of some distinct things stands in each of many places: what is the same in several places is
/// then worked out once.
struct Levels: Sendable {
  /// By place, from 0.
  private(set) var ofPlace: [Int32]
  /// By level: the first place where it stands.
  private(set) var places: [Int]

  var count: Int { places.count }

  /// The same in every place.
  init(count: Int) {
    ofPlace = [Int32](repeating: 0, count: count)
    places = count == 0 ? [] : [0]
  }

  init<Thing: Hashable>(_ things: some Collection<Thing>) {
    (ofPlace, places) = ([], [])
    ofPlace.reserveCapacity(things.count)
    var known: [Thing: Int32] = [:]
    var last: (thing: Thing, level: Int32)?
    for thing in things {
      // Neighbours in a grid share all but a few numbers.
      if let last, last.thing == thing {
        ofPlace.append(last.level)
        continue
      }
      let level = known[thing] ?? Int32(places.count)
      if level == places.count {
        known[thing] = level
        places.append(ofPlace.count)
      }
      ofPlace.append(level)
      last = (thing, level)
    }
  }

  /// The distinct pairs of both.
  func paired(with other: Levels) -> Levels {
    if count <= 1 { return other }
    if other.count <= 1 { return self }
    let pairs = zip(ofPlace, other.ofPlace).lazy.map { Int($0) * other.count + Int($1) }
    // A grid has few pairs for its places: an array of all then takes less than hashing.
    let most = count * other.count
    guard most <= 4 * ofPlace.count + 1024 else { return Levels(Array(pairs)) }
    var known = [Int32](repeating: -1, count: most)
    var result = Levels(count: 0)
    result.ofPlace.reserveCapacity(ofPlace.count)
    for pair in pairs {
      if known[pair] < 0 {
        known[pair] = Int32(result.places.count)
        result.places.append(result.ofPlace.count)
      }
      result.ofPlace.append(known[pair])
    }
    return result
  }

  /// The distinct tuples of all of them; one in every place where there is none.
  static func tuples(_ all: [Levels], places: Int) -> Levels {
    all.reduce(Levels(count: places)) { $0.paired(with: $1) }
  }
}

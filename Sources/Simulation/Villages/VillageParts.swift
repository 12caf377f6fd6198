import Population

/// What a projection cannot do without, each by itself in the blocks of a projection, so that it can be
/// timed: its distance from the part that binds.
extension VillageModel {
  package enum Part: Sendable {
    /// The shocks of all replicates.
    case draws
    /// The products of state and transition.
    case transition
  }

  package func run(only part: Part, threads: Int) {
    let chunks = Parallel.ranges(of: layout.count, size: VillageBlock.chunkRows)
    let groups = Parallel.ranges(of: question.replicates, size: VillageBlock.replicates)
    let pool = BlockPool()
    Parallel.forEach(chunks.count * groups.count, threads: threads) { job in
      let known = pool.take()
      let block = known ?? VillageBlock(self)
      let replicates = groups[job % groups.count]
      // The products need rows, which a block keeps from its first use.
      if part == .draws || known == nil { block.begin(chunks[job / groups.count], replicates) }
      if part == .transition { for _ in question.years { block.multiply() } }
      pool.give(block)
    }
  }
}

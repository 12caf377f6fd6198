import COpenBLAS

/// Which OpenBLAS computes, for the provenance of results.
package struct BLASEnvironment: Sendable, Hashable {
  /// The set of kernels chosen when the library was loaded, such as `Haswell`.
  package var core: String
  /// Version and build options, as the library states them.
  package var configuration: String
  package var threads: Int

  package init(core: String, configuration: String, threads: Int) {
    self.core = core
    self.configuration = configuration
    self.threads = threads
  }

  package static var current: BLASEnvironment {
    useOneThread()
    return BLASEnvironment(
      core: String(cString: openblas_get_corename()),
      configuration: String(cString: openblas_get_config()),
      threads: Int(openblas_get_num_threads()))
  }

  private static let oneThread: Void = outlay_blas_one_thread()

  /// Outlay shares its work out over threads of its own, in blocks that stay in cache; threads of the
  /// library would only stand in their way. Whoever calls the library calls this first.
  static func useOneThread() { oneThread }
}

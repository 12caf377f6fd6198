import LinearAlgebra

extension BLASEnvironment {
  /// For the provenance of results.
  var json: JSON {
    .object([
      "openblas_core": .string(core),
      "openblas_configuration": .string(configuration),
      "openblas_threads": .integer(threads),
    ])
  }
}

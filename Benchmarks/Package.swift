// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that whoever builds Outlay never builds a benchmark library.
let package = Package(
  name: "outlay-benchmarks",
  dependencies: [
    // By name, since the folder of a checkout may be called anything.
    .package(name: "outlay", path: ".."),
    // Without traits: malloc counters want an interposer that is not everywhere.
    .package(url: "https://github.com/ordo-one/benchmark.git", exact: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "EngineBenchmarks",
      dependencies: [
        .product(name: "Workloads", package: "outlay"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/EngineBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(name: "BenchmarkReport"),
  ]
)

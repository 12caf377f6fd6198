// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "outlay",
  products: [.executable(name: "outlay", targets: ["outlay"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "CKernels", exclude: ["README.md"]),
    .target(name: "Diagnostics", swiftSettings: strict),
    .target(name: "LinearAlgebra", dependencies: ["CKernels", "COpenBLAS"], swiftSettings: strict),
    .target(
      name: "PolicyCatalogue",
      dependencies: [
        "Diagnostics", "Yams", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "Population",
      dependencies: [
        "Diagnostics", "LinearAlgebra", "PolicyCatalogue",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "Simulation",
      dependencies: [
        "BigInt", "CKernels", "Diagnostics", "LinearAlgebra", "PolicyCatalogue", "Population",
      ],
      swiftSettings: strict),
    .target(
      name: "Reporting",
      dependencies: [
        "Diagnostics", "LinearAlgebra", "PolicyCatalogue", "Population", "Simulation",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "outlay",
      dependencies: [
        "Diagnostics", "PolicyCatalogue", "Population", "Reporting", "Simulation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Outlay.docc"],
      swiftSettings: strict),
    .testTarget(name: "CKernelsTests", dependencies: ["CKernels"], swiftSettings: strict),
    .testTarget(
      name: "DiagnosticsTests", dependencies: ["Diagnostics"],
      swiftSettings: strict),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"],
      swiftSettings: strict),
    .testTarget(
      name: "PolicyCatalogueTests", dependencies: ["Diagnostics", "PolicyCatalogue"],
      resources: [.copy("Resources")], swiftSettings: strict),
    .testTarget(
      name: "PopulationTests",
      dependencies: ["Diagnostics", "LinearAlgebra", "PolicyCatalogue", "Population"],
      swiftSettings: strict),
    .testTarget(
      name: "SimulationTests",
      dependencies: [
        "BigInt", "CKernels", "Diagnostics", "LinearAlgebra", "PolicyCatalogue", "Population",
        "Simulation",
      ],
      resources: [.copy("Resources")], swiftSettings: strict),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Diagnostics", "PolicyCatalogue", "Population", "Reporting", "Simulation"],
      swiftSettings: strict),
    .testTarget(
      name: "OutlayTests", dependencies: ["Diagnostics"],
      resources: [.copy("Resources")], swiftSettings: strict),
  ]
)

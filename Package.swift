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
  products: [
    .executable(name: "outlay", targets: ["outlay"]),
    // All that the benchmark suite sees of the engine.
    .library(name: "Workloads", targets: ["Workloads"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
    .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
    .package(url: "https://github.com/grpc/grpc-swift-protobuf", from: "2.4.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
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
    .target(name: "CLimits"),
    .target(
      name: "Workloads",
      dependencies: [
        "CLimits", "Diagnostics", "LinearAlgebra", "PolicyCatalogue", "Population", "Simulation",
        "SimulationAPI",
        .product(name: "GRPCCore", package: "grpc-swift-2"),
        .product(name: "GRPCNIOTransportHTTP2", package: "grpc-swift-nio-transport"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      swiftSettings: strict),
    .target(
      name: "RunStore",
      dependencies: [
        "Diagnostics", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "Reporting",
      dependencies: [
        "Diagnostics", "LinearAlgebra", "PolicyCatalogue", "Population", "RunStore", "Simulation",
      ],
      swiftSettings: strict),
    .target(
      name: "SimulationAPI",
      dependencies: [
        .product(name: "GRPCCore", package: "grpc-swift-2"),
        .product(name: "GRPCProtobuf", package: "grpc-swift-protobuf"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["Protos", "generate.sh"],
      swiftSettings: strict),
    .target(
      name: "SimulationService",
      dependencies: [
        "Diagnostics", "PolicyCatalogue", "Population", "Reporting", "RunStore", "Simulation",
        "SimulationAPI",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRPCCore", package: "grpc-swift-2"),
        .product(name: "GRPCNIOTransportHTTP2", package: "grpc-swift-nio-transport"),
        .product(name: "GRPCProtobuf", package: "grpc-swift-protobuf"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCertificateReloading", package: "swift-nio-extras"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHPACK", package: "swift-nio-http2"),
        .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "X509", package: "swift-certificates"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "outlay",
      dependencies: [
        "Diagnostics", "PolicyCatalogue", "Population", "Reporting", "RunStore", "Simulation",
        "SimulationAPI", "SimulationService",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: ["Outlay.docc"],
      swiftSettings: strict),
    .executableTarget(
      name: "outlay-workloads",
      dependencies: [
        "Workloads", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
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
      name: "RunStoreTests",
      dependencies: [
        "Diagnostics", "RunStore", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Diagnostics", "PolicyCatalogue", "Population", "Reporting", "Simulation"],
      swiftSettings: strict),
    .testTarget(
      name: "OutlayTests", dependencies: ["Diagnostics"],
      resources: [.copy("Resources")], swiftSettings: strict),
  ]
)

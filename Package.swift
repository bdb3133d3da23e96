// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "fluxgate",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "FluxGateSDK", targets: ["FluxGateSDK"]),
        .library(name: "FluxGateOpenAI", targets: ["FluxGateOpenAI"]),
        .library(name: "Replay", targets: ["Replay"]),
        .executable(name: "fluxgate", targets: ["fluxgate"]),
    ],
    traits: [
        .trait(name: "ISAL", description: "Inflate gzip with Intel ISA-L (libisal-dev); without it, zlib does."),
        .trait(name: "ZSTD", description: "Read zstd with libzstd (libzstd-dev); without it, such inputs are refused."),
        .default(enabledTraits: ["ISAL", "ZSTD"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // The vocabulary. No I/O, no Foundation.
        .target(name: "TrafficModel"),

        // The C side: a shim over simdjson, a guard for mapped files, module maps for the inflaters, files embedded into the executable.
        .target(
            name: "CSimdJSON",
            linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]
        ),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "CFileGuard"),
        .target(name: "CEmbeddedFiles", exclude: ["prices.jsonl", "report"]),

        // From bytes to calls.
        .target(
            name: "ByteStreams",
            dependencies: [
                "TrafficModel", "CSimdJSON", "CFileGuard", "CZlib",
                .target(name: "CISAL", condition: .when(traits: ["ISAL"])),
                .target(name: "CZstd", condition: .when(traits: ["ZSTD"])),
            ]
        ),
        .target(name: "OpenAIWire", dependencies: ["TrafficModel", "ByteStreams"]),
        .target(name: "TrafficLogs", dependencies: ["TrafficModel", "ByteStreams", "OpenAIWire", .product(name: "Yams", package: "Yams")]),

        // From calls to costs, events and reports.
        .target(name: "Pricing", dependencies: ["TrafficModel", "ByteStreams", "CEmbeddedFiles"]),
        .target(
            name: "FluxGateSDK",
            dependencies: [
                "TrafficModel",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .target(
            name: "FluxGateOpenAI",
            dependencies: [
                "TrafficModel", "ByteStreams", "OpenAIWire", "TrafficLogs", "FluxGateSDK",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "CostReports",
            dependencies: [
                "TrafficModel", "CEmbeddedFiles",
                .product(name: "OrderedCollections", package: "swift-collections"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Mustache", package: "swift-mustache"),
            ]
        ),
        .target(
            name: "Replay",
            dependencies: [
                "TrafficModel", "ByteStreams", "OpenAIWire", "TrafficLogs", "Pricing", "FluxGateSDK", "CostReports",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),

        // What keeps state in a file: deliveries, and calls that were read.
        .target(name: "StateFiles", dependencies: [.product(name: "GRDB", package: "GRDB.swift")]),
        .target(
            name: "Ledger",
            dependencies: [
                "TrafficModel", "ByteStreams", "CostReports", "Replay", "StateFiles",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),

        // From events to FluxGate.
        .target(
            name: "Delivery",
            dependencies: [
                "TrafficModel", "ByteStreams", "FluxGateSDK", "Pricing", "Replay", "StateFiles",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),

        // The command line.
        .target(
            name: "FluxGateCommands",
            dependencies: [
                "TrafficModel", "ByteStreams", "OpenAIWire", "TrafficLogs", "Pricing", "FluxGateSDK", "CostReports", "Replay", "Delivery", "Ledger",
                "StateFiles",
                .product(name: "TOMLKit", package: "TOMLKit"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(
            name: "fluxgate",
            dependencies: ["FluxGateCommands", .product(name: "ArgumentParser", package: "swift-argument-parser")]),

        // A program that uses the wrapper and the recorder.
        .executableTarget(
            name: "sample-server",
            dependencies: [
                "FluxGateSDK", "FluxGateOpenAI",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "samples/server"
        ),

        // How fast the parts are.
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "TestSupport", "TrafficModel", "CSimdJSON", "ByteStreams", "OpenAIWire", "TrafficLogs", "Pricing", "FluxGateSDK", "CostReports", "Replay",
                "Ledger",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // What tests of the client talk to.
        .target(
            name: "LoopbackServer",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/LoopbackServer"
        ),
        .testTarget(
            name: "FluxGateSDKTests",
            dependencies: [
                "TrafficModel", "FluxGateSDK", "LoopbackServer",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "FluxGateOpenAITests",
            dependencies: [
                "TrafficModel", "ByteStreams", "OpenAIWire", "TrafficLogs", "Pricing", "CostReports", "Replay", "FluxGateSDK", "FluxGateOpenAI",
                "LoopbackServer",
            ]),
        .target(
            name: "TestSupport",
            dependencies: [
                "TrafficModel", "ByteStreams", "CZlib", "Pricing", "CostReports", "Replay",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/TestSupport"
        ),
        .testTarget(name: "TrafficModelTests", dependencies: ["TrafficModel"]),
        .testTarget(name: "ByteStreamsTests", dependencies: ["ByteStreams", "CSimdJSON", "TestSupport"]),
        .testTarget(name: "OpenAIWireTests", dependencies: ["TrafficModel", "ByteStreams", "OpenAIWire", "TestSupport"]),
        .testTarget(name: "TrafficLogsTests", dependencies: ["TrafficModel", "ByteStreams", "OpenAIWire", "TrafficLogs", "TestSupport"]),
        .testTarget(name: "PricingTests", dependencies: ["TrafficModel", "ByteStreams", "Pricing"]),
        .testTarget(
            name: "CostReportsTests", dependencies: ["TrafficModel", "CostReports", .product(name: "Crypto", package: "swift-crypto")]),
        .testTarget(
            name: "ReplayTests",
            dependencies: [
                "TestSupport", "TrafficModel", "ByteStreams", "OpenAIWire", "TrafficLogs", "Pricing", "FluxGateSDK", "CostReports", "Replay",
            ]),
        .testTarget(name: "CorpusTests", dependencies: ["TestSupport", "TrafficModel", "ByteStreams", "CostReports", "Replay"]),
        .testTarget(name: "BenchmarksTests", dependencies: ["Benchmarks"]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "TestSupport", "TrafficModel",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "TestSupport", "TrafficModel", "Replay", "StateFiles", "Ledger", "fluxgate",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "DeliveryTests",
            dependencies: [
                "TestSupport", "TrafficModel", "StateFiles", "Delivery", "fluxgate",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
    ],
    cLanguageStandard: .c2x,  // for #embed
    cxxLanguageStandard: .cxx17
)

// One place for what holds in every Swift target.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
    if Context.environment["CI"] != nil { target.swiftSettings?.append(.treatAllWarnings(as: .error)) }
}

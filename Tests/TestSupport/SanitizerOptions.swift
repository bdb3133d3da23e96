package import Foundation

extension ProcessInfo {
    /// What sanitizers are told, for the environments of children, which have nothing else of the machine's.
    package var sanitizerOptions: [String: String] {
        environment.filter { $0.key == "ASAN_OPTIONS" || $0.key == "TSAN_OPTIONS" }
    }
}

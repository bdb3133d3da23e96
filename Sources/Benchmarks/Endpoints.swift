import ByteStreams
import OpenAIWire
import TrafficLogs

extension Benchmark {
    /// From lines to calls, each kind of answer by itself.
    static func endpoints(_ workload: Workload) -> [Benchmark] {
        workload.callsByKind.map { kind, calls in
            let lines = calls.map(\.line)
            let reader = RecordReader()
            return Benchmark("endpoints", kind.title, bytes: lines.reduce(0) { $0 + $1.count }, count: lines.count, of: "calls") {
                var found = 0
                for line in lines { line.withView { reader.readCall($0) { _ in found += 1 } } }
                return found
            }
        }
    }
}

extension InventedCall.Kind {
    fileprivate var title: String {
        switch self {
        case .chat: "chat"
        case .streamedChat: "chat, streamed"
        case .response: "Responses"
        case .streamedResponse: "Responses, streamed"
        case .embedding: "embeddings"
        case .error: "errors"
        }
    }
}

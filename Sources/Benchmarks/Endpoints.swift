import ByteStreams
import OpenAIWire
import TrafficLogs
import TrafficModel

extension Benchmark {
    /// From lines to calls, each kind of answer by itself.
    static func endpoints(_ workload: Workload) -> [Benchmark] {
        workload.callsByKind.map { kind, calls in
            let lines = calls.map(\.line)
            let reader = RecordReader()
            return Benchmark("endpoints", kind.title, bytes: lines.reduce(0) { $0 + $1.count }, count: lines.count, of: "calls") {
                var found = 0
                for line in lines { line.withView { reader.readCall($0) { if $0.endpoint == kind.endpoint { found += 1 } } } }
                return found
            }
        }
    }
}

extension InventedCall.Kind {
    fileprivate var title: String {
        switch self {
        case .streamedChat, .streamedResponse: "\(endpoint.rawValue), streamed"
        case .error: "\(endpoint.rawValue), errors"
        default: endpoint.rawValue
        }
    }

    fileprivate var endpoint: Endpoint {
        switch self {
        case .chat, .streamedChat, .error: .chatCompletions
        case .response, .streamedResponse: .responses
        case .embedding: .embeddings
        case .completion: .completions
        case .image: .images
        case .transcription: .transcriptions
        case .moderation: .moderations
        case .video: .videos
        case .run: .runs
        case .realtime: .realtime
        }
    }
}

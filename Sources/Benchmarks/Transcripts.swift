import ByteStreams
import OpenAIWire

extension Benchmark {
    /// From the bytes of streams to events, and to the answers that they amount to.
    static func transcripts(_ workload: Workload) -> [Benchmark] {
        let transcripts = workload.callsByKind.filter(\.kind.isStream).flatMap(\.calls).map { Array($0.answer.utf8) }
        let bytes = transcripts.reduce(0) { $0 + $1.count }
        var events = 0
        for transcript in transcripts { forEachEvent(of: transcript) { _ in events += 1 } }
        return [
            Benchmark("SSE", "framing", bytes: bytes, count: events, of: "events") {
                var events = 0
                for transcript in transcripts { forEachEvent(of: transcript) { _ in events += 1 } }
                return events
            },
            Benchmark("SSE", "framing and putting together", bytes: bytes, count: transcripts.count, of: "calls") {
                let reader = JSONReader()
                var answered = 0
                for transcript in transcripts {
                    var assembler = StreamAssembler(endpoint: nil)
                    forEachEvent(of: transcript) { assembler.consume($0, reader) }
                    if assembler.facts.hasUsage { answered += 1 }
                }
                return answered
            },
        ]
    }

    private static func forEachEvent(of transcript: [UInt8], _ body: (SSEEvent) -> Void) {
        var framer = SSEFramer()
        transcript.withView { framer.feed($0, body) }
        framer.finish(body)
    }
}

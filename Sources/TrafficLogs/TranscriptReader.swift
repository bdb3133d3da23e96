package import ByteStreams
package import OpenAIWire
import TrafficModel

/// Reads a raw transcript: server-sent events as they came, one stream or several, one behind the other.
package struct TranscriptReader {
    private var framer = SSEFramer()
    private var stream = Stream()
    private let events = JSONReader()

    package init() {}

    /// Lines read so far.
    package var lines: Int { framer.lines }

    /// Takes the next bytes and emits each call that has ended, with the line on which it began and where that starts in the input.
    package mutating func feed(_ bytes: ByteView, _ emit: (Exchange, _ line: Int, _ offset: Int) -> Void) {
        framer.feed(bytes) { stream.take($0, events, emit) }
    }

    /// Ends the transcript.
    package mutating func finish(_ emit: (Exchange, _ line: Int, _ offset: Int) -> Void) {
        framer.finish { stream.take($0, events, emit) }
        stream.end(emit)
    }

    /// The stream that is being read.
    private struct Stream {
        var assembler = StreamAssembler(endpoint: nil)
        var startLine = 1
        var startOffset = 0

        mutating func take(_ event: SSEEvent, _ events: JSONReader, _ emit: (Exchange, _ line: Int, _ offset: Int) -> Void) {
            if assembler.facts.endpoint == .responses, event.startsResponse {
                end(emit)  // the one before broke off
            } else if assembler.facts.sawDone || assembler.facts.sawClosingEvent {
                // Some servers send [DONE] behind a closing event too; anything else starts the next stream.
                if !event.data.trimmed.hasPrefix("[DONE]") { end(emit) }
            }
            if assembler.facts.events == 0 {
                startLine = event.line
                startOffset = event.offset
            }
            assembler.consume(event, events)
        }

        mutating func end(_ emit: (Exchange, _ line: Int, _ offset: Int) -> Void) {
            guard assembler.facts.events > 0 else { return }
            var exchange = Exchange()
            exchange.take(assembler)
            emit(exchange, startLine, startOffset)
            assembler = StreamAssembler(endpoint: nil)
        }
    }
}

extension SSEEvent {
    /// Whether a Responses stream begins here.
    fileprivate var startsResponse: Bool {
        name.equals("response.created") || name.isEmpty && data.hasPrefix(#"{"type":"response.created""#)
    }
}

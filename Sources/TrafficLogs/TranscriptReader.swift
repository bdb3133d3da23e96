package import ByteStreams
package import OpenAIWire
import TrafficModel

/// Reads a raw transcript: server-sent events as they came, of one stream or of several.
package struct TranscriptReader {
    private var framer = SSEFramer()
    private var streams = TranscriptStreams()

    package init() {}

    /// Lines read so far.
    package var lines: Int { framer.lines }

    /// Takes the next bytes and emits each call that has ended, with the line on which it began and where that starts in the input.
    package mutating func feed(_ bytes: ByteView, _ emit: (Exchange, _ line: Int, _ offset: Int) -> Void) {
        framer.feed(bytes) { streams.take($0, emit) }
    }

    /// Ends the transcript.
    package mutating func finish(_ emit: (Exchange, _ line: Int, _ offset: Int) -> Void) {
        framer.finish { streams.take($0, emit) }
        streams.finish(emit)
    }
}

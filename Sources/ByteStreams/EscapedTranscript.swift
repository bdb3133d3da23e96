import CSimdJSON
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A transcript of server-sent events that stands in a JSON string, cut into its events while it is still escaped.
///
/// Most bytes of a log of streams are such transcripts, and nearly every event in them brings a piece of text and nothing else. Those are
/// stepped over where they stand: an event that equals the last one told to ``remember(text:data:)`` in all but its text, and the text deltas of the
/// Responses API, whose type says that they are nothing else.
@safe package struct EscapedTranscript {
    private let raw: ByteView
    private var position = 0
    /// Events stepped over so far.
    package private(set) var eventsSteppedOver = 0
    /// The last text event up to its text, and from its text's end on; ranges of the transcript.
    private var head: Range<Int> = 0..<0
    private var tail: Range<Int> = 0..<0
    private var lastEvent: Range<Int> = 0..<0

    /// `raw`: the string's content as it stands between its quotes.
    package init(_ raw: ByteView) {
        self.raw = raw
    }

    /// What is left, escaped, when ``next()`` has given all events that end with a blank line: the last event without one, or all from a line on
    /// that does not end with LF alone.
    package var rest: ByteView { raw[position..<raw.count] }

    /// The next event that is not stepped over, escaped, with its blank line; nil at the end, or where ``rest`` has to be taken otherwise.
    package mutating func next() -> ByteView? {
        while position < raw.count {
            if let end = textEventEnd() {
                position = end
                eventsSteppedOver += 1
                continue
            }
            let end = fg_escaped_event_end(raw.base, raw.count, position)
            guard end <= raw.count else { return nil }
            let event = position..<end
            position = end
            if isResponseDelta(event) {
                eventsSteppedOver += 1
                continue
            }
            lastEvent = event
            return raw[event]
        }
        return nil
    }

    /// Says that the last event given brings nothing but a text: `text` in the event's `data`, which is the last line of the event and
    /// `dataCount` bytes long when unescaped.
    package mutating func remember(text: Range<Int>, dataCount: Int) {
        // Counted from the end: two escaped line feeds, then the data backwards is the same for both forms but for escapes.
        guard let start = escapedPosition(fromEnd: dataCount - text.lowerBound), let end = escapedPosition(fromEnd: dataCount - text.upperBound),
            start <= end
        else { return head = 0..<0 }
        head = lastEvent.lowerBound..<start
        tail = end..<lastEvent.upperBound
    }

    /// Where the byte stands, escaped, that is `count` unescaped bytes before the end of the last event's data.
    private func escapedPosition(fromEnd count: Int) -> Int? {
        // Forwards over the event, noting where each unescaped byte began, would need a list; so it is walked twice: once for its length.
        guard let length = unescapedLength(of: lastEvent) else { return nil }
        let wanted = length - 2 - count  // the blank line's two line feeds
        guard wanted >= 0 else { return nil }
        var unescaped = 0
        var position = lastEvent.lowerBound
        while unescaped < wanted, position < lastEvent.upperBound {
            guard let step = step(at: position) else { return nil }
            position += step.escaped
            unescaped += step.unescaped
        }
        return unescaped == wanted ? position : nil
    }

    private func unescapedLength(of range: Range<Int>) -> Int? {
        var length = 0
        var position = range.lowerBound
        while position < range.upperBound {
            guard let step = step(at: position) else { return nil }
            position += step.escaped
            length += step.unescaped
        }
        return length
    }

    /// One byte, or one escape and the bytes that it stands for; nil for those written in hexadecimal, whose length takes more to find.
    private func step(at position: Int) -> (escaped: Int, unescaped: Int)? {
        guard raw.base[position] == UInt8(ascii: "\\") else { return (1, 1) }
        guard position + 1 < raw.count, raw.base[position + 1] != UInt8(ascii: "u") else { return nil }
        return (2, 1)
    }

    /// The end of an event here that equals the remembered one in all but its text.
    private func textEventEnd() -> Int? {
        guard !head.isEmpty, position + head.count + tail.count <= raw.count,
            memcmp(raw.base + position, raw.base + head.lowerBound, head.count) == 0
        else { return nil }
        // The text is a JSON string within a JSON string: its end is an escaped quote that no backslash of its own escapes, and its own
        // backslashes are escaped ones.
        var place = position + head.count
        while let backslash = raw.position(of: UInt8(ascii: "\\"), from: place) {
            guard backslash + 1 < raw.count else { return nil }
            switch raw.base[backslash + 1] {
            case UInt8(ascii: "\""):
                guard backslash + tail.count <= raw.count, memcmp(raw.base + backslash, raw.base + tail.lowerBound, tail.count) == 0 else { return nil }
                return backslash + tail.count
            case UInt8(ascii: "\\"):
                // A backslash of the text, and what it escapes.
                place = backslash + 2
                guard place < raw.count else { return nil }
                place += raw.base[place] == UInt8(ascii: "\\") ? 2 : 1
            case UInt8(ascii: "n"), UInt8(ascii: "r"):
                // A line's end within the text: this is something else.
                return nil
            default:
                place = backslash + 2
            }
        }
        return nil
    }

    /// Whether an event's name, or its data's type where it has no name, is that of a delta.
    private func isResponseDelta(_ event: Range<Int>) -> Bool {
        let text = raw[event]
        let start: Int
        if text.hasPrefix("event: response.") {
            start = 16
        } else if text.hasPrefix(#"data: {\"type\":\"response."#) {
            start = 28
        } else {
            return false
        }
        guard let end = text.position(of: UInt8(ascii: "\\"), from: start) else { return false }
        return text[start..<end].hasSuffix(".delta")
    }
}

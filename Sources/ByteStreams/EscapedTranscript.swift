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
/// stepped over where they stand: an event that equals the last one told to ``remember(texts:dataCount:)`` in all but its texts, and the text deltas of
/// the Responses API, whose type says that they are nothing else.
@safe package struct EscapedTranscript {
    private let raw: ByteView
    private var position = 0
    /// Events stepped over so far that equalled the remembered one in all but their text.
    package private(set) var textEvents = 0
    /// Whether any of them had a text that is not empty.
    package private(set) var hasText = false
    /// Text deltas of the Responses API stepped over so far.
    package private(set) var responseDeltas = 0
    /// The remembered event without its texts: what stands before the first, between them, and behind the last; ranges of the transcript.
    private var pieces: [Range<Int>] = []
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
                textEvents += 1
                continue
            }
            let end = fg_escaped_event_end(raw.base, raw.count, position)
            guard end <= raw.count else { return nil }
            let event = position..<end
            position = end
            if isResponseDelta(event) {
                responseDeltas += 1
                continue
            }
            lastEvent = event
            // This one may say otherwise than the remembered one.
            pieces.removeAll(keepingCapacity: true)
            return raw[event]
        }
        return nil
    }

    /// Says that the last event given brings nothing but texts: `texts` in the event's `data`, which is the last line of the event and
    /// `dataCount` bytes long when unescaped.
    package mutating func remember(texts: [Range<Int>], dataCount: Int) {
        guard let length = unescapedLength(of: lastEvent) else { return }
        // The data ends before the blank line's two line feeds.
        let dataStart = length - 2 - dataCount
        var start = lastEvent.lowerBound
        var found: [Range<Int>] = []
        for text in texts {
            guard let textStart = escapedPosition(of: dataStart + text.lowerBound), let textEnd = escapedPosition(of: dataStart + text.upperBound),
                start <= textStart, textStart <= textEnd
            else { return }
            found.append(start..<textStart)
            start = textEnd
        }
        pieces = found + [start..<lastEvent.upperBound]
    }

    /// Where the byte stands, escaped, that is the last event's `unescaped`th.
    private func escapedPosition(of wanted: Int) -> Int? {
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

    /// The end of an event here that equals the remembered one in all but its texts.
    private mutating func textEventEnd() -> Int? {
        guard !pieces.isEmpty else { return nil }
        var place = position
        var bringsText = false
        for (index, piece) in pieces.enumerated() {
            if index > 0 {
                guard let end = textEnd(from: place) else { return nil }
                if index == 1, end > place { bringsText = true }
                place = end
            }
            guard place + piece.count <= raw.count, memcmp(raw.base + place, raw.base + piece.lowerBound, piece.count) == 0 else { return nil }
            place += piece.count
        }
        if bringsText { hasText = true }
        return place
    }

    /// The end of a text that starts here. It is a JSON string within a JSON string: its end is an escaped quote that no backslash of its own
    /// escapes, and its own backslashes are escaped ones.
    private func textEnd(from start: Int) -> Int? {
        var place = start
        while let backslash = raw.position(of: UInt8(ascii: "\\"), from: place) {
            guard backslash + 1 < raw.count else { return nil }
            switch raw.base[backslash + 1] {
            case UInt8(ascii: "\""):
                return backslash
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

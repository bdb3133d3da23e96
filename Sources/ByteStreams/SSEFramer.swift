/// One server-sent event, lent.
package struct SSEEvent {
    /// The `event:` field; empty where there was none.
    package var name: ByteView
    /// The `data:` lines joined with LF.
    package var data: ByteView
    /// False for a last event that its blank line did not end: its data may be cut short.
    package var isTerminated: Bool
    /// The line on which the event began, counted from 1.
    package var line: Int
    /// Where that line starts in the stream.
    package var offset: Int

    package init(name: ByteView, data: ByteView, isTerminated: Bool, line: Int = 0, offset: Int = 0) {
        self.name = name
        self.data = data
        self.isTerminated = isTerminated
        self.line = line
        self.offset = offset
    }
}

/// Cuts a byte stream into server-sent events, as the WHATWG standard has them: LF, CR and CRLF end lines, `:` starts a comment, one space
/// behind the colon is dropped, data lines are joined, a blank line dispatches, one BOM at the start is skipped.
///
/// Bytes may come in pieces of any size. One thing differs from the standard: a last event without its blank line is delivered, marked
/// ``SSEEvent/isTerminated`` false, since recorders strip trailing newlines and what a log holds should be read.
package struct SSEFramer {
    /// A line that reached the end of the last piece without its end.
    private var partialLine: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var name: [UInt8] = []
    private var skipsLineFeed = false
    private var atStart = true

    /// Lines that have ended so far.
    package private(set) var lines = 0
    /// Bytes taken before the piece at hand.
    private var taken = 0
    /// Where the line being gathered starts in the stream.
    private var lineOffset = 0
    /// The line on which the event being gathered began, and where that starts; nil before its first field.
    private var eventStart: (line: Int, offset: Int)?

    package init() {}

    /// Takes the next bytes and delivers each event that they complete.
    package mutating func feed(_ bytes: ByteView, _ deliver: (SSEEvent) -> Void) {
        defer { taken += bytes.count }
        var position = 0
        if skipsLineFeed, bytes.count > 0 {
            skipsLineFeed = false
            if bytes.base[0] == 0x0A {
                position = 1
                lineOffset = taken + 1
            }
        }
        var lineFeed = bytes.position(of: 0x0A, from: position)
        while position < bytes.count {
            // A CR before the next LF, or before the end, comes first.
            guard let end = bytes[0..<(lineFeed ?? bytes.count)].position(of: 0x0D, from: position) ?? lineFeed else {
                partialLine.append(bytes[position..<bytes.count])
                return
            }
            if partialLine.isEmpty {
                line(bytes[position..<end], deliver)
            } else {
                partialLine.append(bytes[position..<end])
                let whole = partialLine
                partialLine.removeAll(keepingCapacity: true)
                whole.withView { line($0, deliver) }
            }
            position = end + 1
            if bytes.base[end] == 0x0D {
                if position == bytes.count {
                    skipsLineFeed = true
                } else if bytes.base[position] == 0x0A {
                    position += 1
                }
            }
            if let passed = lineFeed, passed < position { lineFeed = bytes.position(of: 0x0A, from: position) }
            lineOffset = taken + position
        }
    }

    /// Ends the stream: delivers what stands before it without a blank line.
    package mutating func finish(_ deliver: (SSEEvent) -> Void) {
        if !partialLine.isEmpty {
            let whole = partialLine
            partialLine.removeAll(keepingCapacity: true)
            whole.withView { line($0, deliver) }
        }
        dispatch(isTerminated: false, deliver)
        skipsLineFeed = false
        atStart = true
    }

    private mutating func line(_ given: ByteView, _ deliver: (SSEEvent) -> Void) {
        var line = given
        lines += 1
        if atStart {
            atStart = false
            if line.startsWithBOM { line = line[3..<line.count] }
        }
        guard !line.isEmpty else { return dispatch(isTerminated: true, deliver) }
        let field: ByteView
        var value = ByteView.empty
        if let colon = line.position(of: UInt8(ascii: ":")) {
            if colon == 0 { return }  // a comment, or a keep-alive
            field = line[0..<colon]
            let start = colon + 1 < line.count && line.base[colon + 1] == 0x20 ? colon + 2 : colon + 1
            value = line[start..<line.count]
        } else {
            field = line
        }
        if field.equals("data") {
            if hasData { data.append(0x0A) }
            eventStart = eventStart ?? (lines, lineOffset)
            data.append(value)
            hasData = true
        } else if field.equals("event") {
            name.removeAll(keepingCapacity: true)
            name.append(value)
            eventStart = eventStart ?? (lines, lineOffset)
        }
        // `id` and `retry` steer a client's reconnection; other fields are to be ignored.
    }

    private mutating func dispatch(isTerminated: Bool, _ deliver: (SSEEvent) -> Void) {
        if hasData {
            name.withView { name in
                data.withView { data in
                    let start = eventStart ?? (lines, lineOffset)
                    deliver(SSEEvent(name: name, data: data, isTerminated: isTerminated, line: start.line, offset: start.offset))
                }
            }
        }
        data.removeAll(keepingCapacity: true)
        name.removeAll(keepingCapacity: true)
        hasData = false
        eventStart = nil
    }
}

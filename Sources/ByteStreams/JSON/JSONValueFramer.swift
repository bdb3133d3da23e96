/// Cuts a byte stream into JSON values where lines do not: pretty-printed documents one behind the other, the elements of an array, values with
/// commas between them and no brackets around, lines among them.
///
/// Brackets, strings and the order of marks are followed, no further: whether a piece is JSON, its reader finds out. What starts with no
/// bracket is a line of text, and a piece of its own. Bytes may come in pieces of any size; the value being read is kept, and nothing else.
///
/// A value whose marks are wrong is given up where its brackets close, or, if that comes first, where a line looks like the next value: it
/// opens a bracket and is indented no further than the broken one. A log line that was torn off thus costs one record, and not what stands behind it.
package final class JSONValueFramer {
    private let limit: Int
    /// The value being read from its first byte on, and what was not looked at yet.
    private var window: [UInt8] = []
    private var windowOffset = 0
    private var cursor = 0
    private var line = 1
    private var lineStart = 0
    /// Of the line that is being read, once its first mark was met.
    private var indentation = 0
    private var isAtLineStart = true
    /// Between the brackets of an array whose elements are the values.
    private var isInArray = false
    /// Where the array opened in which nothing stood so far.
    private var emptyArray: (line: Int, offset: Int)?
    private var piece: Piece?
    private var brackets = Brackets()
    private var isFinishing = false

    private struct Piece {
        enum Kind { case value, line, element }
        var kind: Kind
        var start: Int
        var line: Int
        var offset: Int
        var indentation: Int
        var isBroken = false
        var passedOver = 0
    }

    /// `limit`: the length from which on a value is passed over and told.
    package init(limit: Int) {
        self.limit = limit
    }

    /// Whether no value and no array is open.
    package var isAtRest: Bool { piece == nil && !isInArray }

    /// Line feeds taken so far, with the line on which the input began.
    package var currentLine: Int { line }

    /// Says where the bytes that come next stand: at the start of that line.
    package func move(toLine line: Int, offset: Int) {
        self.line = line
        windowOffset = offset - window.count
        lineStart = offset
        isAtLineStart = true
    }

    /// Takes the next bytes and delivers each piece that they complete.
    package func feed(_ bytes: ByteView, _ deliver: (JSONPiece) -> Void) {
        window.append(bytes)
        window.withView { scan($0, deliver) }
        compact()
    }

    /// Ends the input: delivers what stands before its end.
    package func finish(_ deliver: (JSONPiece) -> Void) {
        isFinishing = true
        window.withView { text in
            scan(text, deliver)
            while let open = piece {
                if open.kind == .value, open.passedOver == 0, let next = nextStart(text, of: open, upTo: text.count) {
                    giveUp(open, at: next, text, deliver)
                    scan(text, deliver)
                } else {
                    end(open, at: text.count, open.kind == .value ? .cutShort : .closed, text, deliver)
                }
            }
        }
        compact()
        if isInArray { endEmptyArray("[", .cutShort, deliver) }
        isInArray = false
        isFinishing = false
    }

    private func endEmptyArray(_ text: String, _ ending: JSONPiece.Ending, _ deliver: (JSONPiece) -> Void) {
        guard let (line, offset) = emptyArray else { return }
        emptyArray = nil
        Array(text.utf8).withView { deliver(JSONPiece(text: $0, line: line, offset: offset, ending: ending)) }
    }

    private func compact() {
        let kept = piece?.start ?? cursor
        windowOffset += kept
        cursor -= kept
        if kept == window.count { window.removeAll(keepingCapacity: window.count <= 4 << 20) } else { window.removeFirst(kept) }
        piece?.start = 0
        guard let open = piece, open.passedOver > 0 || window.count > limit else { return }
        piece?.passedOver += window.count
        windowOffset += window.count
        cursor = 0
        window.removeAll()
    }

    // MARK: - Scanning

    private func scan(_ text: ByteView, _ deliver: (JSONPiece) -> Void) {
        while cursor < text.count {
            switch piece?.kind {
            case nil: guard between(text, deliver) else { return }
            case .value: value(text, deliver)
            case .line, .element: plain(text, deliver)
            }
        }
    }

    /// False where more bytes are needed to go on.
    private func between(_ text: ByteView, _ deliver: (JSONPiece) -> Void) -> Bool {
        let byte = text.base[cursor]
        switch byte {
        case 0x0A: endLine()
        case 0x20, 0x09, 0x0D, UInt8(ascii: ","): cursor += 1
        case 0xEF where text.count - cursor < 3 && !isFinishing: return false
        case 0xEF where text[cursor..<text.count].startsWithBOM: cursor += 3
        case UInt8(ascii: "]") where isInArray:
            isInArray = false
            cursor += 1
            // An array without elements is a piece itself: nothing in an input is passed over untold.
            endEmptyArray("[]", .closed, deliver)
        case UInt8(ascii: "[") where !isInArray:
            noteIndentation()
            isInArray = true
            emptyArray = (line, windowOffset + cursor)
            cursor += 1
        case UInt8(ascii: "{"), UInt8(ascii: "["): begin(.value)
        default: begin(isInArray ? .element : .line)
        }
        return true
    }

    private func begin(_ kind: Piece.Kind) {
        // A value that does not stand first on its line counts as one indented further.
        let startsLine = isAtLineStart
        noteIndentation()
        emptyArray = nil
        piece = Piece(kind: kind, start: cursor, line: line, offset: windowOffset + cursor, indentation: startsLine ? indentation : indentation + 1)
        brackets = Brackets()
    }

    private func endLine() {
        line += 1
        cursor += 1
        lineStart = windowOffset + cursor
        isAtLineStart = true
    }

    private func noteIndentation() {
        guard isAtLineStart else { return }
        isAtLineStart = false
        indentation = windowOffset + cursor - lineStart
    }

    /// Text without brackets: a whole line, or an element of an array.
    private func plain(_ text: ByteView, _ deliver: (JSONPiece) -> Void) {
        guard let open = piece else { return }
        while cursor < text.count {
            let byte = text.base[cursor]
            if byte == 0x0A || open.kind == .element && (byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")) {
                return end(open, at: cursor, .closed, text, deliver)
            }
            cursor += 1
        }
    }

    private func value(_ text: ByteView, _ deliver: (JSONPiece) -> Void) {
        guard let open = piece else { return }
        while cursor < text.count {
            if brackets.isInString {
                guard let stop = brackets.stringEnd(text, from: cursor) else { return cursor = text.count }
                cursor = stop
                if text.base[stop] == 0x0A {
                    // A raw line feed ends what was meant to be a string.
                    brackets.isInString = false
                    // On the value's first line: a line that was torn off, and no document.
                    if line == open.line, piece?.isBroken == false { return end(open, at: stop, .broken, text, deliver) }
                    fault(text, startsLine: false, deliver)
                    guard piece != nil else { return }
                } else {
                    cursor += 1
                }
                continue
            }
            let byte = text.base[cursor]
            if byte == 0x0A {
                endLine()
                continue
            }
            if byte == 0x20 || byte == 0x09 || byte == 0x0D {
                cursor += 1
                continue
            }
            let startsLine = isAtLineStart
            noteIndentation()
            if startsLine, piece?.isBroken == true, mayStart(byte, indentation, after: open) {
                return end(open, at: cursor, .broken, text, deliver)
            }
            if !brackets.take(byte) {
                fault(text, startsLine: startsLine, deliver)
                guard piece != nil else { return }
            }
            cursor += 1
            if brackets.depth == 0 { return end(open, at: cursor, piece?.isBroken == true ? .broken : .closed, text, deliver) }
        }
    }

    // MARK: - Ends

    /// The value is broken: give it up at the next line that looks like a value of its own, if that was passed already, else read on to it.
    private func fault(_ text: ByteView, startsLine: Bool, _ deliver: (JSONPiece) -> Void) {
        guard var open = piece, !open.isBroken else { return }
        if startsLine, line == open.line + 1, indentation <= open.indentation, open.passedOver == 0 {
            // More than a bracket, and nothing that goes on with it at the same margin: the line before was torn off.
            let next = lineStart - windowOffset
            if text[open.start..<next].trimmed.count > 1 { return giveUp(open, at: next, text, deliver) }
        }
        open.isBroken = true
        brackets.isLenient = true
        piece = open
        if open.passedOver == 0, let next = nextStart(text, of: open, upTo: cursor + 1) { giveUp(open, at: next, text, deliver) }
    }

    private func giveUp(_ open: Piece, at next: Int, _ text: ByteView, _ deliver: (JSONPiece) -> Void) {
        end(open, at: next, .broken, text, deliver)
        cursor = next
        line = open.line
        var position = open.start
        while let lineFeed = text[0..<next].position(of: 0x0A, from: position) {
            line += 1
            position = lineFeed + 1
        }
        lineStart = windowOffset + position
        isAtLineStart = true
    }

    private func end(_ open: Piece, at stop: Int, _ ending: JSONPiece.Ending, _ text: ByteView, _ deliver: (JSONPiece) -> Void) {
        piece = nil
        if open.passedOver > 0 {
            deliver(JSONPiece(text: .empty, line: open.line, offset: open.offset, ending: .passedOver(length: open.passedOver + stop)))
        } else {
            deliver(JSONPiece(text: text[open.start..<stop], line: open.line, offset: open.offset, ending: ending))
        }
    }

    /// The first line behind a value's own first line that looks like the start of another one.
    private func nextStart(_ text: ByteView, of open: Piece, upTo end: Int) -> Int? {
        var position = open.start
        while let lineFeed = text[0..<end].position(of: 0x0A, from: position) {
            position = lineFeed + 1
            while position < end, text.base[position] == 0x20 || text.base[position] == 0x09 { position += 1 }
            if position < end, mayStart(text.base[position], position - lineFeed - 1, after: open) { return position }
        }
        return nil
    }

    private func mayStart(_ byte: UInt8, _ indentation: Int, after open: Piece) -> Bool {
        indentation <= open.indentation && (byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") || isInArray && byte == UInt8(ascii: "]"))
    }
}

package import ByteStreams
import OpenAIWire

/// What `curl -v` prints when both of its outputs go to one place: `*` notes, `>` the request's head, `<` the answer's, the body bare between them.
package struct CurlVerboseLog: TextLog {
    package var name: String { "curl-verbose" }
    package var reason: String { "lines marked *, > and < as curl -v writes them" }

    package init() {}

    package func recognises(_ head: ByteView) -> Bool {
        let starts = head.hasPrefix("* ") || head.hasPrefix("> ") || head.hasPrefix("< ") || head.hasPrefix("  % Total") || head.hasPrefix("Note: ")
        guard starts else { return false }
        var hasHead = false
        head.forEachLine { line in
            if line.hasPrefix("> "), HTTPDraft.requestLine(line[2..<line.count]) != nil { hasHead = true }
            if line.hasPrefix("< "), HTTPDraft.statusLine(line[2..<line.count]) != nil { hasHead = true }
        }
        return hasHead
    }

    package func makeReader() -> any TextLogReader { CurlVerboseReader() }
}

private final class CurlVerboseReader: TextLogReader {
    private let bodies = BodyReader()
    private var draft: HTTPDraft?

    func take(_ given: ByteView, at place: TextPlace, _ deliver: (TextLogItem) -> Void) {
        let line = given.last == 0x0D ? given[0..<(given.count - 1)] : given
        if line.hasPrefix("> ") || line.equals(">") {
            takeRequest(line[1..<line.count].trimmed, at: place, deliver)
        } else if line.hasPrefix("< ") || line.equals("<") {
            takeAnswer(line[1..<line.count].trimmed, at: place, deliver)
        } else if !isNote(line), draft?.hasAnswer == true {
            draft?.add(withoutNote(line), ofAnswer: true)
        }
    }

    func finish(isTorn: Bool, _ deliver: (TextLogItem) -> Void) {
        end(deliver)
    }

    private func takeRequest(_ line: ByteView, at place: TextPlace, _ deliver: (TextLogItem) -> Void) {
        if let (method, target) = HTTPDraft.requestLine(line) {
            // A tunnel through a proxy, or a redirect, comes before the exchange itself.
            if let draft, draft.hasAnswer, !draft.isPreliminary { end(deliver) }
            var next = HTTPDraft(at: place)
            next.readRequest(method: method, target: target)
            draft = next
        } else {
            draft?.readHeader(line, ofAnswer: false)
        }
    }

    private func takeAnswer(_ line: ByteView, at place: TextPlace, _ deliver: (TextLogItem) -> Void) {
        if let (status, reason) = HTTPDraft.statusLine(line) {
            if let draft, draft.hasAnswer, !draft.isPreliminary { end(deliver) }
            var next = draft ?? HTTPDraft(at: place)
            next.readStatus(status, reason: reason, at: place)
            draft = next
        } else if !line.isEmpty {
            draft?.readHeader(line, ofAnswer: true)
        }
    }

    /// Notes, counts of bytes, and the progress meter.
    private func isNote(_ line: ByteView) -> Bool {
        line.hasPrefix("* ") || (line.hasPrefix("{ [") || line.hasPrefix("} [")) && line.hasSuffix(" bytes data]") || line.contains("--:--:--")
            || line.hasPrefix("  % Total") || line.contains("Dload  Upload")
    }

    /// A body that does not end its last line is followed by curl's note on the same one.
    private func withoutNote(_ line: ByteView) -> ByteView {
        guard line.contains("* Connection #"), line.hasSuffix("left intact") || line.contains("* Closing connection") else { return line }
        var position = 0
        while let star = line.position(of: UInt8(ascii: "*"), from: position) {
            if line[star..<line.count].hasPrefix("* Connection #") || line[star..<line.count].hasPrefix("* Closing connection") { return line[0..<star] }
            position = star + 1
        }
        return line
    }

    private func end(_ deliver: (TextLogItem) -> Void) {
        if let draft { deliver(draft.item(bodies)) }
        draft = nil
    }
}

package import ByteStreams
import OpenAIWire

/// What `curl -i` prints, and HTTP/1.1 as it goes over the wire: heads, a blank line, a body; one exchange or several.
package struct HTTPTranscriptLog: TextLog {
    package var name: String { "http-transcript" }
    package var reason: String { "an HTTP head at the start" }

    package init() {}

    package func recognises(_ head: ByteView) -> Bool {
        let line = head[0..<(head.position(of: 0x0A) ?? head.count)]
        return HTTPDraft.statusLine(line) != nil || HTTPDraft.requestLine(line) != nil
    }

    package func makeReader() -> any TextLogReader { HTTPTranscriptReader() }
}

private final class HTTPTranscriptReader: TextLogReader {
    private let bodies = BodyReader()
    private var draft: HTTPDraft?
    private var isInHead = false
    private var isInAnswer = false

    func take(_ line: ByteView, at place: TextPlace, _ deliver: (TextLogItem) -> Void) {
        if let (status, reason) = HTTPDraft.statusLine(line) {
            if let draft, draft.hasAnswer, !draft.isPreliminary { end(deliver) }
            var next = draft ?? HTTPDraft(at: place)
            next.readStatus(status, reason: reason, at: place)
            draft = next
            isInHead = true
            isInAnswer = true
        } else if let (method, target) = HTTPDraft.requestLine(line) {
            end(deliver)
            var next = HTTPDraft(at: place)
            next.readRequest(method: method, target: target)
            draft = next
            isInHead = true
            isInAnswer = false
        } else if isInHead {
            if line.isBlank { isInHead = false } else { draft?.readHeader(line, ofAnswer: isInAnswer) }
        } else {
            draft?.add(line, ofAnswer: isInAnswer)
        }
    }

    func finish(isTorn: Bool, _ deliver: (TextLogItem) -> Void) {
        end(deliver)
    }

    private func end(_ deliver: (TextLogItem) -> Void) {
        if let draft { deliver(draft.item(bodies)) }
        draft = nil
    }
}

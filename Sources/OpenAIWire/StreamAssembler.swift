package import ByteStreams
package import TrafficModel

/// Puts a streamed answer together, one server-sent event at a time. A value without I/O: replay feeds it a recorded transcript, the live
/// wrapper feeds it what arrives.
///
/// Nearly every event of a stream brings a piece of text and nothing else. Those are stepped over: an event that equals the last one read in
/// all but its text can't say anything new, whatever else its chunks carry.
package struct StreamAssembler {
    package private(set) var facts = AnswerFacts()
    private let endpoint: Endpoint?
    private var skeleton = Skeleton()

    /// `endpoint` from the request's URL, where it is known.
    package init(endpoint: Endpoint?) {
        self.endpoint = endpoint
        facts.isStream = true
    }

    /// Where the last event's text stands in its data, if the event brought nothing else.
    package private(set) var textOfLastEvent: Range<Int>?

    /// Takes note of text events that were stepped over before they came here.
    package mutating func stepOver(_ count: Int) {
        guard count > 0 else { return }
        facts.events += count
        facts.sawContent = true
    }

    /// Takes the next event.
    package mutating func consume(_ event: SSEEvent, _ reader: JSONReader) {
        facts.events += 1
        textOfLastEvent = nil
        if let text = skeleton.text(of: event.data) {
            if !text.isEmpty { facts.sawContent = true }
            return
        }
        if isTextDelta(event) {
            facts.sawContent = true
            facts.isRecognised = true
            facts.endpoint = facts.endpoint ?? .responses
            return
        }
        skeleton.forget()
        let data = event.data.trimmed
        if data.hasPrefix("[DONE]") {
            facts.sawDone = true
            return
        }
        guard !data.isEmpty else { return }
        do throws(JSONFault) {
            read(try reader.value(of: data), of: event)
        } catch {
            if event.isTerminated {
                facts.unreadableEvents += 1
            } else {
                facts.endsTorn = true
            }
        }
    }

    /// The deltas of a Responses stream say in their type that they are nothing else.
    private func isTextDelta(_ event: SSEEvent) -> Bool {
        if event.name.hasSuffix(".delta"), event.name.hasPrefix("response.") { return true }
        guard event.name.isEmpty, event.data.hasPrefix(#"{"type":"response."#) else { return false }
        let start = 18
        guard let end = event.data.position(of: UInt8(ascii: "\""), from: start) else { return false }
        return event.data[start..<end].hasSuffix(".delta")
    }

    private mutating func read(_ value: JSONValue, of event: SSEEvent) {
        if let type = value["type"], type.isString {
            if type.isString("error") { return readErrorEvent(value) }
            if let response = value["response"], response.isObject {
                return readResponseEvent(type, response)
            }
            if let name = type.rawString, name.hasPrefix("response.") {
                if name.hasSuffix(".delta") { facts.sawContent = true }
                facts.isRecognised = true
                facts.endpoint = facts.endpoint ?? .responses
                return
            }
            if readMediaEvent(type, value) { return }
        }
        if facts.readError(value) || value.isArray && value.first.map({ facts.readError($0) }) == true {
            facts.isRecognised = true
            facts.sawClosingEvent = true
        }
        guard value.isObject else { return }
        if let choices = value["choices"], choices.isArray {
            let isLegacy = value["object"]?.isString("text_completion") == true || endpoint == .completions
            if let text = facts.readCompletion(value, as: isLegacy ? .completions : .chatCompletions) {
                let offset = event.data.leadingSpace
                textOfLastEvent = (offset + text.range.lowerBound)..<(offset + text.range.upperBound)
                skeleton.remember(event.data, text: text, offset: offset)
            }
        } else if value["usage"]?.isObject == true, facts.endpoint == .chatCompletions || facts.endpoint == .completions {
            // A usage chunk without its choices.
            facts.readCompletion(value, as: facts.endpoint ?? .chatCompletions)
        } else if value["object"]?.isString("response") == true {
            facts.readResponse(value)
        }
    }

    private mutating func readResponseEvent(_ type: JSONValue, _ response: JSONValue) {
        if type.isString("response.done") {
            return facts.readRealtimeResponse(response)
        }
        // A stored stream may start in the middle; a snapshot that closes it says all.
        if type.isString("response.completed") || type.isString("response.incomplete") || type.isString("response.failed") {
            facts.sawClosingEvent = true
        } else if facts.sawClosingEvent {
            return
        }
        facts.readResponse(response)
    }

    /// The schema has the error flat, the wire nests it: both are read.
    private mutating func readErrorEvent(_ value: JSONValue) {
        facts.isRecognised = true
        facts.sawClosingEvent = true
        if value["sequence_number"] != nil { facts.endpoint = facts.endpoint ?? .responses }
        facts.error = value["error"].flatMap { ErrorFacts($0) } ?? ErrorFacts(value)
    }

    /// Images, speech and transcription stream under types of their own; usage stands on the closing event.
    private mutating func readMediaEvent(_ type: JSONValue, _ value: JSONValue) -> Bool {
        let kind: Endpoint
        if type.isString("image_generation.completed") || type.isString("image_edit.completed") {
            kind = .images
        } else if type.isString("transcript.text.done") {
            kind = .transcriptions
        } else if type.isString("speech.audio.done") {
            kind = .speech
        } else {
            return false
        }
        facts.isRecognised = true
        facts.endpoint = kind
        facts.sawClosingEvent = true
        facts.readUsage(value["usage"], endpoint: kind)
        return true
    }
}

/// The last text event read, with its text left out.
private struct Skeleton {
    private var head: [UInt8] = []
    private var tail: [UInt8] = []

    mutating func remember(_ data: ByteView, text: ChunkText, offset: Int) {
        head.removeAll(keepingCapacity: true)
        head.append(data[0..<(offset + text.range.lowerBound)])
        tail.removeAll(keepingCapacity: true)
        tail.append(data[(offset + text.range.upperBound)..<data.count])
    }

    /// An event that was not like it came in between, and may have said otherwise.
    mutating func forget() {
        head.removeAll(keepingCapacity: true)
    }

    /// The text of an event that equals the last one in all else; nil for any other.
    func text(of data: ByteView) -> ByteView? {
        guard !head.isEmpty, data.count >= head.count + tail.count else { return nil }
        let textEnd = data.count - tail.count
        guard head.withView({ data[0..<head.count].equals($0) }), tail.withView({ data[textEnd..<data.count].equals($0) }) else { return nil }
        // The tail starts with the text's closing quote: no other may stand before it.
        let text = data[head.count..<textEnd]
        return text.isStringContent ? text : nil
    }
}

extension ByteView {
    fileprivate var leadingSpace: Int {
        var count = 0
        while count < self.count, self[count] == 0x20 || self[count] == 0x09 || self[count] == 0x0A || self[count] == 0x0D { count += 1 }
        return count
    }
}

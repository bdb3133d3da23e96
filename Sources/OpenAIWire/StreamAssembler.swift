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

    /// Where the last event's texts stand in its data, if the event brought nothing else.
    package private(set) var textsOfLastEvent: [Range<Int>] = []

    /// Takes note of text events that were stepped over before they came here.
    package mutating func stepOver(textEvents: Int, hasText: Bool, responseDeltas: Int) {
        facts.events += textEvents + responseDeltas
        if hasText { facts.sawContent = true }
        if responseDeltas > 0 { noteResponseDelta() }
    }

    private mutating func noteResponseDelta() {
        facts.sawContent = true
        facts.isRecognised = true
        facts.endpoint = facts.endpoint ?? .responses
    }

    /// Takes the next event.
    package mutating func consume(_ event: SSEEvent, _ reader: JSONReader) {
        facts.events += 1
        textsOfLastEvent.removeAll(keepingCapacity: true)
        if let hasText = skeleton.fits(event.data) {
            if hasText { facts.sawContent = true }
            return
        }
        if isTextDelta(event) { return noteResponseDelta() }
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
            let texts = facts.readCompletion(value, as: isLegacy ? .completions : .chatCompletions)
            if !texts.isEmpty {
                let offset = event.data.leadingSpace
                textsOfLastEvent = texts.map { (offset + $0.lowerBound)..<(offset + $0.upperBound) }
                skeleton.remember(event.data, texts: textsOfLastEvent)
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

/// The last text event read, with its texts left out.
private struct Skeleton {
    /// What stands before the first text, between them, and behind the last.
    private var pieces: [[UInt8]] = []

    mutating func remember(_ data: ByteView, texts: [Range<Int>]) {
        pieces.removeAll(keepingCapacity: true)
        var start = 0
        for text in texts {
            pieces.append(Array(data[start..<text.lowerBound]))
            start = text.upperBound
        }
        pieces.append(Array(data[start..<data.count]))
    }

    /// An event that was not like it came in between, and may have said otherwise.
    mutating func forget() {
        pieces.removeAll(keepingCapacity: true)
    }

    /// Whether the first text of an event that equals the last one in all but its texts has something in it; nil for any other event.
    func fits(_ data: ByteView) -> Bool? {
        guard !pieces.isEmpty else { return nil }
        var place = 0
        var hasText = false
        for (index, piece) in pieces.enumerated() {
            if index > 0 {
                guard let end = data.stringEnd(from: place) else { return nil }
                if index == 1, end > place { hasText = true }
                place = end
            }
            guard data.has(piece, at: place) else { return nil }
            place += piece.count
        }
        return place == data.count ? hasText : nil
    }
}

extension ByteView {
    fileprivate var leadingSpace: Int {
        var count = 0
        while count < self.count, self[count] == 0x20 || self[count] == 0x09 || self[count] == 0x0A || self[count] == 0x0D { count += 1 }
        return count
    }
}

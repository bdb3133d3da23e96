package import ByteStreams
import OpenAIWire
import TrafficModel

/// Records of a layout of somebody's own, read from where the user says that things stand.
package struct MappedLog: LogContainer {
    package static let containerName = "map"
    package static let containerReason = "fields where --map says"

    package var name: String { MappedLog.containerName }
    package var reason: String { MappedLog.containerReason }
    private let mapping: FieldMapping

    package init(_ mapping: FieldMapping) {
        self.mapping = mapping
    }

    package func recognises(_ record: JSONValue) -> Bool { record.isObject && mapping.finds(in: record) }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        guard recognises(record) else {
            return emit(.rejected(.unrecognised, message: "none of the fields of --map is in this record", hint: MappingHint.text(for: record)))
        }
        var exchange = Exchange()
        readTransport(record, into: &exchange)
        readAttribution(record, into: &exchange)
        readBodies(record, into: &exchange, bodies)
        readAnswer(record, into: &exchange)
        readUsage(record, into: &exchange)
        readOutcome(record, into: &exchange)
        emit(.exchange(exchange))
    }

    private func readTransport(_ record: JSONValue, into exchange: inout Exchange) {
        exchange.readTime(mapping.value(.time, in: record))
        exchange.latency = mapping.value(.latency, in: record)?.microseconds(perUnit: 1_000)
        exchange.streamDuration = mapping.value(.streamDuration, in: record)?.microseconds(perUnit: 1_000)
        if let url = mapping.value(.url, in: record)?.nonEmptyString { exchange.readURL(url) }
        exchange.method = mapping.value(.method, in: record)?.string
        exchange.httpStatus = mapping.value(.httpStatus, in: record)?.httpStatus
        exchange.requestID = mapping.value(.requestID, in: record)?.filledText
    }

    private func readAttribution(_ record: JSONValue, into exchange: inout Exchange) {
        exchange.context.feature = mapping.value(.feature, in: record)?.filledText
        exchange.context.readUser(mapping.value(.user, in: record))
        exchange.context.sessionID = mapping.value(.session, in: record)?.filledText
        exchange.context.conversationID = mapping.value(.conversation, in: record)?.filledText
        exchange.context.step = mapping.value(.step, in: record)?.filledText
        exchange.headers.project = mapping.value(.project, in: record)?.filledText
        // A key's name is asked for; should it be the key itself, it goes no further.
        exchange.apiKeyName = mapping.value(.key, in: record)?.filledText.map { Redaction.redact($0) }
        for (name, value) in mapping.metadata(in: record) { exchange.context.addMetadata(name, value) }
        exchange.noteRecordedCost(mapping.value(.cost, in: record))
    }

    private func readBodies(_ record: JSONValue, into exchange: inout Exchange, _ bodies: BodyReader) {
        bodies.readRequest(mapping.value(.request, in: record), into: &exchange)
        if let transcript = mapping.value(.sse, in: record) {
            bodies.readTranscript(transcript, into: &exchange)
        } else {
            bodies.readAnswer(mapping.value(.response, in: record), into: &exchange)
        }
    }

    /// What stands in fields of its own is taken where the bodies did not say it.
    private func readAnswer(_ record: JSONValue, into exchange: inout Exchange) {
        exchange.answer.id = exchange.answer.id ?? mapping.value(.responseID, in: record)?.filledText
        exchange.answer.model = exchange.answer.model ?? mapping.value(.model, in: record)?.filledText
        exchange.request.model = exchange.request.model ?? mapping.value(.requestedModel, in: record)?.filledText
        exchange.answer.serviceTier = exchange.answer.serviceTier ?? mapping.value(.serviceTier, in: record)?.filledText
        if exchange.answer.finishReasons.isEmpty, let reason = mapping.value(.finishReason, in: record) {
            exchange.answer.finishReasons = reason.attributeTexts
        }
        if mapping.value(.streamed, in: record)?.isYes == true { exchange.markStreamed() }
        let tellsCall = exchange.answer.id != nil || exchange.answer.model != nil || exchange.request.model != nil
        exchange.request.isRecognised = exchange.request.isRecognised || tellsCall
    }

    private func readUsage(_ record: JSONValue, into exchange: inout Exchange) {
        var counts = UsageCounts()
        counts.input = counts.count(mapping.value(.inputTokens, in: record))
        counts.output = counts.count(mapping.value(.outputTokens, in: record))
        counts.total = counts.count(mapping.value(.totalTokens, in: record))
        counts.parts.cachedInput = counts.count(mapping.value(.cachedInputTokens, in: record))
        counts.parts.cacheWrite = counts.count(mapping.value(.cacheWriteTokens, in: record))
        counts.parts.reasoning = counts.count(mapping.value(.reasoningTokens, in: record))
        exchange.fillUsage(counts)
        exchange.request.isRecognised = exchange.request.isRecognised || exchange.answer.usage != nil
    }

    private func readOutcome(_ record: JSONValue, into exchange: inout Exchange) {
        if let error = mapping.value(.error, in: record).flatMap({ ErrorFacts($0) }), exchange.answer.error == nil { exchange.answer.error = error }
        guard let status = mapping.value(.status, in: record) else { return }
        if let code = status.httpStatus {
            exchange.httpStatus = exchange.httpStatus ?? code
        } else if let word = status.nonEmptyString {
            readStatus(word, into: &exchange)
        }
    }

    /// A word for how a call ended: one of ours, or what people write. One that nobody knows is no failure.
    private func readStatus(_ word: String, into exchange: inout Exchange) {
        switch word.lowercased() {
        case "error", "failed", "failure", "fail", "timeout", "aborted", "cancelled", "canceled", "malformed_request", "blocked":
            if exchange.answer.error == nil { exchange.transportError = exchange.transportError ?? word }
        case "max_tokens", "length", "content_filter":
            if exchange.answer.finishReasons.isEmpty { exchange.answer.finishReasons = [word.lowercased() == "content_filter" ? "content_filter" : "length"] }
        default: break
        }
    }
}

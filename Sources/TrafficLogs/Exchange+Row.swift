import ByteStreams
import OpenAIWire
import TrafficModel

// What the rows of gateways and observability tools have in common.
extension Exchange {
    // MARK: - Where it went

    /// Takes the provider by the name that the gateway has for it.
    mutating func readProvider(_ name: JSONValue?) {
        guard let name = name?.nonEmptyString else { return }
        var known = target ?? RequestTarget(provider: nil)
        known.provider = known.provider ?? RequestTarget.provider(named: name)
        target = known
    }

    /// Takes the address that the gateway sends a provider's requests to. Its path is a prefix, seldom that of an endpoint; its host tells
    /// more than a provider's name.
    mutating func readBase(_ address: JSONValue?) {
        guard let address = address?.nonEmptyString else { return }
        var base = RequestTarget(url: address)
        if urlEndpoint != nil || !base.isEndpoint { base.resource = target?.resource ?? .unknown }
        base.provider = base.provider ?? target?.provider
        target = base
    }

    /// Takes the path of a request where no URL has told the endpoint.
    mutating func readPath(_ path: JSONValue?) {
        guard target?.resource ?? .unknown == .unknown, let path = path?.nonEmptyString else { return }
        let told = RequestTarget(url: path)
        var known = target ?? RequestTarget(provider: nil)
        known.resource = told.resource
        known.deployment = known.deployment ?? told.deployment
        target = known
    }

    mutating func setEndpoint(_ endpoint: Endpoint) {
        guard urlEndpoint == nil else { return }
        var known = target ?? RequestTarget(provider: nil)
        known.resource = .endpoint(endpoint)
        target = known
    }

    // MARK: - What came back

    /// Reads a recorded answer where there is one. What stands in its place otherwise (`{}`, a mark of redaction, a word that the body is
    /// kept elsewhere) says nothing of the call: then the row's own columns count.
    mutating func readRecordedAnswer(_ body: JSONValue?, _ bodies: BodyReader) {
        guard let body, !body.isNull, !body.isEmptyContainer else { return }
        var read = self
        bodies.readAnswer(body, into: &read)
        if read.answer.isRecognised, read.answer.tells {
            self = read
        } else if read.answerIsUnreadable, body.rawString?.trimmed.first == UInt8(ascii: "{") {
            notes.append(.columnUnreadable)
        }
    }

    /// Takes the usage that columns tell, where the answer told none. Gateways write zeros where they know of no tokens.
    mutating func fillUsage(_ counts: UsageCounts) {
        guard answer.usage == nil, !counts.isZero else { return }
        answer.usage = counts.facts(outputMayBeMissing: endpoint == .embeddings)
    }

    /// The same from a usage object, or from a row whose columns have the names of its members.
    mutating func fillUsage(object: JSONValue?) {
        guard let object, object.isObject else { return }
        fillUsage(UsageCounts(object))
    }

    /// An answer that came as a stream and was recorded put together.
    mutating func markStreamed() {
        guard !answer.isStream else { return }
        answer.isStream = true
        answer.sawClosingEvent = true
    }

    /// Reads a column that holds JSON, as such or as text. One that is broken costs what it would have told, and not the call.
    mutating func readColumn(_ column: JSONValue?, _ bodies: BodyReader, _ read: (inout Exchange, JSONValue) -> Void) {
        if !bodies.readColumn(column, { read(&self, $0) }) { notes.append(.columnUnreadable) }
    }

    // MARK: - Times

    /// Reads when a call began and ended.
    mutating func readInterval(from start: JSONValue?, to end: JSONValue?) {
        readTime(start)
        guard let begun = time, let ended = end?.time?.time, ended >= begun else { return }
        latency = ended.microseconds - begun.microseconds
    }

    /// Takes how long a stream's first token took, in microseconds from the start.
    mutating func setFirstToken(after wait: Int64?) {
        guard answer.isStream, let wait, let latency, (0...latency).contains(wait) else { return }
        streamDuration = latency - wait
    }

    /// From the start to a stamp in another column.
    func wait(until stamp: JSONValue?) -> Int64? {
        guard let begun = time, let stamp = stamp?.time?.time, stamp >= begun else { return nil }
        return stamp.microseconds - begun.microseconds
    }

    // MARK: - Whom it was for

    /// The first tag is the feature; a list of several stays as metadata.
    mutating func readTags(_ tags: JSONValue, skipping isOurs: (ByteView) -> Bool = { _ in false }) {
        let own = tags.elements.filter { tag in tag.rawString.map { !$0.isEmpty && !isOurs($0) } ?? false }
        context.feature = context.feature ?? own.first?.filledText
        if own.count > 1 { context.addMetadata("tags", tags) }
    }

    /// Keeps what the gateway reckons that the call cost. It is an estimate by price lists of its own, not what the provider charged.
    mutating func noteRecordedCost(_ cost: JSONValue?, hundredths: Bool = false) {
        guard let cost, let digits = cost.numberDigits ?? cost.rawString, let amount = Money(reported: digits) else { return }
        // Decimals past the sixteenth are noise of the gateway's arithmetic: without them a hundredth is exact.
        guard let usd = hundredths ? amount.rounded(toDecimals: Money.decimals - 2).multiplied(by: 1, dividedBy: 100) : amount else { return }
        context.addMetadata("recordedCostUsd", .string(usd.exactText))
    }

    // MARK: - The row as a whole

    /// The emission of a row that stands for a call, with or without a body.
    func asRow() throws(RowFault) -> Emission {
        guard
            request.model != nil || answer.model != nil || answer.usage != nil || answer.isRecognised || answer.error != nil || transportError != nil
                || httpStatus != nil
        else { throw RowFault("a row without a model, tokens, a body or a status") }
        var call = self
        call.request.isRecognised = true
        return .exchange(call)
    }
}

extension RequestTarget {
    var isEndpoint: Bool {
        if case .endpoint = resource { true } else { false }
    }
}

extension AnswerFacts {
    /// Whether the answer says anything that a call's accounting needs.
    fileprivate var tells: Bool {
        id != nil || model != nil || usage != nil || error != nil || isNoCall || !finishReasons.isEmpty || !quantities.isEmpty
    }
}

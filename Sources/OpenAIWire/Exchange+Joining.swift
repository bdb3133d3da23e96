import TrafficModel

extension Exchange {
    /// Takes from a further record of the same call what this one does not say.
    package mutating func fill(from later: Exchange) {
        target = target ?? later.target
        method = method ?? later.method
        request.fill(from: later.request)
        httpStatus = httpStatus ?? later.httpStatus
        answer.fill(from: later.answer)
        answerIsUnreadable = answerIsUnreadable || later.answerIsUnreadable
        transportError = transportError ?? later.transportError
        headers.fill(from: later.headers)
        context.fill(from: later.context)
        contextServiceTier = contextServiceTier ?? later.contextServiceTier
        contextCost = contextCost ?? later.contextCost
        costOverride = costOverride ?? later.costOverride
        time = time ?? later.time
        latency = latency ?? later.latency
        streamDuration = streamDuration ?? later.streamDuration
        isBatch = isBatch || later.isBatch
        customID = customID ?? later.customID
        isCacheHit = isCacheHit || later.isCacheHit
        requestID = requestID ?? later.requestID
        apiKeyName = apiKeyName ?? later.apiKeyName
        for note in later.notes where !notes.contains(note) { notes.append(note) }
    }
}

extension RequestFacts {
    mutating func fill(from later: RequestFacts) {
        guard isRecognised else {
            let known = attribution
            self = later
            attribution = known
            attribution.fill(from: later.attribution)
            return
        }
        model = model ?? later.model
        serviceTier = serviceTier ?? later.serviceTier
        cacheTTL = cacheTTL ?? later.cacheTTL
        endpoint = endpoint ?? later.endpoint
        attribution.fill(from: later.attribution)
    }
}

extension AnswerFacts {
    package mutating func fill(from later: AnswerFacts) {
        guard isRecognised else {
            if later.isRecognised || later.error != nil { self = later }
            return
        }
        // The one that tells how the answer ended is whole.
        if later.sawClosingEvent, !sawClosingEvent, isStream {
            var whole = later
            whole.fill(from: self)
            return self = whole
        }
        id = id ?? later.id
        model = model ?? later.model
        created = created ?? later.created
        serviceTier = serviceTier ?? later.serviceTier
        error = error ?? later.error
        // Rows of one split answer repeat its counts: the larger one is whole.
        if let counted = later.usage, counted.size >= usage?.size ?? 0 { usage = counted }
        if finishReasons.isEmpty { finishReasons = later.finishReasons }
        reportedCost = reportedCost ?? later.reportedCost
        attribution.fill(from: later.attribution)
    }
}

extension UsageFacts {
    /// Input and output together. Counts come from outside: their sum may leave their own range.
    fileprivate var size: Int128 { Int128(tokens.input) + Int128(tokens.output) }
}

extension HeaderFacts {
    mutating func fill(from later: HeaderFacts) {
        requestID = requestID ?? later.requestID
        processingTime = processingTime ?? later.processingTime
        date = date ?? later.date
        project = project ?? later.project
        deployment = deployment ?? later.deployment
        idempotencyKey = idempotencyKey ?? later.idempotencyKey
        isCacheHit = isCacheHit || later.isCacheHit
        attribution.fill(from: later.attribution)
    }
}

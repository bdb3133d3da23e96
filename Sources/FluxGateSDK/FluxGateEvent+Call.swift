package import TrafficModel

extension FluxGateEvent {
    /// The event of a call. Live wrapper and replay make it here, so that both say the same.
    ///
    /// Borrows the call: initialisers own what they are given, and a copy of a call retains each of its texts.
    package init(_ call: borrowing Call) {
        self.init(
            provider: call.provider, model: call.model ?? "",
            performance: Performance(
                latency: Milliseconds(microseconds: call.latency ?? 0), status: FluxGateStatus(call.status), isStreamed: call.isStreamed,
                streamDuration: call.streamDuration.map { Milliseconds(microseconds: $0) }, errorMessage: call.errorMessage),
            usage: Usage(
                promptTokens: call.usage?.input ?? 0, completionTokens: call.usage?.output ?? 0, cacheReadTokens: call.usage?.cachedInput,
                cacheWriteTokens: call.usage?.cacheWrite, reasoningTokens: call.usage?.reasoning))
        user = call.attribution.user.map { FluxGateUser($0) }
        feature = call.attribution.feature
        step = call.attribution.step
        sessionId = call.attribution.sessionID
        conversationId = call.attribution.conversationID
        timestamp = call.time?.milliseconds
        costOverride = call.costOverride.map { FluxGateCostOverride($0) }

        func add(_ name: String, _ text: String?) {
            if let text { addMetadata(name, .string(text)) }
        }
        add("serviceTier", call.isBatch ? "batch" : call.serviceTier)
        add("region", call.region)
        add("finishReason", call.finishReason)
        add("endpoint", call.endpoint?.rawValue)
        add("responseId", call.responseID)
        add("requestId", call.requestID)
        if call.requestedModel != call.model { add("requestedModel", call.requestedModel) }
        add("deployment", call.deployment)
        add("customId", call.customID)
        add("cacheTtl", call.cacheTTL)
        if call.isCacheHit { addMetadata("cacheHit", .json("true")) }
        if let cost = call.reportedCost { addMetadata("openrouterCost", .json(cost.exactText)) }
        if call.usage == nil { addMetadata("noUsage", .json("true")) }
        if call.latencySource != .client { add("latencySource", call.latencySource.rawValue) }
        // A caller's own keys never hide what the call says of itself.
        guard !call.attribution.metadata.isEmpty else { return }
        let taken = Set(entries.map(\.name)).union(["costUsd", "replayId", "source"])
        for entry in call.attribution.metadata where !taken.contains(entry.name) { addMetadata(entry.name, FluxGateValue(entry.value)) }
    }
}

extension FluxGateStatus {
    package init(_ status: CallStatus) {
        switch status {
        case .success: self = .success
        case .error: self = .error
        case .blocked: self = .blocked
        case .maxTokens: self = .maxTokens
        case .contentFilter: self = .contentFilter
        case .recitation: self = .recitation
        case .malformedRequest: self = .malformedRequest
        }
    }
}

extension FluxGateUser {
    init(_ user: EndUser) {
        self.init(id: user.id, name: user.name, email: user.email, image: user.image, monthlyRevenue: user.monthlyRevenue.map { FluxGateValue($0) })
    }
}

extension FluxGateValue {
    init(_ value: MetadataValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .json(let json): self = .json(json)
        }
    }
}

extension FluxGateCostOverride {
    package init(_ rates: CostOverride) {
        self.init(
            inputCostPer1MTokens: rates.input.exactText, outputCostPer1MTokens: rates.output.exactText,
            cacheReadCostPer1MTokens: rates.cacheRead?.exactText, cacheWriteCostPer1MTokens: rates.cacheWrite?.exactText,
            reasoningCostPer1MTokens: rates.reasoning?.exactText)
    }
}

package import TrafficModel

extension FluxGateEvent {
    /// Writes the event as one JSON object: the same event, the same bytes.
    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("provider", provider)
        json.member("model", model)
        if let user { user.write(to: &json) }
        json.memberIfPresent("feature", feature)
        json.memberIfPresent("step", step)
        json.memberIfPresent("sessionId", sessionId)
        json.memberIfPresent("conversationId", conversationId)
        if let timestamp { json.member("timestamp", timestamp) }
        performance.write(to: &json)
        usage.write(to: &json)
        if !entries.isEmpty {
            json.plainName("metadata")
            json.beginObject()
            for entry in entries { json.member(entry.name, entry.value) }
            json.endObject()
        }
        if let costOverride { costOverride.write(to: &json) }
        json.endObject()
    }

    /// The event as JSON text.
    public var jsonText: String {
        var json = JSONWriter()
        write(to: &json)
        return json.text
    }
}

extension FluxGateUser {
    /// Writes the member `user`: the plain id where nothing else is known.
    func write(to json: inout JSONWriter) {
        json.plainName("user")
        guard name != nil || email != nil || image != nil || monthlyRevenue != nil else { return json.value(id) }
        json.beginObject()
        json.member("id", id)
        json.memberIfPresent("name", name)
        json.memberIfPresent("email", email)
        json.memberIfPresent("image", image)
        if let monthlyRevenue { json.member("monthlyRevenue", monthlyRevenue) }
        json.endObject()
    }
}

extension FluxGateEvent.Performance {
    fileprivate func write(to json: inout JSONWriter) {
        json.plainName("performance")
        json.beginObject()
        json.plainName("latency")
        json.milliseconds(fromMicroseconds: latency.microseconds)
        json.member("status", status.rawValue)
        json.member("isStreamed", isStreamed)
        json.plainName("streamDuration")
        if let streamDuration { json.milliseconds(fromMicroseconds: streamDuration.microseconds) } else { json.null() }
        json.member("errorMessage", errorMessage)
        json.endObject()
    }
}

extension FluxGateEvent.Usage {
    fileprivate func write(to json: inout JSONWriter) {
        json.plainName("usage")
        json.beginObject()
        json.member("promptTokens", promptTokens)
        json.member("completionTokens", completionTokens)
        if let cacheReadTokens { json.member("cacheReadTokens", cacheReadTokens) }
        if let cacheWriteTokens { json.member("cacheWriteTokens", cacheWriteTokens) }
        if let reasoningTokens { json.member("reasoningTokens", reasoningTokens) }
        json.endObject()
    }
}

extension FluxGateCostOverride {
    func write(to json: inout JSONWriter) {
        json.plainName("costOverride")
        json.beginObject()
        json.plainName("inputCostPer1MTokens")
        json.raw(inputCostPer1MTokens)
        json.plainName("outputCostPer1MTokens")
        json.raw(outputCostPer1MTokens)
        if let cacheReadCostPer1MTokens {
            json.plainName("cacheReadCostPer1MTokens")
            json.raw(cacheReadCostPer1MTokens)
        }
        if let cacheWriteCostPer1MTokens {
            json.plainName("cacheWriteCostPer1MTokens")
            json.raw(cacheWriteCostPer1MTokens)
        }
        if let reasoningCostPer1MTokens {
            json.plainName("reasoningCostPer1MTokens")
            json.raw(reasoningCostPer1MTokens)
        }
        json.endObject()
    }
}

package import ByteStreams
package import TrafficModel

/// What a request says that its call's accounting needs. The text of the request is stepped over.
package struct RequestFacts: Sendable {
    package var model: String?
    package var asksForStream = false
    /// `stream_options.include_usage`.
    package var asksForUsage = false
    package var serviceTier: String?
    /// `prompt_cache_options.ttl`: how long written cache entries live, which sets their price.
    package var cacheTTL: String?
    @Rare package var quantities: BilledQuantities
    /// What `metadata`, `user` and `safety_identifier` say, in this order.
    @Rare package var attribution: Attribution
    package var isBackground = false
    /// The endpoint that the request's shape shows, where no URL does.
    package var endpoint: Endpoint?
    package var isRecognised = false

    package init() {}

    /// Reads a request's body.
    package mutating func readBody(_ body: JSONValue, endpoint: Endpoint?) {
        guard body.isObject else { return }
        var metadata: JSONValue?
        var user: JSONValue?
        var safetyIdentifier: JSONValue?
        var input: JSONValue?
        for (name, value) in body.members {
            if name.isName("model") {
                model = value.nonEmptyString
                isRecognised = isRecognised || model != nil
            } else if name.isName("stream") {
                asksForStream = value.bool ?? false
            } else if name.isName("stream_options") {
                asksForUsage = value["include_usage"]?.bool ?? false
            } else if name.isName("service_tier") {
                serviceTier = value.nonEmptyString
            } else if name.isName("metadata") {
                metadata = value
            } else if name.isName("user") {
                user = value
            } else if name.isName("safety_identifier") {
                safetyIdentifier = value
            } else if name.isName("prompt_cache_options") {
                cacheTTL = value["ttl"]?.scalarText
            } else if name.isName("background") {
                isBackground = value.bool ?? false
            } else if name.isName("conversation") {
                attribution.conversationID = (value["id"] ?? value).nonEmptyString
            } else if name.isName("messages") {
                self.endpoint = self.endpoint ?? .chatCompletions
                isRecognised = true
            } else if name.isName("input") {
                input = value
            } else if name.isName("n") {
                quantities.images = value.int64
            } else if name.isName("size") {
                quantities.size = value.nonEmptyString
            } else if name.isName("quality") {
                quantities.quality = value.nonEmptyString
            } else if name.isName("seconds") {
                quantities.milliseconds = (value.int64 ?? value.rawString?.wholeNumber).flatMap { $0.multipliedReportingOverflow(by: 1_000) }.flatMap {
                    $0.overflow ? nil : $0.partialValue
                }
            }
        }
        if endpoint == .speech, let text = input?.string { quantities.characters = Int64(text.unicodeScalars.count) }
        guard metadata != nil || user != nil || safetyIdentifier != nil else { return }
        var told = attribution
        told.readMetadata(metadata)
        told.readUser(user)
        told.readUser(safetyIdentifier)
        attribution = told
    }
}

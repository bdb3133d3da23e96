package import ByteStreams
package import TrafficModel

// Endpoints whose answers hold little: one short reader each.
extension AnswerFacts {
    mutating func readEmbeddings(_ body: JSONValue) {
        isRecognised = true
        endpoint = endpoint ?? .embeddings
        readName(body)
        readUsage(body["usage"], endpoint: .embeddings)
    }

    /// No model in the body; DALL·E has no usage either and is priced by the images.
    mutating func readImages(_ body: JSONValue) {
        isRecognised = true
        endpoint = endpoint ?? .images
        readCreated(body["created"])
        model = body["model"]?.nonEmptyString ?? model
        readUsage(body["usage"], endpoint: .images)
        if let data = body["data"], data.isArray { quantities.images = Int64(data.elements.reduce(0) { count, _ in count + 1 }) }
        quantities.size = body["size"]?.nonEmptyString ?? quantities.size
        quantities.quality = body["quality"]?.nonEmptyString ?? quantities.quality
    }

    /// Tokens or seconds; text formats tell neither.
    package mutating func readTranscription(_ body: JSONValue, as endpoint: Endpoint) {
        isRecognised = true
        self.endpoint = self.endpoint ?? endpoint
        model = body["model"]?.nonEmptyString ?? model
        readUsage(body["usage"], endpoint: endpoint)
        if usage == nil, quantities.milliseconds == nil, let duration = body["duration"] { quantities.milliseconds = milliseconds(duration) }
    }

    mutating func readModeration(_ body: JSONValue) {
        isRecognised = true
        endpoint = endpoint ?? .moderations
        readName(body)
    }

    package mutating func readRealtimeResponse(_ response: JSONValue) {
        isRecognised = true
        endpoint = .realtime
        isStream = true
        readName(response)
        responseStatus = response["status"]?.nonEmptyString
        sawClosingEvent = responseStatus != "in_progress"
        incompleteReason = response["status_details"]?["reason"]?.nonEmptyString
        if let found = response["status_details"]?["error"].flatMap({ ErrorFacts($0) }) { error = found }
        readUsage(response["usage"], endpoint: .realtime)
    }

    /// A run of the older Assistants API: usage is null until it has ended.
    mutating func readRun(_ body: JSONValue) {
        isRecognised = true
        endpoint = .runs
        readName(body)
        readCreated(body["created_at"])
        let status = body["status"]?.string
        if let found = body["last_error"].flatMap({ ErrorFacts($0) }) { error = found }
        readUsage(body["usage"], endpoint: .runs)
        isNoCall = usage == nil && (status == "queued" || status == "in_progress" || status == "requires_action" || status == "cancelling")
        if status == "incomplete" { incompleteReason = body["incomplete_details"]?["reason"]?.nonEmptyString }
        responseStatus = status
    }

    /// A video job: seconds (as text) and size; a job still at work is no call yet.
    mutating func readVideo(_ body: JSONValue) {
        isRecognised = true
        endpoint = .videos
        readName(body)
        readCreated(body["created_at"])
        quantities.milliseconds = body["seconds"].flatMap { milliseconds($0) }
        quantities.size = body["size"]?.nonEmptyString
        responseStatus = body["status"]?.nonEmptyString
        isNoCall = responseStatus == "queued" || responseStatus == "in_progress"
    }
}

package import TrafficModel

/// What an answer says, whichever endpoint gave it and whether it came whole or as a stream. Readers fill it in; ``Exchange`` makes a
/// ``Call`` of it.
package struct AnswerFacts: Sendable {
    /// The endpoint that the answer's own shape shows.
    package var endpoint: Endpoint?
    package var id: String?
    package var model: String?
    package var created: Timestamp?
    package var completedAt: Timestamp?
    package var serviceTier: String?

    /// By choice index; nil where a choice has none (yet).
    package var finishReasons: [String?] = []
    /// OpenRouter passes on what the model's own host said.
    package var nativeFinishReason: String?
    /// `status` and `incomplete_details.reason` of a response object.
    package var responseStatus: String?
    package var incompleteReason: String?
    /// Whether a response's last output item asks for a tool of the caller's.
    package var endsWithToolCall = false

    @Rare package var error: ErrorFacts?
    package var usage: UsageFacts?
    @Rare package var quantities: BilledQuantities
    @Rare package var tools: HostedToolCalls
    /// The provider's own cost of the call.
    package var reportedCost: Money?
    /// The server's own timing, microseconds.
    package var serverLatency: Int64?

    @Rare package var attribution: Attribution
    /// What the answer's shape was understood as; nil: not at all.
    package var isRecognised = false
    /// Understood, and no call: a token count, a list, a pending response.
    package var isNoCall = false

    // Streams
    package var isStream = false
    package var sawDone = false
    /// A closing event of a Responses stream, or its like elsewhere.
    package var sawClosingEvent = false
    package var sawContent = false
    package var events = 0
    /// Events whose data was no JSON.
    package var unreadableEvents = 0
    /// The last event stopped in the middle.
    package var endsTorn = false

    package init() {}

    package var hasError: Bool { !$error.isEmpty }
    // Comparing an optional struct with nil copies it.
    package var hasUsage: Bool { if case .some = usage { true } else { false } }

    /// A background response that waits or works: its later answer is the call.
    package var isPending: Bool { isNoCall && (responseStatus == "queued" || responseStatus == "in_progress") }

    /// Records the finish reason of a choice; a later null never takes it back.
    mutating func setFinishReason(_ reason: String?, choice index: Int) {
        // An index far out is a mistake of the sender's; it must not cost memory.
        guard index >= 0, index < 4096 else { return }
        while finishReasons.count <= index { finishReasons.append(nil) }
        if let reason { finishReasons[index] = reason }
    }
}

/// An error object as providers write it.
package struct ErrorFacts: SeldomTold {
    package var message: String?
    package var type: String?
    package var code: String?
    /// An HTTP status named in the body.
    package var status: Int?

    package init(message: String? = nil, type: String? = nil, code: String? = nil, status: Int? = nil) {
        self.message = message
        self.type = type
        self.code = code
        self.status = status
    }
}

/// A usage object, read.
package struct UsageFacts: Sendable, Hashable {
    package var tokens: TokenUsage
    package var fault: UsageFault?
    package var notes: [Diagnostic.Name] = []
    /// The output count as it was written, where ``TokenUsage/output`` differs: some providers count reasoning apart.
    package var writtenOutput: Int64?
}

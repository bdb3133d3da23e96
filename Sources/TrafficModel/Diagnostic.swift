/// Something a user should know about the input. Data only; the words are chosen where it is shown.
package struct Diagnostic: Sendable, Hashable {
    package var name: Name
    package var location: SourceLocation

    package init(_ name: Name, at location: SourceLocation) {
        self.name = name
        self.location = location
    }

    /// Each has a fixed name, since scripts count on it.
    package enum Name: String, Sendable, CaseIterable {
        case usageContradiction = "usage-contradiction"
        case usageInconsistent = "usage-inconsistent"
        case reasoningExceedsOutput = "reasoning-exceeds-output"
        case countAsText = "count-as-text"
        case zoneMissing = "zone-missing"
        case timeMissing = "time-missing"
        case timeUnreadable = "time-unreadable"
        /// A user's `monthlyRevenue` is no amount, or a negative one: it counts as not told.
        case revenueUnreadable = "revenue-unreadable"
        case tierAssumed = "tier-assumed"
        /// A column that should hold JSON, and does not: what it would have told is missing.
        case columnUnreadable = "column-unreadable"
        /// The log kept no more than the beginning of a body: what stood behind it is not known.
        case bodyCutShort = "body-cut-short"
        case streamCutShort = "stream-cut-short"
        case streamWithoutDone = "stream-without-done"
        case streamEventUnreadable = "stream-event-unreadable"
        case duplicateDiffers = "duplicate-differs"
        case unknownModel = "unknown-model"
        case batchRequestAmbiguous = "batch-request-ambiguous"
        case unknownFinishReason = "unknown-finish-reason"
        case overflow = "overflow"
    }
}

/// Why a record could not be read.
package enum RejectReason: String, Sendable, CaseIterable {
    /// The line is no JSON.
    case invalidJSON = "invalid_json"
    /// Part of a cassette is no YAML.
    case invalidYAML = "invalid_yaml"
    /// The line, or the stream it stands in, ends too early.
    case cutShort = "cut_short"
    /// JSON, and no object.
    case notARecord = "not_a_record"
    /// An object in which nothing of a call was recognised.
    case unrecognised = "unrecognised"
    /// Longer than the limit.
    case tooLong = "line_too_long"
    /// Nested deeper than the limit.
    case tooDeep = "too_deep"
    /// The whole input is no log: a picture, an archive.
    case notALog = "not_a_log"
}

import OpenAIWire
import TrafficModel

/// How much a record tells of its call, in 40 bits: enough to see, when the same call comes again, whether the new record tells more.
struct Completeness: Hashable, Sendable {
    /// Bit 31: the answer has ended; bit 30: usage is known; below: tokens in all. Compared as a number.
    var rank: UInt32
    /// Which of the facts are known that another record may fill in.
    var known: UInt8

    init(rank: UInt32, known: UInt8) {
        self.rank = rank
        self.known = known
    }

    /// Borrows the call: initialisers own what they are given, and a copy of a call retains each of its texts.
    init(_ call: borrowing Call) {
        var rank: UInt32 = 0
        let hasEnded = !call.isCutShort && !call.finishReasons.contains(nil)
        if hasEnded { rank |= 1 << 31 }
        if let usage = call.usage {
            let total = usage.input.addingReportingOverflow(usage.output)
            rank |= 1 << 30 | UInt32(clamping: max(0, min(total.overflow ? Int64.max : total.partialValue, 1 << 30 - 1)))
        }
        self.rank = rank
        var known: UInt8 = 0
        if call.attribution.feature != nil { known |= 1 }
        if call.attribution.user != nil { known |= 2 }
        if call.attribution.sessionID != nil { known |= 4 }
        if call.attribution.conversationID != nil || call.attribution.step != nil { known |= 8 }
        if call.requestedModel != nil { known |= 16 }
        if call.latencySource == .client && call.latency != nil { known |= 32 }
        if call.time != nil { known |= 64 }
        if !call.attribution.metadata.isEmpty { known |= 128 }
        self.known = known
    }

    /// Whether a later record of the same call would change what this one told.
    func isImproved(by later: Completeness) -> Bool {
        later.rank > rank || later.known & ~known != 0
    }

    /// What both tell together.
    mutating func take(_ later: Completeness) {
        rank = max(rank, later.rank)
        known |= later.known
    }
}

extension Call {
    /// One call of two records of it: the more complete one, or the earlier where they are equal, with what it lacks from the other.
    ///
    /// An answer that has ended comes before one that has not; then the larger token count counts.
    func merged(with later: Call) -> Call {
        let takesLater = Completeness(later).rank > Completeness(self).rank
        var call = takesLater ? later : self
        let other = takesLater ? self : later
        // The call stands where it was first met.
        call.source = source
        call.endpoint = call.endpoint ?? other.endpoint
        call.region = call.region ?? other.region
        call.deployment = call.deployment ?? other.deployment
        call.requestedModel = call.requestedModel ?? other.requestedModel
        call.servedModel = call.servedModel ?? other.servedModel
        if call.serviceTier == nil || (call.serviceTierIsAssumed && !other.serviceTierIsAssumed && other.serviceTier != nil) {
            call.serviceTier = other.serviceTier
            call.serviceTierIsAssumed = other.serviceTierIsAssumed
        }
        call.isBatch = call.isBatch || other.isBatch
        call.cacheTTL = call.cacheTTL ?? other.cacheTTL
        call.requestID = call.requestID ?? other.requestID
        call.customID = call.customID ?? other.customID
        call.httpStatus = call.httpStatus ?? other.httpStatus
        if call.finishReasons.isEmpty { call.finishReasons = other.finishReasons }
        if call.usage == nil {
            call.usage = other.usage
            call.usageFault = other.usageFault
        }
        if call.quantities.isEmpty { call.quantities = other.quantities }
        if call.tools.isEmpty { call.tools = other.tools }
        call.reportedCost = call.reportedCost ?? other.reportedCost
        call.costOverride = call.costOverride ?? other.costOverride
        call.time = call.time ?? other.time
        if call.latencySource != .client, other.latencySource == .client || call.latency == nil {
            call.latency = other.latency
            call.latencySource = other.latencySource
        }
        call.streamDuration = call.streamDuration ?? other.streamDuration
        call.attribution.fill(from: other.attribution)
        call.project = call.project ?? other.project
        call.apiKeyName = call.apiKeyName ?? other.apiKeyName
        return call
    }
}

import TrafficModel

extension Call {
    /// Whether the call ended in an error or broke off.
    var hasFailed: Bool {
        if let httpStatus, httpStatus >= 400 { return true }
        return status == .error || status == .malformedRequest || status == .blocked
    }

    /// Whether something is billed that is told by the request (characters, images) rather than by the answer's usage. It is only where
    /// the request was carried out.
    var hasBilledQuantities: Bool {
        !hasFailed && !isCutShort && !$quantities.isEmpty
    }

    /// The likely reason why the answer tells no usage.
    var noUsageReason: NoUsageReason {
        if isCutShort { return .cutShort }
        if hasFailed { return .error }
        return isStreamed ? .notAskedFor : .notReported
    }

    /// Whether the request asked for written cache entries to be kept for twelve hours.
    var keepsCacheFor12Hours: Bool { cacheTTL == "12h" }
}

import TrafficModel

/// Turns what an exchange shows into a status and an error message.
struct StatusRules {
    let mapping: StatusMapping

    struct Outcome {
        var status: CallStatus
        var errorMessage: String?
    }

    func outcome(of exchange: borrowing Exchange, isCutShort: Bool) -> Outcome {
        if let failure = failure(of: exchange, isCutShort: isCutShort) {
            let status = mapping == .wrapper ? .error : failure.status
            return Outcome(status: status, errorMessage: failure.message)
        }
        if let reason = exchange.answer.nativeFinishReason, mapping == .detailed, reason.uppercased() == "RECITATION" { return Outcome(status: .recitation) }
        if let reason = exchange.responseFinishReason { return Outcome(status: status(ofReason: reason)) }
        if exchange.answer.finishReasons.count == 1, exchange.answer.finishReasons[0] == "stop" { return Outcome(status: .success) }
        let reasons = exchange.answer.finishReasons
        // Several choices: the worst of their statuses.
        let statuses = reasons.map { $0.map { status(ofReason: $0) } ?? .success }
        let order: [CallStatus] = [.error, .blocked, .contentFilter, .maxTokens]
        let worst: CallStatus = order.first { statuses.contains($0) } ?? .success
        guard worst == .error else { return Outcome(status: worst) }
        return Outcome(status: .error, errorMessage: "finish reason \(reasons.compactMap(\.self).joined(separator: ","))")
    }

    /// Known reasons, and those of other vendors that mean the same.
    private func status(ofReason reason: String) -> CallStatus {
        switch reason {
        case "stop", "tool_calls", "function_call": return .success
        case "length": return .maxTokens
        case "content_filter": return mapping == .wrapper ? .blocked : .contentFilter
        default: break
        }
        guard mapping == .detailed else { return .error }
        switch reason.lowercased() {
        case "max_tokens", "model_length", "length": return .maxTokens
        case "content_filter", "safety": return .contentFilter
        case "recitation": return .recitation
        case "error", "insufficient_system_resource": return .error
        default: return .success
        }
    }

    static func isKnown(_ reason: String) -> Bool {
        switch reason {
        case "stop", "tool_calls", "function_call", "length", "content_filter": true
        default: false
        }
    }

    // MARK: - Failures

    private func failure(of exchange: borrowing Exchange, isCutShort: Bool) -> (status: CallStatus, message: String)? {
        let isHTTPFailure = exchange.httpStatus.map { $0 >= 400 } ?? false
        if exchange.answer.hasError, let error = exchange.answer.error {
            let httpStatus = exchange.httpStatus ?? error.status
            return (status(of: error, httpStatus: httpStatus), error.message ?? error.code ?? httpStatus.map { "HTTP \($0)" } ?? error.type ?? "error")
        }
        if isHTTPFailure, let code = exchange.httpStatus { return (.error, exchange.transportError ?? "HTTP \(code)") }
        if let message = exchange.transportError { return (.error, message) }
        switch exchange.answer.responseStatus {
        case "failed": return (.error, "the response failed")
        case "cancelled", "canceled": return (.error, exchange.answer.incompleteReason.map { "cancelled: \($0)" } ?? "cancelled")
        case "expired": return (.error, "expired")
        default: break
        }
        if isCutShort { return (.error, "the stream broke off before its end") }
        if exchange.answerIsUnreadable { return (.error, "the answer is no JSON") }
        return nil
    }

    private static let policyCodes: Set<String> = [
        "content_filter", "content_policy_violation", "moderation_blocked", "ResponsibleAIPolicyViolation", "bio_policy",
    ]
    private static let refusedBeforeInference: Set<Int> = [400, 404, 413, 415, 422]

    private func status(of error: ErrorFacts, httpStatus: Int?) -> CallStatus {
        if let code = error.code, StatusRules.policyCodes.contains(code) { return .blocked }
        if let type = error.type, StatusRules.policyCodes.contains(type) { return .blocked }
        if let httpStatus, StatusRules.refusedBeforeInference.contains(httpStatus), error.type == "invalid_request_error" { return .malformedRequest }
        return .error
    }
}

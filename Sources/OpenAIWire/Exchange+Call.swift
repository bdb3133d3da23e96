package import TrafficModel

extension Exchange {
    /// Whether this exchange is a call.
    package var kind: ExchangeKind {
        switch method {
        case nil, "POST", "GET": break
        case let method?: if ["OPTIONS", "HEAD", "DELETE"].contains(method.uppercased()) { return .noCall }
        }
        if answer.isNoCall || target?.resource == .other { return .noCall }
        if answer.isRecognised || urlEndpoint != nil || request.isRecognised { return .call }
        let isFailure = answer.hasError || transportError != nil || (httpStatus ?? 0) >= 400
        if isFailure, httpStatus != nil || answer.hasError { return .call }
        return target?.resource == .storedResponse ? .noCall : .unrecognised
    }

    /// Makes the call of this exchange, and adds to `notes` what should be noted about it.
    package func call(at source: SourceLocation, mapping: StatusMapping, notes: inout [Diagnostic.Name]) -> Call {
        var call = Call(source: source)
        fill(&call, mapping: mapping, notes: &notes)
        return call
    }

    /// The same where the call stays: it is large, and handing it on copies it.
    package func fill(_ call: inout Call, mapping: StatusMapping, notes: inout [Diagnostic.Name]) {
        call.endpoint = endpoint
        call.provider = target?.provider ?? "openai"
        if !self.notes.isEmpty { notes += self.notes }
        call.region = target?.region
        call.requestedModel = request.model ?? target?.queryModel
        call.servedModel = answer.model
        call.deployment = deployment
        call.responseID = answer.id
        call.requestID = requestID ?? headers.requestID
        call.customID = customID
        call.httpStatus = httpStatus
        call.project = headers.project
        call.apiKeyName = apiKeyName
        call.cacheTTL = request.cacheTTL
        setTier(of: &call, &notes)

        call.isStreamed = answer.isStream
        call.isCutShort = isCutShort
        call.isCacheHit = isCacheHit || headers.isCacheHit
        let outcome = StatusRules(mapping: mapping).outcome(of: self, isCutShort: call.isCutShort)
        call.status = outcome.status
        call.errorMessage = outcome.errorMessage.map { Redaction.redact($0) }
        call.finishReasons = responseFinishReason.map { [$0] } ?? answer.finishReasons

        call.usage = answer.usage?.tokens
        call.usageFault = answer.usage?.fault
        call.$tools = answer.$tools
        if !answer.$quantities.isEmpty || !request.$quantities.isEmpty { call.quantities = quantities }
        call.reportedCost = contextCost ?? answer.reportedCost
        call.$costOverride = $costOverride

        call.time = time ?? answer.created ?? headers.date
        setLatency(of: &call)
        call.attribution = context
        addAttribution(to: &call.attribution)
        call.logicalCall = headers.idempotencyKey ?? context.metadata.first { $0.name == "call" }?.value.text

        if let found = answer.usage?.notes, !found.isEmpty { notes += found }
        if let revenue = call.attribution.user?.monthlyRevenue, revenue.amount == nil { notes.append(.revenueUnreadable) }
        if call.isCutShort { notes.append(.streamCutShort) }
        if answer.isStream, !call.isCutShort, !answer.sawDone, !answer.sawClosingEvent { notes.append(.streamWithoutDone) }
        if answer.unreadableEvents > 0 { notes.append(.streamEventUnreadable) }
        if answer.finishReasons.contains(where: { $0.map { !StatusRules.isKnown($0) } ?? false }) { notes.append(.unknownFinishReason) }
    }

    /// Whether a stream ended before its end: no closing event, and a choice without a finish reason.
    private var isCutShort: Bool {
        guard answer.isStream, !answer.hasError else { return false }
        if answer.sawDone || answer.sawClosingEvent { return false }
        if answer.endpoint == .responses || answer.endpoint == .realtime { return true }
        // Torn within what follows the finish reasons: the usage, which is all that was still to come.
        if answer.endsTorn, !answer.hasUsage { return true }
        return answer.finishReasons.isEmpty ? !answer.hasUsage : answer.finishReasons.contains(nil)
    }

    private var deployment: String? {
        if let name = target?.deployment ?? headers.deployment { return name }
        // Azure's newer paths name the deployment in the body's `model`.
        return target?.provider == "azure" && answer.model != nil && request.model != answer.model ? request.model : nil
    }

    /// The answer's tier is what was served and billed; the request's is a wish, and `auto` not even that.
    private func setTier(of call: inout Call, _ notes: inout [Diagnostic.Name]) {
        call.isBatch = isBatch || contextServiceTier == "batch"
        if let tier = answer.serviceTier {
            call.serviceTier = tier
        } else if let tier = request.serviceTier, tier != "auto" {
            call.serviceTier = tier
            call.serviceTierIsAssumed = true
            if answer.hasUsage { notes.append(.tierAssumed) }
        } else if let tier = contextServiceTier, tier != "batch" {
            call.serviceTier = tier
            call.serviceTierIsAssumed = true
        }
    }

    /// What is billed by something else than tokens: the answer says what was made, the request what was asked for.
    private var quantities: BilledQuantities {
        var all = answer.quantities
        switch endpoint {
        case .images:
            all.images = all.images ?? request.quantities.images
            all.size = all.size ?? request.quantities.size
            all.quality = all.quality ?? request.quantities.quality
        case .videos:
            all.milliseconds = all.milliseconds ?? request.quantities.milliseconds
            all.size = all.size ?? request.quantities.size
        case .speech:
            all.characters = request.quantities.characters
        default: break
        }
        return all
    }

    private func setLatency(of call: inout Call) {
        call.streamDuration = streamDuration
        if let latency {
            call.latency = latency
        } else if !answer.isStream, let processing = headers.processingTime {
            call.latency = processing
            call.latencySource = .processingHeader
        } else if let server = answer.serverLatency {
            call.latency = server
            call.latencySource = .serverTimings
        } else if let begun = answer.created, let ended = answer.completedAt, ended >= begun {
            call.latency = ended.microseconds - begun.microseconds
            call.latencySource = .responseTimes
        } else {
            call.latencySource = .unknown
        }
    }

    /// Context first, then the request, then the headers, then what the answer echoes.
    package var attribution: Attribution {
        var all = context
        addAttribution(to: &all)
        return all
    }

    private func addAttribution(to context: inout Attribution) {
        context.fill(from: request.$attribution)
        context.fill(from: headers.$attribution)
        context.fill(from: answer.$attribution)
    }
}

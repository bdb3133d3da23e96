import ByteStreams
import TrafficModel

/// What an answer means for its event.
enum Verdict: Sendable, Equatable {
    /// FluxGate has it.
    case delivered(recordID: String?, cost: Money?)
    /// FluxGate does not want it, and says why: asking again would change nothing.
    case refused(String)
    /// The key is not accepted: nothing will be.
    case unauthorised(String)
    /// It may or may not have arrived; the same again, with the same idempotency key, is safe. `wait`: as long as the server asks for.
    case again(String, wait: Duration?)

    /// - Parameter now: the wall clock, for a `Retry-After` that names a date.
    init(_ answer: IngestAnswer, now: Timestamp, reader: JSONReader) {
        switch answer {
        case .failed(let reason): self = .again(reason, wait: nil)
        case .answered(let status, let retryAfter, let body):
            switch status {
            case 200...299: self = Verdict.accepted(status, body, reader)
            case 401, 403: self = .unauthorised("\(status) \(ServerWords.of(body, reader))")
            case 400, 413, 422: self = .refused("\(status) \(ServerWords.of(body, reader))")
            // 408, 425, 429 and 5xx ask for another attempt. Anything else (a redirect, a wrong path) says nothing about the event.
            default: self = .again("\(status) \(ServerWords.of(body, reader))", wait: retryAfter.flatMap { RetryAfter.wait($0, now: now) })
            }
        }
    }

    /// A success that is no JSON object is not FluxGate's: a proxy, a log-in page of some network, a web server at a wrong path says 200 as well.
    /// To count it as delivered could lose the event; to ask again can't double it, because of the key.
    private static func accepted(_ status: Int, _ body: [UInt8], _ reader: JSONReader) -> Verdict {
        let verdict = try? reader.read(body) { answer -> Verdict? in
            guard answer.isObject else { return nil }
            let cost = answer.present("totalCost")?.numberDigits.flatMap { Money(reported: $0) }
            let record = answer.present("recordId")
            return .delivered(recordID: record?.string ?? record?.numberText, cost: cost)
        }
        return (verdict ?? nil) ?? .again("\(status) with a body that is no FluxGate answer; is the endpoint right?", wait: nil)
    }
}

/// When events leave for FluxGate.
public enum FluxGateDelivery: Hashable, Sendable {
    /// With the call: it returns when FluxGate has answered, and carries the answer. Waits no longer than the client's timeout.
    case immediate
    /// In the background, so that tracking costs the caller no time. At most `capacity` events wait; further ones are dropped, and counted.
    case queued(capacity: Int)

    /// How many events may wait to be sent. Immediate delivery needs room too: for calls that nobody waits for, such as abandoned streams.
    var capacity: Int {
        switch self {
        case .immediate: 10_000
        case .queued(let capacity): max(capacity, 0)
        }
    }
}

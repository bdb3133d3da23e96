import FluxGateSDK
import Synchronization

/// What tracking has learnt of a stream so far.
final class TrackingOutcome: Sendable {
    private let response = Mutex<FluxGateCostTrackingResponse?>(nil)

    var value: FluxGateCostTrackingResponse? { response.withLock { $0 } }

    func set(_ value: FluxGateCostTrackingResponse?) {
        response.withLock { $0 = value }
    }
}

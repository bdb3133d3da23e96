import ByteStreams
import FluxGateSDK
import OpenAIWire
import TrafficLogs
import TrafficModel

/// What becomes of calls: a record for the recorder, an event for FluxGate.
struct CallBooks: Sendable {
    var context: FluxGateContext?
    var fluxGate: FluxGate?
    var recorder: TrafficRecorder?

    /// Whether events are made of the calls.
    var isTracked: Bool { fluxGate != nil }

    /// Enters an attempt that has ended.
    ///
    /// With `waits`, returns when FluxGate has answered, where that is what its delivery is set to.
    func close(_ record: CallRecord, waits: Bool) async -> FluxGateCostTrackingResponse? {
        let outcome = TrackingOutcome()
        await close(record, stream: nil, outcome, waits: waits)
        return outcome.value
    }

    /// Enters a stream that has ended. `stream` is what was put together of it: the record may lack its transcript. The outcome holds what is known
    /// at once, and FluxGate's answer when it comes.
    func close(_ record: CallRecord, stream: StreamAssembler?, _ outcome: TrackingOutcome, waits: Bool) async {
        guard let entry = entry(of: record, stream: stream) else { return }
        if let recorder { await recorder.append(entry.record) }
        guard let fluxGate, let event = entry.event else { return }
        guard waits, fluxGate.waitsForAnswers else { return send(event, fluxGate, outcome) }
        outcome.set(FluxGateCostTrackingResponse(event: event, answer: await fluxGate.recordEvent(event)))
    }

    /// Enters a stream whose end nobody waits for.
    func closeInBackground(_ record: CallRecord, stream: StreamAssembler, _ outcome: TrackingOutcome) {
        guard let entry = entry(of: record, stream: stream) else { return }
        recorder?.submit(entry.record)
        if let fluxGate, let event = entry.event { send(event, fluxGate, outcome) }
    }

    private func send(_ event: FluxGateEvent, _ fluxGate: FluxGate, _ outcome: TrackingOutcome) {
        outcome.set(FluxGateCostTrackingResponse(event: event, answer: nil))
        fluxGate.deliverInBackground(event) { outcome.set(FluxGateCostTrackingResponse(event: event, answer: $0)) }
    }

    private func entry(of record: CallRecord, stream: StreamAssembler?) -> (record: CallRecord, event: FluxGateEvent?)? {
        guard fluxGate != nil || recorder != nil else { return nil }
        var record = record
        guard let call = record.call(stream: stream) else { return (record, nil) }
        // How long a stream took says something only where it came to its end.
        if call.errorMessage != nil { record.streamDuration = nil }
        var ended = call
        ended.streamDuration = record.streamDuration
        return (record, FluxGateEvent(ended))
    }
}

extension CallRecord {
    /// The call that this record tells of, read as replay reads it; nil where it is none, such as a response that goes on in the background.
    fileprivate func call(stream: StreamAssembler?) -> Call? {
        var told = self
        if stream != nil { told.answer = .none }
        var call: Call?
        told.line.withView { line in
            RecordReader(forced: ExchangeLog()).read(line, isLastAndTorn: false) { emission, _ in
                guard case .exchange(var exchange) = emission else { return }
                if let stream { exchange.take(stream) }
                guard case .call = exchange.kind else { return }
                // What a log's reader would be told of is of no use here.
                var notes: [Diagnostic.Name] = []
                call = exchange.call(at: SourceLocation(input: 0, line: 1, offset: 0), mapping: .detailed, notes: &notes)
            }
        }
        return call
    }
}

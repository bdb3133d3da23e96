import Synchronization

/// Speaks FluxGate's ingest dialect, well or badly.
package final class FakeFluxGate: Sendable {
    package enum Mood: Sendable {
        /// 201, with a record id, a cost and a time.
        case well
        /// An answer of that status.
        case status(Int)
        /// No answer.
        case hangs
        /// An answer of success that is no JSON.
        case garbage
        /// The connection breaks.
        case breaks
        /// An answer that comes late.
        case slow(Duration)
    }

    private let state: State
    package let server: LoopbackServer

    private final class State: Sendable {
        let mood: Mutex<Mood>
        let events = Mutex<[String]>([])

        init(_ mood: Mood) { self.mood = Mutex(mood) }
    }

    package init(_ mood: Mood = .well) async throws {
        let state = State(mood)
        self.state = state
        server = try await LoopbackServer(keepsRequests: false) { request, answer in
            let number = state.events.withLock { events in
                events.append(request.text)
                return events.count
            }
            let body = #"{"recordId":"evt_\#(number)","totalTokens":15,"totalCost":0.00125,"status":"ok","timestamp":1793613600000}"#
            switch state.mood.withLock({ $0 }) {
            case .well: try await answer.send(201, body)
            case .status(let status): try await answer.send(status, #"{"error":"no"}"#)
            case .hangs: try await Task.sleep(for: .seconds(600))
            case .garbage: try await answer.send(201, "<html>ok</html>", type: "text/html")
            case .breaks: throw Answer.Cut()
            case .slow(let delay):
                try await Task.sleep(for: delay)
                try await answer.send(201, body)
            }
        }
    }

    package var endpoint: String { server.url + "/api/events" }

    /// The bodies that were posted, in the order of their arrival; attempts that were not accepted among them.
    package var events: [String] { state.events.withLock { $0 } }

    package func set(_ mood: Mood) { state.mood.withLock { $0 = mood } }

    package func forget() { state.events.withLock { $0 = [] } }
}

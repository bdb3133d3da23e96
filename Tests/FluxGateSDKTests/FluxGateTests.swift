import FluxGateSDK
import LoopbackServer
import ServiceLifecycle
import Testing

@Suite struct FluxGateTests {
    private let event = FluxGateEvent(
        provider: "openai", model: "gpt-4o", performance: .init(latency: 1200, status: .success, isStreamed: false),
        usage: .init(promptTokens: 10, completionTokens: 5))

    @Test func sendsAnEventAndReadsTheAnswer() async throws {
        let server = try await LoopbackServer { request, answer in
            try await answer.send(201, #"{"recordId":"evt_1","totalTokens":15,"totalCost":0.00125,"status":"ok","timestamp":1793613600000}"#)
        }
        let fluxGate = try FluxGate(apiKey: " fg-key\n", endpoint: server.url + "/api/events", timeout: .seconds(30))
        let answer = await fluxGate.recordEvent(event)
        #expect(answer?.recordId == "evt_1")
        #expect(answer?.totalTokens == 15)
        #expect(answer?.totalCost == 0.00125)
        #expect(answer?.status == "ok")
        let request = try #require(server.requests.first)
        #expect(request.path == "/api/events")
        #expect(request.header("Authorization") == "Bearer fg-key")
        #expect(request.header("Content-Type") == "application/json")
        #expect(request.header("User-Agent") != nil)
        #expect(request.text == event.jsonText)
    }

    @Test func refusesAnEmptyKeyAndAnAddressThatIsNone() {
        #expect(throws: FluxGateConfigurationError.emptyAPIKey) { try FluxGate(apiKey: " \n") }
        #expect(throws: FluxGateConfigurationError.invalidEndpoint("fluxgate.app")) { try FluxGate(apiKey: "k", endpoint: "fluxgate.app") }
    }

    @Test(arguments: [FakeFluxGate.Mood.status(401), .status(429), .status(500), .hangs, .garbage, .breaks])
    func neverThrows(_ mood: FakeFluxGate.Mood) async throws {
        let ingest = try await FakeFluxGate(mood)
        // Other tests run beside this one: times are bounded from afar.
        var timeout = Duration.seconds(180)
        if case .hangs = mood { timeout = .milliseconds(200) }
        let fluxGate = try FluxGate(apiKey: "k", endpoint: ingest.endpoint, timeout: timeout)
        let start = ContinuousClock.now
        #expect(await fluxGate.recordEvent(event) == nil)
        #expect(ContinuousClock.now - start < .seconds(120))
        // An answer of success counts, whatever it says.
        if case .garbage = mood { #expect(fluxGate.droppedEvents == 0) } else { #expect(fluxGate.droppedEvents == 1) }
    }

    @Test func anEventArrivesThoughItsTaskIsCancelled() async throws {
        let ingest = try await FakeFluxGate(.slow(.milliseconds(50)))
        let fluxGate = try FluxGate(apiKey: "k", endpoint: ingest.endpoint, timeout: .seconds(30))
        let task = Task { await fluxGate.recordEvent(event) }
        task.cancel()
        #expect(await task.value != nil)
    }

    @Test func aQueueDeliversByItselfAndFlushes() async throws {
        let ingest = try await FakeFluxGate(.slow(.milliseconds(20)))
        let fluxGate = try FluxGate(apiKey: "k", endpoint: ingest.endpoint, timeout: .seconds(30), delivery: .queued(capacity: 100))
        for _ in 0..<50 { #expect(await fluxGate.recordEvent(event) == nil) }
        await fluxGate.flush()
        #expect(ingest.events.count == 50)
        // They leave later than they happened.
        #expect(ingest.events.allSatisfy { $0.contains("\"timestamp\":") })
        #expect(fluxGate.droppedEvents == 0)
        await fluxGate.flush()
    }

    @Test func aQueueMayBeDroppedWithoutShutdown() async throws {
        let ingest = try await FakeFluxGate(.slow(.milliseconds(20)))
        do {
            let fluxGate = try FluxGate(apiKey: "k", endpoint: ingest.endpoint, timeout: .seconds(30), delivery: .queued(capacity: 100))
            for _ in 0..<40 { await fluxGate.recordEvent(event) }
        }
        for _ in 0..<200 where ingest.events.count < 40 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(ingest.events.count == 40)
    }

    @Test func whatDoesNotFitIsCounted() async throws {
        let ingest = try await FakeFluxGate(.hangs)
        let log = LogStore()
        let fluxGate = try FluxGate(apiKey: "secret-fg-key", endpoint: ingest.endpoint, timeout: .seconds(5), logger: log.logger, delivery: .queued(capacity: 10))
        for _ in 0..<100 { await fluxGate.recordEvent(event) }
        // Ten wait and up to sixteen are on their way.
        #expect((74...90).contains(fluxGate.droppedEvents))
        #expect(log.text.contains("the queue is full"))
        // Whoever waits may be cancelled.
        let flush = Task { await fluxGate.flush() }
        try await Task.sleep(for: .milliseconds(20))
        flush.cancel()
        await flush.value
    }

    @Test func aQueueTriesAgain() async throws {
        let ingest = try await FakeFluxGate(.status(503))
        let fluxGate = try FluxGate(apiKey: "k", endpoint: ingest.endpoint, timeout: .seconds(30), delivery: .queued(capacity: 10))
        await fluxGate.recordEvent(event)
        while ingest.events.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        ingest.set(.well)
        await fluxGate.flush()
        #expect(ingest.events.count == 2)
        #expect(fluxGate.droppedEvents == 0)
        // What is refused for good is not.
        ingest.set(.status(400))
        ingest.forget()
        await fluxGate.recordEvent(event)
        await fluxGate.flush()
        #expect(ingest.events.count == 1)
        #expect(fluxGate.droppedEvents == 1)
    }

    @Test func theKeyIsNeverLogged() async throws {
        let log = LogStore()
        for mood in [FakeFluxGate.Mood.well, .status(401), .garbage, .breaks] {
            let ingest = try await FakeFluxGate(mood)
            let fluxGate = try FluxGate(apiKey: "secret-fg-key", endpoint: ingest.endpoint, debug: true, logger: log.logger)
            await fluxGate.recordEvent(event)
        }
        let refused = try FluxGate(apiKey: "secret-fg-key", endpoint: "http://127.0.0.1:9/", debug: true, logger: log.logger)
        await refused.recordEvent(event)
        // Nor where it is no key that a header may hold.
        let torn = try FluxGate(apiKey: "secret-fg-key\r\nX: secret-fg-key", endpoint: "http://127.0.0.1:9/", debug: true, logger: log.logger)
        await torn.recordEvent(event)
        #expect(log.text.contains("sending an event"))
        #expect(!log.text.contains("secret-fg-key"))
    }

    @Test func aServiceGroupFlushes() async throws {
        let ingest = try await FakeFluxGate(.slow(.milliseconds(20)))
        let fluxGate = try FluxGate(apiKey: "k", endpoint: ingest.endpoint, timeout: .seconds(30), delivery: .queued(capacity: 100))
        let group = ServiceGroup(configuration: .init(services: [.init(service: fluxGate)], logger: LogStore().logger))
        let running = Task { try await group.run() }
        for _ in 0..<40 { await fluxGate.recordEvent(event) }
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(ingest.events.count == 40)
    }
}

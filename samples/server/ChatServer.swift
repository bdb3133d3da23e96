import FluxGateOpenAI
import FluxGateSDK
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// A small server that answers with the help of language models, tracks each call and keeps it in a log.
///
/// ```sh
/// OPENAI_API_KEY=… FLUXGATE_API_KEY=… swift run sample-server
/// curl -d '{"user": "u1", "session": "s1", "text": "Hello"}' http://127.0.0.1:8080/ask       # or /stream, /search, /reason, /complete
/// curl http://127.0.0.1:8080/health
/// fluxgate traffic.jsonl                                                                   # what it cost so far
/// ```
///
/// `OPENAI_BASE_URL`, `FLUXGATE_ENDPOINT`, `TRAFFIC_LOG` and `PORT` may be set too.
@main
struct ChatServer {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let logger = Logger(label: "sample-server")

        // The log replays with `fluxgate`. Prompts and answers stay out of it.
        let recorder = try TrafficRecorder(
            path: environment["TRAFFIC_LOG"] ?? "traffic.jsonl", bodies: .usageOnly, rotation: .daily, sync: .every(.seconds(1)), logger: logger)
        let client = OpenAI(
            apiKey: environment["OPENAI_API_KEY"] ?? "", baseURL: environment["OPENAI_BASE_URL"] ?? OpenAI.defaultBaseURL, timeout: .seconds(60),
            recorder: recorder)
        // Events wait in a queue, so that tracking costs the server's callers no time.
        let fluxGate = try FluxGate(
            apiKey: environment["FLUXGATE_API_KEY"] ?? "", endpoint: environment["FLUXGATE_ENDPOINT"] ?? FluxGate.defaultEndpoint, logger: logger,
            delivery: .queued(capacity: 10_000))

        let routes = Routes(openAI: createOpenAICostTracker(client, fluxGate), fluxGate: fluxGate, recorder: recorder)
        let server = HTTPServer(port: environment["PORT"].flatMap { Int($0) } ?? 8080) { request, reply in try await routes.answer(request, reply) }

        // Services end in the opposite order: first the server stops taking calls, then what was tracked is sent.
        let services = ServiceGroup(
            configuration: .init(services: [.init(service: fluxGate), .init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await services.run()
        await recorder.close()
    }
}

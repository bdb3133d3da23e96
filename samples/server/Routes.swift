import FluxGateOpenAI
import FluxGateSDK

/// What the server answers to which path.
struct Routes: Sendable {
    let openAI: OpenAICostTracker
    let fluxGate: FluxGate
    let recorder: TrafficRecorder

    func answer(_ request: HTTPServer.Request, _ reply: HTTPServer.Reply) async throws {
        if request.path == "/health" {
            let health: JSON = ["droppedEvents": fluxGate.droppedEvents.json, "failedRecords": recorder.failedRecords.json]
            return try await reply.send(200, health.text)
        }
        guard let body = try? JSON(text: request.text), let text = body["text"]?.string else {
            return try await reply.send(400, #"{"error": "send {\"text\": …}"}"#)
        }
        let user = body["user"]?.string
        let session = body["session"]?.string
        do {
            switch request.path {
            case "/ask": try await ask(text, user, session, reply)
            case "/stream": try await stream(text, user, session, reply)
            case "/search": try await search(text, reply)
            case "/reason": try await reason(text, user, reply)
            case "/complete": try await complete(text, reply)
            default: try await reply.send(404, #"{"error": "no such path"}"#)
            }
        } catch let error as OpenAIError {
            let failure: JSON = ["error": .string(error.message), "requestId": error.requestId.map { .string($0) } ?? .null]
            try await reply.send(error.status == 429 ? 503 : 502, failure.text)
        }
    }

    /// A whole answer, and what tracking says of it.
    private func ask(_ text: String, _ user: String?, _ session: String?, _ reply: HTTPServer.Reply) async throws {
        let completion = try await openAI
            .withContext(FluxGateContext(feature: "chat-assistant", user: user.map { .init(id: $0) }, sessionId: session))
            .chat.completions.create(.init(model: "gpt-4o-mini", messages: [.system("Be brief."), .user(text)], maxCompletionTokens: 500))
        let answer: JSON = [
            "text": .string(completion.choices.first?.message.content ?? ""),
            "tokens": (completion.usage?.totalTokens ?? 0).json,
            "status": .string(completion.fluxGateCostTrackingResponse?.status.rawValue ?? ""),
        ]
        try await reply.send(200, answer.text)
    }

    /// An answer as the model writes it. When the caller goes away, writing fails, the loop ends, and so does the request at the provider.
    private func stream(_ text: String, _ user: String?, _ session: String?, _ reply: HTTPServer.Reply) async throws {
        let chunks = try await openAI
            .withContext(FluxGateContext(feature: "streaming-chat", user: user.map { .init(id: $0) }, sessionId: session, metadata: ["channel": "web"]))
            .chat.completions.stream(.init(model: "gpt-4o-mini", messages: [.user(text)]))
        try await reply.begin(200, type: "text/plain; charset=utf-8")
        for try await chunk in chunks {
            if let piece = chunk.choices.first?.delta.content, !piece.isEmpty { try await reply.write(piece) }
        }
    }

    private func search(_ text: String, _ reply: HTTPServer.Reply) async throws {
        let embedding = try await openAI.withContext(FluxGateContext(feature: "semantic-search"))
            .embeddings.create(.init(model: "text-embedding-3-small", input: text))
        try await reply.send(200, (embedding.data.first?.embedding ?? []).json.text)
    }

    /// Two steps of one feature.
    private func reason(_ text: String, _ user: String?, _ reply: HTTPServer.Reply) async throws {
        var context = FluxGateContext(feature: "reasoning-agent", user: user.map { .init(id: $0) }, step: "plan", serviceTier: .flex)
        let plan = try await openAI.withContext(context)
            .responses.create(.init(model: "gpt-4o-mini", input: text, instructions: "Plan the answer in three points.", serviceTier: .flex))
        context.step = "answer"
        let response = try await openAI.withContext(context)
            .responses.create(.init(model: "gpt-4o-mini", input: text, instructions: "Answer by this plan: \(plan.outputText)", serviceTier: .flex))
        try await reply.send(200, JSON.object(["text": .string(response.outputText)]).text)
    }

    /// Without a context: tracked all the same.
    private func complete(_ text: String, _ reply: HTTPServer.Reply) async throws {
        let completion = try await openAI.client.completions.create(.init(model: "gpt-3.5-turbo-instruct", prompt: text, maxTokens: 200))
        try await reply.send(200, JSON.object(["text": .string(completion.choices.first?.text ?? "")]).text)
    }
}

import OpenAIWire
import Testing
import TrafficModel

@Suite struct RequestTargetTests {
    private func resource(_ path: String) -> String {
        switch RequestTarget(url: path).resource {
        case .endpoint(let endpoint): endpoint.rawValue
        case .storedResponse: "stored"
        case .other: "other"
        case .unknown: "unknown"
        }
    }

    @Test(arguments: [
        ("/v1/chat/completions", "chat.completions"), ("/v1/completions", "completions"), ("/v1/responses", "responses"),
        ("/v1/responses/compact", "responses.compact"), ("/v1/embeddings", "embeddings"), ("/v1/images/generations", "images"), ("/v1/images/edits", "images"),
        ("/v1/images/variations", "images"), ("/v1/audio/speech", "audio.speech"), ("/v1/audio/transcriptions", "audio.transcriptions"),
        ("/v1/audio/translations", "audio.translations"), ("/v1/moderations", "moderations"), ("/v1/realtime", "realtime"), ("/v1/videos", "videos"),
        ("/v1/threads/thread_1/runs", "threads.runs"), ("/v1/threads/runs", "threads.runs"),
        // Odd paths
        ("/v1/v1/chat/completions", "chat.completions"), ("/api/v1/chat/completions", "chat.completions"), ("/v1/chat/completions/", "chat.completions"),
        ("//v1//chat/completions", "chat.completions"), ("/chat/completions", "chat.completions"), ("v1/chat/completions", "chat.completions"),
        ("/openai/deployments/d/chat/completions?api-version=2024-10-21", "chat.completions"), ("/openai/v1/responses?api-version=preview", "responses"),
        ("/v1beta/openai/chat/completions", "chat.completions"), ("/v1/engines/davinci/completions", "completions"), ("/v1/responses?beta=true", "responses"),
        ("/proxy/https/api.openai.com/v1/embeddings#x", "embeddings"),
        // The same call once more
        ("/v1/responses/resp_1", "stored"), ("/v1/responses/resp_1?stream=true&starting_after=4", "stored"), ("/v1/responses/resp_1/cancel", "stored"),
        ("/v1/videos/video_1", "stored"), ("/v1/threads/thread_1/runs/run_1", "stored"),
        // Nothing is billed
        ("/v1/models", "other"), ("/v1/models/gpt-4o", "other"), ("/v1/files", "other"), ("/v1/files/file-1/content", "other"), ("/v1/batches", "other"),
        ("/v1/responses/input_tokens", "other"), ("/v1/responses/resp_1/input_items", "other"), ("/v1/vector_stores/vs_1/search", "other"),
        ("/v1/chat/completions/chatcmpl-1", "other"), ("/v1/threads/thread_1/messages", "other"), ("/v1/videos/video_1/content", "other"),
        // Nobody knows
        ("", "unknown"), ("/", "unknown"), ("/health", "unknown"), ("/v1", "unknown"), ("https://gateway.example.com/api/llm", "unknown"),
    ])
    func knowsThePath(_ path: String, _ expected: String) {
        #expect(resource(path) == expected)
        if !path.contains("://") { #expect(resource("https://api.openai.com\(path.hasPrefix("/") || path.isEmpty ? "" : "/")\(path)") == expected) }
    }

    @Test(arguments: [
        ("https://api.openai.com/v1/chat/completions", "openai"), ("https://eu.api.openai.com/v1/responses", "openai"), ("https://API.OpenAI.com/v1/x", "openai"),
        ("https://acme.openai.azure.com/openai/deployments/d/chat/completions", "azure"), ("https://acme.cognitiveservices.azure.com/openai/v1/responses", "azure"),
        ("https://acme.services.ai.azure.com/openai/v1/x", "azure"), ("https://api.groq.com/openai/v1/chat/completions", "groq"),
        ("https://api.together.xyz/v1/chat/completions", "together"), ("https://api.x.ai/v1/chat/completions", "xai"),
        ("https://openrouter.ai/api/v1/chat/completions", "openrouter"), ("https://api.mistral.ai/v1/chat/completions", "mistral"),
        ("https://generativelanguage.googleapis.com/v1beta/openai/chat/completions", "google"),
        // Other hosts are their own name
        ("https://api.deepseek.com/v1/chat/completions", "api.deepseek.com"), ("http://localhost:8080/v1/chat/completions", "localhost"),
        ("http://127.0.0.1:11434/v1/chat/completions", "127.0.0.1"), ("http://[::1]:8080/v1/chat/completions", "::1"), ("http://[fe80::1]/v1", "fe80::1"),
        ("https://user:secret@gateway.example.com:8443/v1/chat/completions", "gateway.example.com"), ("https://notopenai.com/v1", "notopenai.com"),
        ("https://max.ai/v1", "max.ai"), ("https://openai.com.example.org/v1", "openai.com.example.org"), ("wss://api.openai.com/v1/realtime?model=m", "openai"),
        ("https://gateway.example.com", "gateway.example.com"), ("https://gateway.example.com?x=/y", "gateway.example.com"),
    ])
    func knowsTheProvider(_ url: String, _ provider: String) {
        #expect(RequestTarget(url: url).provider == provider)
    }

    @Test func aPathAloneNamesNoProvider() {
        #expect(RequestTarget(url: "/v1/chat/completions").provider == nil)
        #expect(RequestTarget(url: "https:///v1").provider == nil)
    }

    @Test(arguments: ["us", "eu", "au", "ca", "jp", "in", "sg", "kr", "gb", "ae"])
    func knowsTheRegion(_ region: String) {
        #expect(RequestTarget(url: "https://\(region).api.openai.com/v1/responses").region == region)
        #expect(RequestTarget(url: "https://\(region.uppercased()).API.openai.com:443/v1/responses").region == region)
        #expect(RequestTarget(url: "https://\(region).example.com/v1/responses").region == nil)
    }

    @Test(arguments: ["https://api.openai.com/v1", "https://xx.api.openai.com/v1", "https://eu.us.api.openai.com/v1", "https://euapi.openai.com/v1", "/v1"])
    func otherHostsHaveNoRegion(_ url: String) {
        #expect(RequestTarget(url: url).region == nil)
    }

    @Test func knowsDeploymentsAndModelsInUrls() {
        #expect(RequestTarget(url: "https://a.openai.azure.com/openai/deployments/prod-chat/chat/completions?api-version=1").deployment == "prod-chat")
        #expect(RequestTarget(url: "https://a.openai.azure.com/openai/v1/chat/completions").deployment == nil)
        #expect(RequestTarget(url: "https://a.openai.azure.com/openai/deployments").deployment == nil)
        #expect(RequestTarget(url: "wss://api.openai.com/v1/realtime?x=1&model=gpt-realtime#f").queryModel == "gpt-realtime")
        #expect(RequestTarget(url: "wss://api.openai.com/v1/realtime?submodel=a").queryModel == nil)
    }
}

public import FluxGateSDK

/// A client of OpenAI's API, and of those that speak it.
///
/// ```swift
/// let client = OpenAI(apiKey: key)
/// let completion = try await client.chat.completions.create(.init(model: "gpt-4o", messages: [.user("Hello")]))
/// ```
///
/// A value: copies share their connections, which close when the last copy and the last stream are gone. A handle of a tracker is a client too.
public struct OpenAI: Sendable {
    /// OpenAI's own address.
    public static let defaultBaseURL = "https://api.openai.com/v1"

    let server: Server
    var books = CallBooks()

    /// - Parameters:
    ///   - apiKey: the key; white space around it is ignored. Azure's servers get it as `api-key`, all others as a bearer token.
    ///   - baseURL: the address that the endpoints' paths are added to, `/v1` included.
    ///   - organization: the organisation that pays, where a key belongs to several.
    ///   - project: the project that pays, where a key belongs to several.
    ///   - timeout: how long an answer may keep silent: until it begins, and between its pieces.
    ///   - maxRetries: how often a request is sent again that failed for a passing reason: a broken connection, 408, 409, 429, 5xx. Waits in
    ///     between as long as the server says (`Retry-After`), else half a second and twice that each time, less up to a quarter.
    ///   - apiVersion: Azure's `api-version`.
    ///   - headers: further headers of each request.
    ///   - recorder: keeps each exchange in a log, which `fluxgate` can replay.
    public init(
        apiKey: String, baseURL: String = OpenAI.defaultBaseURL, organization: String? = nil, project: String? = nil, timeout: Duration = .seconds(600),
        maxRetries: Int = 2, apiVersion: String? = nil, headers: [String: String] = [:], recorder: TrafficRecorder? = nil
    ) {
        server = Server(
            apiKey: apiKey.trimmingSpace, baseURL: baseURL, organization: organization, project: project, timeout: timeout, maxRetries: max(maxRetries, 0),
            apiVersion: apiVersion, headers: headers)
        books.recorder = recorder
    }

    /// A client of an Azure deployment.
    /// - Parameters:
    ///   - endpoint: the resource's address: `https://example.openai.azure.com`.
    ///   - deployment: the deployment's name, which is no model.
    ///   - apiKey: the resource's key.
    ///   - apiVersion: `2024-10-21` and the like.
    ///   - timeout: how long an answer may take.
    ///   - maxRetries: how often a call that failed for the moment is tried again.
    ///   - recorder: keeps the calls in a log.
    public static func azure(
        endpoint: String, deployment: String, apiKey: String, apiVersion: String, timeout: Duration = .seconds(600), maxRetries: Int = 2,
        recorder: TrafficRecorder? = nil
    ) -> OpenAI {
        let root = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        return OpenAI(
            apiKey: apiKey, baseURL: "\(root)/openai/deployments/\(deployment)", timeout: timeout, maxRetries: maxRetries, apiVersion: apiVersion,
            recorder: recorder)
    }

    /// The same client for calls made in a context: a recorder notes it, a tracker sends it. Replaces an earlier context.
    public func withContext(_ context: FluxGateContext) -> OpenAI {
        var client = self
        client.books.context = context
        return client
    }

    /// Chat.
    public var chat: Chat { Chat(client: self) }
    /// The older completions of a plain text.
    public var completions: TextCompletions { TextCompletions(client: self) }
    /// Responses.
    public var responses: Responses { Responses(client: self) }
    /// Embeddings.
    public var embeddings: Embeddings { Embeddings(client: self) }
}

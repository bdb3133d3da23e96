import TestSupport
import TrafficModel

/// A call that nobody made: the kinds of answers that logs hold, with the fields that the API sends today.
struct InventedCall {
    enum Kind: CaseIterable {
        case chat, streamedChat, response, streamedResponse, embedding, error
        case completion, image, transcription, moderation, video, run, realtime
    }

    let kind: Kind
    /// The answer: JSON, or the transcript of a stream.
    let answer: String
    private let record: String

    private static let models = ["gpt-4o-2024-08-06", "gpt-4o-mini-2024-07-18", "gpt-4.1-2025-04-14", "gpt-5-2025-08-07", "o4-mini-2025-04-16"]
    private static let features = ["assistant", "search", "triage", "digest", "translation", "review"]

    init(_ kind: Kind, text: InventedText, _ random: inout SeededGenerator) {
        self.kind = kind
        let model = random.pick(InventedCall.models)
        let answers = InventedAnswer(model: model, text: text, &random)
        answer = answers.body(of: kind, &random)
        let user = random.number(0..<5_000)
        let time = Timestamp(seconds: 1_777_593_600 + Int64(random.number(0..<2_592_000)))  // May 2026
        let prompt = text.quoted(words: random.number(20..<400), &random)
        let (path, body) =
            switch kind {
            case .chat, .streamedChat, .error:
                ("chat/completions", #""model":"\#(model)","messages":[{"role":"user","content":\#(prompt)}],"stream":\#(kind.isStream)"#)
            case .response, .streamedResponse: ("responses", #""model":"\#(model)","input":\#(prompt),"stream":\#(kind.isStream)"#)
            case .embedding: ("embeddings", #""model":"text-embedding-3-small","input":\#(prompt)"#)
            case .completion: ("completions", #""model":"gpt-3.5-turbo-instruct","prompt":\#(prompt)"#)
            case .image: ("images/generations", #""model":"gpt-image-1","prompt":\#(prompt)"#)
            case .transcription: ("audio/transcriptions", #""model":"gpt-4o-transcribe","prompt":\#(prompt)"#)
            case .moderation: ("moderations", #""model":"omni-moderation-latest","input":\#(prompt)"#)
            case .video: ("videos", #""model":"sora-2","prompt":\#(prompt)"#)
            case .run: ("threads/thread_1/runs", #""assistant_id":"asst_1""#)
            case .realtime: ("realtime", #""model":"gpt-realtime""#)
            }
        record =
            #"{"timestamp":"\#(time.utcText)","duration_ms":\#(random.number(80..<9_000)),"#
            + #""context":{"feature":"\#(random.pick(InventedCall.features))","user":"u\#(user)","sessionId":"s\#(user)-\#(random.number(0..<9))"},"#
            + #""request":{"method":"POST","url":"https://api.openai.com/v1/\#(path)","body":{\#(body)}},"#
            + #""response":{"status":\#(kind == .error ? 429 : 200),"headers":{"x-request-id":"req_\#(answers.id)"},"#
            + (kind.isStream ? #""sse":\#(InventedText.quoted(answer))}}"# : #""body":\#(answer)}}"#)
    }

    /// The line of a log that tells of the call, without its end.
    var line: [UInt8] { Array(record.utf8) }
}

extension InventedCall.Kind {
    var isStream: Bool { self == .streamedChat || self == .streamedResponse }

    /// What calls mostly are: of 20, eleven chats and four streamed ones, two Responses and a streamed one, an embedding and an error.
    static func likely(_ random: inout SeededGenerator) -> InventedCall.Kind {
        switch random.number(0..<20) {
        case 0..<11: .chat
        case 11..<15: .streamedChat
        case 15..<17: .response
        case 17: .streamedResponse
        case 18: .embedding
        default: .error
        }
    }
}

/// The API endpoint that a call went to, by the name that events and reports use.
package enum Endpoint: String, Sendable, CaseIterable {
    case chatCompletions = "chat.completions"
    case completions = "completions"
    case responses = "responses"
    case responsesCompact = "responses.compact"
    case embeddings = "embeddings"
    case images = "images"
    case speech = "audio.speech"
    case transcriptions = "audio.transcriptions"
    case translations = "audio.translations"
    case moderations = "moderations"
    case realtime = "realtime"
    case videos = "videos"
    case runs = "threads.runs"
}

/// What a recorder keeps of requests and answers.
public enum RecordedBodies: Hashable, Sendable {
    /// All of them.
    case full
    /// What accounting needs: models, token counts, finish reasons, errors, metadata. No prompts, no answers.
    case usageOnly
}

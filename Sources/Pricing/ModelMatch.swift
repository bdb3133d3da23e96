/// How the name of a row stands for the names that calls carry.
package enum ModelMatch: String, Sendable, CaseIterable {
    /// The name, or one of the row's aliases.
    case exact
    /// The same; the name moves between snapshots, and the row's periods follow the name.
    case alias
    /// As exact, or the name with a calendar date behind it.
    case snapshot
    /// Fine-tuned models: whatever begins with the name and a colon, or with a name that itself ends in a hyphen.
    case prefix
}

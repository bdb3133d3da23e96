/// How a name led to a model of the price book.
package enum NameMatch: String, Sendable, Hashable {
    /// The model's own name.
    case exact
    /// One of its further names.
    case alias
    /// A moving name without prices of its own, resolved to the snapshot it meant at that time.
    case movingName = "moving_name"
    /// The model's name with a calendar date behind it.
    case snapshot
    /// A fine-tuned model of that base.
    case prefix
}

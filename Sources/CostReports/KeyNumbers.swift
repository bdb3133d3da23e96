/// Numbers that stand for the texts of a call's attribution, where calls were kept with numbers for them: keys are found by number, and only a
/// new key's text is looked at.
package struct KeyNumbers: Sendable {
    /// Stands for no text.
    package static var none: Int32 { -1 }

    package var feature = KeyNumbers.none
    package var user = KeyNumbers.none
    package var session = KeyNumbers.none
    package var conversation = KeyNumbers.none
    package var step = KeyNumbers.none

    package init() {}

    /// The number of a property's text; nil for properties that have none.
    subscript(property: CallProperty) -> Int32? {
        switch property {
        case .feature: feature
        case .user: user
        case .session: session
        case .conversation: conversation
        case .step: step
        case .model, .provider, .endpoint, .status, .tier, .region, .key, .project: nil
        }
    }
}

/// How much is told of a call that was kept with numbers for its texts.
package enum CallDepth: Comparable, Sendable {
    /// What most reports look at: neither what the numbers stand for, nor ids and metadata.
    case numbers
    /// The texts of the numbers too.
    case texts
    case everything
}

/// The texts that numbers stand for.
package protocol KeyTexts: Sendable {
    /// The text of a number that a call was added with.
    func text(_ number: Int32) -> String
}

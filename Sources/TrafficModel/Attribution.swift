/// Whom and what a call was made for.
package struct Attribution: RareValue {
    package var feature: String?
    package var user: EndUser?
    package var sessionID: String?
    package var conversationID: String?
    package var step: String?
    /// Keys that a context carries beside the known ones, in the order they were met.
    package var metadata: [MetadataEntry] = []

    package init() {}

    package var isEmpty: Bool {
        feature == nil && user == nil && sessionID == nil && conversationID == nil && step == nil && metadata.isEmpty
    }
}

/// The end user of a call.
package struct EndUser: Hashable, Sendable {
    package var id: String
    @Rare private var details: Details

    private struct Details: Hashable, Sendable, RareValue {
        var name: String?
        var email: String?
        var image: String?
        var monthlyRevenue: MetadataValue?

        var isEmpty: Bool { self == Details() }
    }

    package init(id: String) {
        self.id = id
    }

    package var name: String? {
        get { details.name }
        set { details.name = newValue }
    }

    package var email: String? {
        get { details.email }
        set { details.email = newValue }
    }

    package var image: String? {
        get { details.image }
        set { details.image = newValue }
    }

    /// US dollars a month: a number or a text, as it was given.
    package var monthlyRevenue: MetadataValue? {
        get { details.monthlyRevenue }
        set { details.monthlyRevenue = newValue }
    }
}

package struct MetadataEntry: Hashable, Sendable {
    package var name: String
    package var value: MetadataValue

    package init(name: String, value: MetadataValue) {
        self.name = name
        self.value = value
    }
}

/// A value of somebody's own making.
package enum MetadataValue: Hashable, Sendable {
    case string(String)
    /// Any other JSON value, as its JSON text.
    case json(String)

    /// What grouping and filters see.
    package var text: String {
        switch self {
        case .string(let text), .json(let text): text
        }
    }

    /// The amount that it says, as a number or as a text; nil where it says none, or a negative one.
    package var amount: Money? {
        Money(text).flatMap { $0 < .zero ? nil : $0 }
    }
}

/// Rates that a caller gave for a call of their own, in US dollars per million tokens.
package struct CostOverride: SeldomTold {
    package var input: Money
    package var output: Money
    package var cacheRead: Money?
    package var cacheWrite: Money?
    package var reasoning: Money?

    package init(input: Money, output: Money) {
        self.input = input
        self.output = output
    }
}

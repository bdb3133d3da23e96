/// An end user: an id, and what is known beside it.
///
/// A plain id may be written as a string literal: `user: "u1"`.
public struct FluxGateUser: Hashable, Sendable {
    public var id: String
    public var name: String?
    public var email: String?
    /// The address of a picture.
    public var image: String?
    /// US dollars a month: a number or a text, sent as it was given.
    public var monthlyRevenue: FluxGateValue?

    public init(id: String, name: String? = nil, email: String? = nil, image: String? = nil, monthlyRevenue: FluxGateValue? = nil) {
        self.id = id
        self.name = name
        self.email = email
        self.image = image
        self.monthlyRevenue = monthlyRevenue
    }
}

extension FluxGateUser: ExpressibleByStringInterpolation {
    public init(stringLiteral id: String) { self.init(id: id) }
}

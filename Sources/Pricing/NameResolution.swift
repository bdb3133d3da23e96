package import TrafficModel

/// What a model's name leads to in the price book.
package enum NameResolution: Sendable {
    case model(ResolvedModel)
    /// A moving name: which model it was depends on the time.
    case moving([Target])
    /// A variant that costs nothing.
    case free
    case unknown

    /// Which model a moving name was in a period.
    package struct Target: Sendable {
        package let period: PricePeriod
        package let model: ResolvedModel
    }

    /// The model that the name meant at that time.
    package func model(at time: Timestamp) throws(NoPrice) -> ResolvedModel {
        switch self {
        case .model(let model):
            return model
        case .moving(let targets):
            guard let target = targets.first(where: { $0.period.contains(time) }) else { throw NoPrice(.noPriceAtTime) }
            return target.model
        case .free, .unknown:
            throw NoPrice(.unknownModel)
        }
    }
}

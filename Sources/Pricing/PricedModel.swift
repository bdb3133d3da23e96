import TrafficModel

/// A model of the price book with all its rows.
package struct PricedModel: Sendable {
    package let name: String
    package internal(set) var match: ModelMatch
    package internal(set) var aliases: [String]
    package internal(set) var rows: [PriceRow]
}

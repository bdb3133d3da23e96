import Foundation

/// What tests look at in a report's JSON.
package struct ReportFacts: Decodable, Sendable {
    package struct Inputs: Decodable, Hashable, Sendable {
        package var files, bytes, lines, records, calls, joined, duplicates, filtered, ignored, rejected: Int
        package var rejects: [Reject]

        /// Every record became exactly one thing, and every reject has a reason.
        package var balance: Bool {
            records == calls + joined + duplicates + filtered + ignored + rejected && rejected == rejects.reduce(0) { $0 + $1.count }
        }
    }

    package struct Reject: Decodable, Hashable, Sendable {
        package var reason: String
        package var count: Int

        package init(reason: String, count: Int) {
            self.reason = reason
            self.count = count
        }
    }

    package struct Row: Decodable, Hashable, Sendable {
        package var key: [String: String?]?
        package var calls: Int
        package var statuses: [String: Int]
        package var input_tokens, cached_input_tokens, output_tokens: Int?
        package var cost_usd, reported_usd, computed_usd: String?
        package var unpriced_calls, no_usage_calls: Int
    }

    package struct Group: Decodable, Hashable, Sendable {
        package var by: [String]
        package var rows: [Row]
    }

    package struct Named: Decodable, Hashable, Sendable {
        package var name: String
        package var count: Int
        package var first: String?
    }

    package var inputs: Inputs
    package var totals: Row
    package var groups: [Group]
    package var diagnostics: [Named]

    package init(json: some Sequence<UInt8>) throws {
        self = try JSONDecoder().decode(ReportFacts.self, from: Data(json))
    }

    /// Calls and tokens of each grouping add up to the totals: nothing is left out of any.
    package var groupsAddUp: Bool {
        groups.allSatisfy { group in
            group.rows.reduce(0) { $0 + $1.calls } == totals.calls
                && group.rows.reduce(0) { $0 + ($1.input_tokens ?? 0) } == totals.input_tokens ?? 0
                && group.rows.reduce(0) { $0 + $1.unpriced_calls } == totals.unpriced_calls
        }
    }
}

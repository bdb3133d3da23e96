package import TrafficModel

/// The rows of one grouping, in the order in which they are shown.
///
/// Rows are made as they are asked for: a grouping by session may have a million.
package struct ReportGroup: Sendable {
    package let fields: [GroupField]
    private let zone: ZoneRules
    private let keys: [GroupKey]
    private let rollups: [Rollup]
    /// The places of the rows shown on their own.
    private let shown: [Int32]
    /// What the rows are ordered by, the greatest first; nil where they are ordered by time, the earliest first.
    package let order: RowOrder?
    private let folded: (rows: Int, figures: Rollup, before: Rollup, revenue: Revenue?)?
    /// What the keys had in the period before; nil where nothing is compared.
    private let before: Grouping?
    private let revenues: [KeyText: MoneySum]
    /// Of all users whose revenue is known, in a grouping by user; nil where none is.
    package let revenue: Revenue?

    /// Takes the `top` first rows by `order` (cost, where nil) and folds the others. Without an order, a grouping that starts with a time
    /// then shows them by time.
    ///
    /// A key that was met only in the period `before` has a row too: what it no longer costs is a change. Days and other dates have no period
    /// before. `revenues` are those of users.
    package init(
        _ grouping: consuming Grouping, before: Grouping? = nil, revenues: [KeyText: MoneySum] = [:], in zone: ZoneRules, order: RowOrder?, top: Int?
    ) {
        var before = grouping.fields.contains(where: \.isDate) ? nil : before
        before?.index()
        if let before { grouping.include(keysOf: before) }
        self.before = before
        let revenues = grouping.fields == [.user] ? revenues : [:]
        self.revenues = revenues
        let keys = grouping.keys
        let rollups = grouping.rollups
        revenue = revenues.isEmpty ? nil : keys.indices.lazy.compactMap { ReportGroup.revenue(of: keys[$0], rollups[$0], in: revenues) }.reduce(nil) {
            sum, known in sum?.merged(with: known) ?? known
        }
        let rows = RankedRows(keys, rollups, by: order ?? .cost)
        var places: [Int32]
        if let top = top.map({ max(0, $0) }), top < keys.count {
            let (first, others) = rows.first(top)
            places = first
            var rest = Rollup()
            var restBefore = Rollup()
            var restRevenue: Revenue?
            for place in others {
                rest.merge(rollups, at: Int(place))
                if let known = ReportGroup.revenue(of: keys[Int(place)], rollups[Int(place)], in: revenues) {
                    restRevenue = restRevenue?.merged(with: known) ?? known
                }
                if let before { restBefore.merge(before.rollup(of: keys[Int(place)])) }
            }
            folded = (rows: others.count, figures: rest, before: restBefore, revenue: restRevenue)
        } else {
            places = rows.all()
            folded = nil
        }
        let isOrderedByTime = order == nil && grouping.fields[0].isTime
        if isOrderedByTime {
            // The sort is stable: within one time the order from above stands.
            places.sort { keys[Int($0)][0] < keys[Int($1)][0] }
        }
        fields = grouping.fields
        self.order = isOrderedByTime ? nil : order ?? .cost
        self.zone = zone
        self.keys = keys
        self.rollups = rollups
        shown = places
    }

    private static func revenue(of key: GroupKey, _ rollup: Rollup, in revenues: [KeyText: MoneySum]) -> Revenue? {
        guard !revenues.isEmpty, case .text(let user) = key[0], let amount = revenues[user] else { return nil }
        return Revenue(users: 1, amount: amount, cost: rollup.cost)
    }

    package var rows: some RandomAccessCollection<ReportRow> {
        (0..<rowCount).lazy.map { row(at: $0) }
    }

    var rowCount: Int { shown.count + (folded == nil ? 0 : 1) }

    func row(at index: Int) -> ReportRow {
        if index == shown.count, let folded {
            return ReportRow(
                key: fields.map { _ in "other" }, foldedRows: folded.rows, figures: folded.figures, before: before == nil ? nil : folded.before,
                revenue: folded.revenue)
        }
        let place = Int(shown[index])
        let key = fields.indices.map { fields[$0].text(of: keys[place][$0], in: zone) }
        return ReportRow(
            key: key, foldedRows: nil, figures: rollups[place], before: before?.rollup(of: keys[place]),
            revenue: ReportGroup.revenue(of: keys[place], rollups[place], in: revenues))
    }
}

/// One row of a report.
package struct ReportRow: Sendable {
    /// A text for each field of the grouping; nil where the calls did not tell it.
    package var key: [String?]
    /// How many rows were folded into this one, the last; nil for all others.
    package var foldedRows: Int?
    package var figures: Rollup
    /// The figures of the period before; nil where nothing is compared.
    package var before: Rollup?
    /// In a grouping by user, where it is known.
    package var revenue: Revenue?
}

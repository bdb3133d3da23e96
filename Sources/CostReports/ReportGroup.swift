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
        let before = grouping.fields.contains(where: \.isDate) ? nil : before
        if let before { grouping.include(keysOf: before) }
        self.before = before
        let revenues = grouping.fields == [.user] ? revenues : [:]
        self.revenues = revenues
        let keys = grouping.keys
        let rollups = grouping.rollups
        revenue = revenues.isEmpty ? nil : keys.indices.lazy.compactMap { ReportGroup.revenue(of: keys[$0], rollups[$0], in: revenues) }.reduce(nil) {
            sum, known in sum?.merged(with: known) ?? known
        }
        var places = ReportGroup.sorted(keys, rollups, by: order ?? .cost)
        if let top, top < places.count {
            var rest = Rollup()
            var restBefore = Rollup()
            var restRevenue: Revenue?
            for place in places[max(0, top)...] {
                rest.merge(rollups[Int(place)])
                if let known = ReportGroup.revenue(of: keys[Int(place)], rollups[Int(place)], in: revenues) {
                    restRevenue = restRevenue?.merged(with: known) ?? known
                }
                if let before { restBefore.merge(before.rollup(of: keys[Int(place)])) }
            }
            folded = (rows: places.count - max(0, top), figures: rest, before: restBefore, revenue: restRevenue)
            places.removeSubrange(max(0, top)...)
        } else {
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

    /// The places of all rows, the greatest first.
    private static func sorted(_ keys: [GroupKey], _ rollups: [Rollup], by order: RowOrder) -> [Int32] {
        struct Row: Sendable {
            // Beside its place, since a sort looks at each row again and again.
            let figure: Int128
            let place: Int32
        }
        // Keys are distinct, so no two rows tie and no order of arrival shows.
        @Sendable func isBefore(_ left: Row, _ right: Row) -> Bool {
            left.figure == right.figure ? keys[Int(left.place)] < keys[Int(right.place)] : left.figure > right.figure
        }
        // Two cores sort a half each.
        let middle = keys.count / 2
        let halves = inParallel(2) { half in
            let places = half == 0 ? 0..<middle : middle..<keys.count
            return places.map { Row(figure: order.figure(of: rollups[$0]) ?? .min, place: Int32($0)) }.sorted(by: isBefore)
        }
        var places: [Int32] = []
        places.reserveCapacity(keys.count)
        var next = 0
        for row in halves[0] {
            while next < halves[1].count, isBefore(halves[1][next], row) {
                places.append(halves[1][next].place)
                next += 1
            }
            places.append(row.place)
        }
        for row in halves[1][next...] { places.append(row.place) }
        return places
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

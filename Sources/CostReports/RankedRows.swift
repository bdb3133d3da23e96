/// Rows in their order, the greatest first, as places of their keys.
struct RankedRows {
    private let keys: [GroupKey]
    private let rollups: [Rollup]
    private let order: RowOrder

    private struct Row: Sendable {
        // Beside its place, since ordering looks at each row again and again.
        let figure: Int128
        let place: Int32
    }

    init(_ keys: [GroupKey], _ rollups: [Rollup], by order: RowOrder) {
        self.keys = keys
        self.rollups = rollups
        self.order = order
    }

    /// Keys are distinct, so no two rows tie and no order of arrival shows.
    private static func isBefore(_ left: Row, _ right: Row, _ keys: [GroupKey]) -> Bool {
        left.figure == right.figure ? keys[Int(left.place)] < keys[Int(right.place)] : left.figure > right.figure
    }

    private static func rows(_ places: Range<Int>, _ rollups: [Rollup], by order: RowOrder) -> [Row] {
        places.map { Row(figure: order.figure(of: rollups, at: $0), place: Int32($0)) }
    }

    /// All places in order.
    func all() -> [Int32] {
        let keys = keys
        return sortedInParallel(RankedRows.rows(keys.indices, rollups, by: order)) { RankedRows.isBefore($0, $1, keys) }.map(\.place)
    }

    /// The places of the first rows in order, and those of all others in none.
    func first(_ count: Int) -> (first: [Int32], others: [Int32]) {
        guard count > 0 else { return ([], keys.indices.map { Int32($0) }) }
        // Far more than a table is given: then it is as well to put all in order.
        guard count <= 1_000 else {
            let all = all()
            return (Array(all.prefix(count)), Array(all.dropFirst(count)))
        }
        var first: [Row] = []
        var others: [Int32] = []
        others.reserveCapacity(max(0, keys.count - count))
        for row in RankedRows.rows(keys.indices, rollups, by: order) {
            if first.count == count {
                guard RankedRows.isBefore(row, first[count - 1], keys) else {
                    others.append(row.place)
                    continue
                }
                others.append(first.removeLast().place)
            }
            first.insert(row, at: place(of: row, in: first))
        }
        return (first.map(\.place), others)
    }

    /// Where a row belongs among ordered ones.
    private func place(of row: Row, in ordered: [Row]) -> Int {
        var low = 0
        var high = ordered.count
        while low < high {
            let middle = (low + high) / 2
            if RankedRows.isBefore(ordered[middle], row, keys) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

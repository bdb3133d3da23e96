/// The name that somebody probably meant.
enum Suggestion {
    /// The nearest of the known names, if it is near: a letter in three may be wrong.
    static func nearest(to name: String, among known: some Sequence<String>) -> String? {
        let rated = known.map { (name: $0, distance: distance(name, $0)) }.filter { $0.distance <= max(1, name.count / 3) }
        return rated.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// `; did you mean 'timezone'?`, or nothing.
    static func text(for name: String, among known: some Sequence<String>) -> String {
        nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// Letters to add, to take away or to change.
    private static func distance(_ one: String, _ other: String) -> Int {
        let other = Array(other)
        var row = Array(0...other.count)
        for (index, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for place in other.indices {
                let change = diagonal + (letter == other[place] ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(change, diagonal + 1, row[place] + 1)
            }
        }
        return row[other.count]
    }
}

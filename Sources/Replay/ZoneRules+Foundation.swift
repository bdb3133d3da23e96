import Foundation
package import TrafficModel

extension ZoneRules {
    /// The rules of an IANA zone for the years in which there were calls to replay; nil for a name that nobody knows.
    package static func named(_ name: String) -> ZoneRules? {
        if name == "UTC" || name == "Etc/UTC" || name == "GMT" { return ZoneRules(name: name, offsets: []) }
        guard let zone = TimeZone(identifier: name) else { return nil }
        // From 2015 to 2045. Offsets change at most a few times a year: look every week, and close in where two looks differ.
        let start: Int64 = 1_420_070_400
        let end: Int64 = 2_366_841_600
        let week: Int64 = 7 * 86_400
        func offset(_ seconds: Int64) -> Int { zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))) }
        var offsets = [Offset(from: start, seconds: offset(start))]
        var earlier = start
        while earlier < end {
            let later = earlier + week
            let found = offset(later)
            if found != offsets[offsets.count - 1].seconds {
                var low = earlier
                var high = later
                while high - low > 1 {
                    let middle = (low + high) / 2
                    if offset(middle) == offsets[offsets.count - 1].seconds { low = middle } else { high = middle }
                }
                offsets.append(Offset(from: high, seconds: found))
            }
            earlier = later
        }
        return ZoneRules(name: name, offsets: offsets)
    }
}

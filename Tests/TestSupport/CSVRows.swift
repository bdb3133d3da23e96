/// The rows of a CSV file (RFC 4180), each by the names of the first line.
package enum CSVRows {
    package static func read(_ bytes: [UInt8]) -> [[String: String]] {
        var lines: [[String]] = [[]]
        var cell: [UInt8] = []
        var isQuoted = false
        var place = 0
        func endCell() { lines[lines.count - 1].append(String(decoding: cell, as: UTF8.self)); cell = [] }
        while place < bytes.count {
            let byte = bytes[place]
            let next = place + 1 < bytes.count ? bytes[place + 1] : 0
            switch byte {
            case UInt8(ascii: "\"") where isQuoted && next == UInt8(ascii: "\""):
                cell.append(byte)
                place += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted: endCell()
            case 0x0D where !isQuoted && next == 0x0A:
                endCell()
                lines.append([])
                place += 1
            default: cell.append(byte)
            }
            place += 1
        }
        precondition(lines.last == [] && cell.isEmpty, "the file does not end with a line's end")
        return lines.dropFirst().dropLast().map { line in
            precondition(line.count == lines[0].count, "a line has \(line.count) cells of \(lines[0].count)")
            return Dictionary(uniqueKeysWithValues: zip(lines[0], line))
        }
    }
}

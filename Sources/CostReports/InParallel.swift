import Dispatch
import Synchronization

/// What `body` makes of each number below `count`, in that order, worked out on all cores.
func inParallel<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
    guard count > 1 else { return (0..<count).map(body) }
    let values = Mutex([Value?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { number in
        let value = body(number)
        values.withLock { $0[number] = value }
    }
    return values.withLock { $0.compactMap { $0 } }
}

/// The elements in order; two cores sort a half each. Equal ones stay as they are to each other.
func sortedInParallel<Element: Sendable>(_ elements: [Element], by precedes: @Sendable (Element, Element) -> Bool) -> [Element] {
    let middle = elements.count / 2
    let halves = inParallel(2) { (half: Int) in elements[half == 0 ? 0..<middle : middle..<elements.count].sorted(by: precedes) }
    var sorted: [Element] = []
    sorted.reserveCapacity(elements.count)
    var next = 0
    for element in halves[0] {
        while next < halves[1].count, precedes(halves[1][next], element) {
            sorted.append(halves[1][next])
            next += 1
        }
        sorted.append(element)
    }
    sorted += halves[1][next...]
    return sorted
}

/// Rows of a piece, some hundred kilobytes; and pieces of a window, enough to keep some cores at work.
private let rowsOfPiece = 1_024
private let piecesOfWindow = 8

/// Hands on what `write` makes of rows, piece by piece and in order; the pieces of a window are worked out on all cores.
func writeInPieces<Failure: Error>(
    rows count: Int, to output: ([UInt8]) throws(Failure) -> Void, _ write: @Sendable (Range<Int>) -> [UInt8]
) throws(Failure) {
    for start in stride(from: 0, to: count, by: piecesOfWindow * rowsOfPiece) {
        let rows = start..<min(start + piecesOfWindow * rowsOfPiece, count)
        let pieces = inParallel((rows.count + rowsOfPiece - 1) / rowsOfPiece) { piece in
            let first = rows.lowerBound + piece * rowsOfPiece
            return write(first..<min(first + rowsOfPiece, rows.upperBound))
        }
        for piece in pieces { try output(piece) }
    }
}

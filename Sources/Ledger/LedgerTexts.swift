import CostReports
import GRDB
import StateFiles
import Synchronization

/// The texts of a ledger by their numbers, read as they are asked for: a question about a period needs few of a large ledger's.
final class LedgerTexts: KeyTexts {
    /// Texts that are read in one go. Numbers are given one after the other, so that texts which came up together lie together.
    static let chunkSize = 1_024

    private let connection: LedgerConnection
    private let chunks = Mutex<[[String]]>([])

    init(_ connection: LedgerConnection) {
        self.connection = connection
    }

    /// The texts of a chunk, which are remembered.
    func chunk(_ chunk: Int) throws -> [String] {
        try chunks.withLock { chunks in
            if chunk < chunks.count, !chunks[chunk].isEmpty { return chunks[chunk] }
            let texts = try connection.texts(from: chunk * LedgerTexts.chunkSize, count: LedgerTexts.chunkSize)
            while chunks.count <= chunk { chunks.append([]) }
            chunks[chunk] = texts
            return texts
        }
    }

    /// The text of a number that a reader has given out: its chunk was read then.
    func text(_ number: Int32) -> String {
        let (chunk, place) = Int(number).quotientAndRemainder(dividingBy: LedgerTexts.chunkSize)
        return chunks.withLock { $0[chunk][place] }
    }
}

/// What one reader has seen of the texts. Each has its own: threads would get into each other's way.
struct KnownTexts {
    private let texts: LedgerTexts
    private var chunks: [[String]] = []

    init(_ texts: LedgerTexts) {
        self.texts = texts
    }

    /// Makes sure that there are texts of a call's numbers.
    mutating func check(_ numbers: KeyNumbers) throws {
        try check(numbers.feature)
        try check(numbers.user)
        try check(numbers.session)
        try check(numbers.conversation)
        try check(numbers.step)
    }

    private mutating func check(_ number: Int32) throws {
        guard number != KeyNumbers.none else { return }
        guard number >= 0 else { throw UnknownName(text: "text \(number)") }
        let (chunk, place) = Int(number).quotientAndRemainder(dividingBy: LedgerTexts.chunkSize)
        if chunk >= chunks.count || chunks[chunk].isEmpty {
            let read = try texts.chunk(chunk)
            while chunks.count <= chunk { chunks.append([]) }
            chunks[chunk] = read
        }
        guard place < chunks[chunk].count else { throw UnknownName(text: "text \(number)") }
    }

    /// The text of a number that was checked; nil for none.
    func text(_ number: Int32) -> String? {
        guard number != KeyNumbers.none else { return nil }
        let (chunk, place) = Int(number).quotientAndRemainder(dividingBy: LedgerTexts.chunkSize)
        return chunks[chunk][place]
    }
}

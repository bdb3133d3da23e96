import Replay
import StateFiles

/// Finds out which of a ledger's inputs the files at hand are. Each file is one input at most, and each input one file.
struct InputRecognition {
    enum Finding: Hashable {
        /// Nobody has touched it since it was read, though it may have been renamed.
        case unchanged(Int64)
        /// It begins with what was read of that input.
        case grown(Int64)
        /// It stands in the place of that input's text.
        case rewritten(Int64)
        case new
    }

    /// A file at hand.
    struct File {
        var mark: InputMark
        /// Its first bytes, looked at only where its mark is not known.
        var head: () -> InputHead?
    }

    /// What each file is; nil for those that can't be read.
    private(set) var findings: [Finding?]
    /// The first bytes that were looked at.
    private(set) var heads: [Int: InputHead] = [:]
    /// Inputs of which nothing is left, and nothing is to be kept: they were empty, or came to us damaged and are here in one piece.
    private(set) var superseded: [Int64] = []

    private let known: [KnownInput]
    private let files: [File?]
    private var free: Set<Int>
    private var digests: [Int: [Int: [UInt8]]] = [:]

    /// Files that can't be looked at are nil.
    init(of files: [File?], among known: [KnownInput]) {
        self.files = files
        self.known = known
        free = Set(known.indices)
        findings = Array(repeating: nil, count: files.count)
        findUnchanged()
        look()
        // Who kept its name goes first: a copy must not take its place.
        for file in heads.keys.sorted() { take(file, among: free.filter { hasPath($0, of: file) && known[$0].isSettled }) }
        for file in heads.keys.sorted() where findings[file] == nil {
            take(file, among: free.filter { known[$0].headLength > 0 || hasPath($0, of: file) })
        }
        findRewritten()
        for file in heads.keys where findings[file] == nil { findings[file] = .new }
        findSuperseded()
    }

    private mutating func findUnchanged() {
        var byMark: [InputMark: Int] = [:]
        // Later ones give way to earlier ones; the path counts only among equals.
        for place in known.indices.reversed() { byMark[known[place].mark.withoutPath] = place }
        for file in files.indices {
            guard let mark = files[file]?.mark, let place = byMark[mark.withoutPath], free.contains(place) else { continue }
            free.remove(place)
            findings[file] = known[place].isSettled ? .unchanged(known[place].id) : .rewritten(known[place].id)
        }
    }

    private mutating func look() {
        let lengths = Set(free.map { known[$0].headLength })
        for file in files.indices {
            guard let head = files[file]?.head(isNeeded: findings[file]) else { continue }
            heads[file] = head
            digests[file] = head.digests(lengths)
        }
    }

    private func hasPath(_ place: Int, of file: Int) -> Bool { known[place].mark.path == files[file]?.mark.path }

    /// Gives a file the best input whose text it begins with.
    private mutating func take(_ file: Int, among candidates: Set<Int>) {
        let best = candidates.filter { holds(file, textOf: $0) }.max { rank($0, for: file) < rank($1, for: file) }
        guard let best else { return }
        free.remove(best)
        findings[file] = known[best].isSettled ? .grown(known[best].id) : .rewritten(known[best].id)
    }

    private func holds(_ file: Int, textOf place: Int) -> Bool {
        let input = known[place]
        guard let digest = digests[file]?[input.headLength], digest == input.head else { return false }
        return heads[file]?.isCompressed == true || files[file].map { $0.mark.size >= input.place.offset } == true
    }

    /// What was read in one piece, the same name, the same file, the most text; and the earlier one where all that is the same.
    private func rank(_ place: Int, for file: Int) -> (Int, Int, Int, Int, Int) {
        let input = known[place]
        let mark = files[file]?.mark
        let isSameFile = input.mark.device == mark?.device && input.mark.number == mark?.number
        return (input.isSettled ? 1 : 0, hasPath(place, of: file) ? 1 : 0, isSameFile ? 1 : 0, input.place.offset, -place)
    }

    /// A document that was written anew is not one more.
    private mutating func findRewritten() {
        for file in heads.keys.sorted() where findings[file] == nil {
            guard let place = free.filter({ hasPath($0, of: file) && known[$0].kind == .document }).min() else { continue }
            free.remove(place)
            findings[file] = .rewritten(known[place].id)
        }
    }

    private mutating func findSuperseded() {
        for place in free.sorted() {
            let input = known[place]
            let isGone = input.headLength == 0 || !input.isSettled && digests.values.contains { $0[input.headLength] == input.head }
            if isGone { superseded.append(input.id) }
        }
    }
}

extension InputRecognition.File {
    fileprivate func head(isNeeded finding: InputRecognition.Finding?) -> InputHead? {
        if case .unchanged = finding { return nil }
        return head()
    }
}

extension InputMark {
    /// The file itself, whatever it is called.
    fileprivate var withoutPath: InputMark {
        var mark = self
        mark.path = ""
        return mark
    }
}

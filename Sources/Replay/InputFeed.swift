import ByteStreams

/// Gives what the inputs hold, piece by piece, from the first input to the last: the order in which it is all committed.
struct InputFeed {
    enum Item {
        /// The next input comes, if it can be opened.
        case begin(Int)
        case refused(ReadFault, input: Int)
        /// It is no log, for that reason.
        case notALog(String, InputReader)
        case block(Block, InputReader)
        /// The rest of it is no lines: it is to be read with this reader, piece after piece.
        case pieces(any PieceReader, InputReader)
        case end(InputReader)
    }

    private let paths: [String]
    private var opener: InputOpener
    private var index = 0
    private var state = State.before

    private enum State {
        case before
        case opening
        case reading(InputReader)
        case ending(InputReader)
    }

    init(paths: [String], plan: ReplayPlan, keepsCopies: Bool) {
        self.paths = paths
        opener = InputOpener(paths: paths, plan: plan, keepsCopies: keepsCopies)
    }

    /// Whether the next item comes soon: whoever writes to a pipe may let it wait, before it is open and after.
    var isReady: Bool {
        switch state {
        case .before, .ending: true
        case .opening: BlockReader.opensAtOnce(paths[index])
        case .reading(let input): input.isReady
        }
    }

    /// nil when all inputs were given.
    mutating func next() -> Item? {
        switch state {
        case .before:
            guard index < paths.count else { return nil }
            state = .opening
            return .begin(index)
        case .opening:
            do throws(ReadFault) {
                state = .reading(try opener.open(index))
                return next()
            } catch {
                defer { moveOn() }
                return .refused(error, input: index)
            }
        case .reading(let input):
            if let block = input.nextBlock() { return .block(block, input) }
            state = .ending(input)
            switch input.kind {
            case .notALog(let reason): return .notALog(reason, input)
            // From the start, or from where lines turned out to be documents.
            case .pieces(let reader): return .pieces(reader, input)
            case .records, .otherText: return next()
            }
        case .ending(let input):
            moveOn()
            return .end(input)
        }
    }

    private mutating func moveOn() {
        index += 1
        state = .before
    }
}

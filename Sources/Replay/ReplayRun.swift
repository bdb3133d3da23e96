import ByteStreams
import Synchronization
import TrafficModel

/// Reads all inputs of a plan and gives their calls to a sink, in input order whatever the number of threads.
///
/// Blocks of lines are read one after the other, turned into calls in parallel, and committed in order: at most a few blocks are in flight,
/// so memory does not grow with the input.
package struct ReplayRun: Sendable {
    private let plan: ReplayPlan
    private let progress: (@Sendable (ReplayProgress) -> Void)?

    package init(_ plan: ReplayPlan, progress: (@Sendable (ReplayProgress) -> Void)? = nil) {
        self.plan = plan
        self.progress = progress
    }

    /// Runs to the end of the inputs. Faults of the input are in the summary; what is thrown is the sink's.
    package func run<Sink: CallSink>(into sink: Sink) async throws -> (Sink, ReplaySummary) {
        var paths = plan.inputs
        var records = RecordAssembler(plan: plan, taker: Committer(plan: plan, sink: sink))
        let copies = try await read(paths, &records, keepsCopies: plan.dedupes)

        if !records.taker.repeats.isEmpty {
            guard copies.isComplete else {
                records.taker.noteUnmerged()
                return (records.taker.sink, records.taker.finish())
            }
            for (index, copy) in copies.byInput { paths[index] = copy.path }
            let repeats = records.taker.repeats
            var sink = records.taker.sink
            try sink.restart()
            records = RecordAssembler(plan: plan, taker: Committer(plan: plan, sink: sink, repeats: repeats))
            for pass in 0..<repeats.passes {
                records.taker.beginPass(pass)
                _ = try await read(paths, &records, keepsCopies: false)
            }
        }
        let summary = records.taker.finish()
        return (records.taker.sink, summary)
    }

    /// Reads the inputs once, for somebody who takes their records as they are found.
    package func read<Taker: RecordTaker>(into taker: Taker) async throws -> Taker {
        var records = RecordAssembler(plan: plan, taker: taker)
        _ = try await readAll(plan.inputs, &records, keepsCopies: false)
        try records.endPass()
        return records.taker
    }

    private func read<Sink>(_ paths: [String], _ records: inout RecordAssembler<Committer<Sink>>, keepsCopies: Bool) async throws -> Copies {
        if let kept = plan.kept {
            try await kept.readAll(plan, into: &records.taker)
            return Copies()
        }
        let copies = try await readAll(paths, &records, keepsCopies: keepsCopies)
        try records.endPass()
        return copies
    }

    /// Copies of inputs that can't be read twice.
    private struct Copies {
        var byInput: [Int: InputCopy] = [:]
        var isComplete = true
    }

    private func readAll<Taker>(_ paths: [String], _ records: inout RecordAssembler<Taker>, keepsCopies: Bool) async throws -> Copies {
        var feed = InputFeed(paths: paths, plan: plan, keepsCopies: keepsCopies)
        var books = InputBooks(meter: ProgressMeter(inputs: plan.inputs, report: progress))
        let processors = ProcessorPool(plan: plan)
        if plan.jobs > 1 {
            try await readInParallel(&feed, &records, processors, &books)
        } else {
            while let item = feed.next() {
                try Task.checkCancellation()
                try commit(item, &records, processors, &books)
            }
        }
        // An input that was being waited for ends early then, and would look like a damaged one.
        try Task.checkCancellation()
        return books.copies
    }

    /// What is noted of the inputs beside their records.
    private struct InputBooks {
        var meter: ProgressMeter
        var copies = Copies()
    }

    /// Commits an item, which is the next one in order; its work, if any is left, is done here.
    private func commit<Taker>(
        _ item: InputFeed.Item, _ records: inout RecordAssembler<Taker>, _ processors: ProcessorPool, _ books: inout InputBooks
    ) throws {
        switch item {
        case .begin(let index): records.taker.begin(input: index)
        case .refused(let fault, let index):
            try refuse(fault, index: index, &records)
            books.meter.finish(0)
        case .notALog(let reason, let input):
            var result = BlockResult.wholeInput(input.index, reason)
            try records.commit(&result)
        case .block(let block, let input):
            try processors.with { processor in
                var result = processor.process(block, input: input.index, room: processors.takeRoom())
                try commit(&result, of: input, &records, processors, &books)
            }
        case .pieces(let reader, let input):
            try processors.with { processor in
                while var result = input.nextPiece(reader, processor) {
                    try Task.checkCancellation()
                    try commit(&result, of: input, &records, processors, &books)
                }
            }
        case .end(let input):
            try records.end(input.index, input.end)
            books.meter.finish(input.blocks.storedBytesRead)
            if let copy = input.blocks.copy {
                books.copies.byInput[input.index] = copy
                books.copies.isComplete = books.copies.isComplete && copy.isComplete
            }
        }
    }

    /// In place: its calls are large, and a second holder of them would have them copied.
    private func commit<Taker>(
        _ result: inout BlockResult, of input: InputReader, _ records: inout RecordAssembler<Taker>, _ processors: ProcessorPool, _ books: inout InputBooks
    ) throws {
        guard input.counts(result) else { return }
        try records.commit(&result)
        processors.giveRoom(result.calls)
        books.meter.update(input.blocks.storedBytesRead)
    }

    // MARK: - On several threads

    /// Something that waits for its turn to be committed.
    private enum Turn {
        /// What is being worked on; the number names its results.
        case results(Int, InputReader)
        case item(InputFeed.Item)
    }

    /// Blocks of all inputs are worked on as they come: most logs of a folder may be no larger than one.
    private func readInParallel<Taker>(
        _ feed: inout InputFeed, _ records: inout RecordAssembler<Taker>, _ processors: ProcessorPool, _ books: inout InputBooks
    ) async throws {
        let jobs = plan.jobs
        try await withThrowingTaskGroup(of: (Int, [BlockResult]).self) { group in
            var turns: [Turn] = []
            var done: [Int: [BlockResult]] = [:]
            var given = 0
            var committed = 0
            var inFlight = 0
            var isOpen = true
            while isOpen || !turns.isEmpty {
                try Task.checkCancellation()
                // One block more than there are threads, so that none waits; and no further ahead of the slowest block than a few.
                while isOpen, inFlight <= jobs, given - committed < 4 * jobs, turns.count < 16 * jobs, turns.isEmpty || feed.isReady {
                    guard let item = feed.next() else {
                        isOpen = false
                        break
                    }
                    guard let work = InputWork(item, processors) else {
                        turns.append(.item(item))
                        continue
                    }
                    let number = given
                    given += 1
                    inFlight += 1
                    turns.append(.results(number, work.input))
                    group.addTask { (number, try work.results()) }
                }
                commits: while let turn = turns.first {
                    switch turn {
                    case .item(let item): try commit(item, &records, processors, &books)
                    case .results(let number, let input):
                        guard var results = done.removeValue(forKey: number) else { break commits }
                        committed += 1
                        for place in results.indices { try commit(&results[place], of: input, &records, processors, &books) }
                    }
                    turns.removeFirst()
                }
                if inFlight > 0, let (number, results) = try await group.next() {
                    inFlight -= 1
                    done[number] = results
                }
            }
        }
    }

    // MARK: - Other inputs

    /// An input that can't be opened; one in a compression that is not undone is a record of its own, so that it shows in the books.
    private func refuse<Taker>(_ fault: ReadFault, index: Int, _ records: inout RecordAssembler<Taker>) throws {
        if case .unsupportedCompression(let name) = fault.kind {
            var result = BlockResult.wholeInput(index, "compressed with \(name); decompress it first")
            try records.commit(&result)
            try records.end(index, InputEnd())
        } else {
            var end = InputEnd()
            end.fault = fault
            try records.end(index, end)
        }
    }
}

extension BlockResult {
    fileprivate static func wholeInput(_ index: Int, _ reason: String) -> BlockResult {
        var result = BlockResult(input: index)
        result.books.records = 1
        result.books.isOfLines = false
        result.reject(.notALog, reason, at: SourceLocation(input: index, line: 1, offset: 0))
        return result
    }
}

/// What a task may do of an item while others are at theirs: a block, or a whole input that is no larger than one.
private struct InputWork: @unchecked Sendable {  // nobody else uses the input before the results are there
    let input: InputReader
    private let item: InputFeed.Item
    private let processors: ProcessorPool

    /// nil where the item is not to be taken out of turn.
    init?(_ item: InputFeed.Item, _ processors: ProcessorPool) {
        switch item {
        case .block(_, let input): self.input = input
        case .pieces(_, let input):
            guard input.fitsInBlock else { return nil }
            self.input = input
        case .begin, .refused, .notALog, .end: return nil
        }
        self.item = item
        self.processors = processors
    }

    func results() throws -> [BlockResult] {
        try processors.with { processor in
            switch item {
            case .block(let block, let input): return [processor.process(block, input: input.index, room: processors.takeRoom())]
            case .pieces(let reader, let input):
                var results: [BlockResult] = []
                while let result = input.nextPiece(reader, processor) {
                    try Task.checkCancellation()
                    results.append(result)
                }
                return results
            case .begin, .refused, .notALog, .end: return []
            }
        }
    }
}

/// Processors with their buffers, for whichever task comes next.
private final class ProcessorPool: Sendable {
    private let plan: ReplayPlan
    private let free = Mutex<[Handle]>([])
    private let rooms = Mutex<[[NotedCall]]>([])

    /// A processor is used by one task at a time.
    private struct Handle: @unchecked Sendable {
        let processor: BlockProcessor
    }

    init(plan: ReplayPlan) {
        self.plan = plan
    }

    func with<Result>(_ body: (BlockProcessor) throws -> Result) rethrows -> Result {
        let handle = free.withLock { $0.popLast() } ?? Handle(processor: BlockProcessor(plan: plan))
        defer { free.withLock { $0.append(handle) } }
        return try body(handle.processor)
    }

    func takeRoom() -> [NotedCall] {
        rooms.withLock { $0.popLast() } ?? []
    }

    func giveRoom(_ room: consuming [NotedCall]) {
        let room = room
        rooms.withLock { $0.append(room) }
    }
}

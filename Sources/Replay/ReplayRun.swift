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
        var copies = Copies()
        var meter = ProgressMeter(inputs: plan.inputs, report: progress)
        let processors = ProcessorPool(plan: plan)
        var opener = InputOpener(paths: paths, plan: plan, keepsCopies: keepsCopies)
        for index in paths.indices {
            try Task.checkCancellation()
            records.taker.begin(input: index)
            let input: InputReader
            do throws(ReadFault) {
                input = try opener.open(index)
            } catch {
                try refuse(error, index: index, &records)
                continue
            }
            switch input.kind {
            case .records where plan.jobs > 1: try await readInParallel(input, &records, processors, &meter)
            case .records: try readInTurn(input, &records, processors, &meter)
            case .notALog(let reason): try reject(input, reason, &records)
            case .pieces, .otherText: break
            }
            // From the start, or from where lines turned out to be documents.
            if case .pieces(let reader) = input.kind { try readPieces(input, reader, &records, processors, &meter) }
            try records.end(index, input.end)
            meter.finish(input.blocks.storedBytesRead)
            if let copy = input.blocks.copy {
                copies.byInput[index] = copy
                copies.isComplete = copies.isComplete && copy.isComplete
            }
        }
        // An input that was being waited for ends early then, and would look like a damaged one.
        try Task.checkCancellation()
        return copies
    }

    // MARK: - Records

    private func readInTurn<Taker>(
        _ input: InputReader, _ records: inout RecordAssembler<Taker>, _ processors: ProcessorPool, _ meter: inout ProgressMeter
    ) throws {
        let processor = processors.take()
        defer { processors.give(processor) }
        while let block = input.nextBlock() {
            try Task.checkCancellation()
            var result = processor.process(block, input: input.index, room: processors.takeRoom())
            guard input.counts(result) else { continue }
            try records.commit(&result)
            processors.giveRoom(result.calls)
            meter.update(input.blocks.storedBytesRead)
        }
    }

    private func readInParallel<Taker>(
        _ input: InputReader, _ records: inout RecordAssembler<Taker>, _ processors: ProcessorPool, _ meter: inout ProgressMeter
    ) async throws {
        let jobs = plan.jobs
        let index = input.index
        try await withThrowingTaskGroup(of: (Int, BlockResult).self) { group in
            var inFlight = 0
            var given = 0
            var committed = 0
            var early: [Int: BlockResult] = [:]
            var isOpen = true
            while true {
                // One block more than there are threads, so that none waits; and no further ahead of the slowest block than a few.
                while isOpen, inFlight <= jobs, given - committed < 4 * jobs {
                    guard let block = input.nextBlock() else {
                        isOpen = false
                        break
                    }
                    let number = given
                    given += 1
                    inFlight += 1
                    group.addTask {
                        let processor = processors.take()
                        defer { processors.give(processor) }
                        return (number, processor.process(block, input: index, room: processors.takeRoom()))
                    }
                }
                guard let (number, result) = try await group.next() else { break }
                inFlight -= 1
                early[number] = result
                while var next = early.removeValue(forKey: committed) {
                    committed += 1
                    guard input.counts(next) else { continue }
                    try records.commit(&next)
                    processors.giveRoom(next.calls)
                }
                try Task.checkCancellation()
                meter.update(input.blocks.storedBytesRead)
            }
        }
    }

    // MARK: - Other inputs

    private func readPieces<Taker>(
        _ input: InputReader, _ reader: any PieceReader, _ records: inout RecordAssembler<Taker>, _ processors: ProcessorPool, _ meter: inout ProgressMeter
    ) throws {
        let processor = processors.take()
        defer { processors.give(processor) }
        while var result = input.nextPiece(reader, processor) {
            try Task.checkCancellation()
            try records.commit(&result)
            meter.update(input.blocks.storedBytesRead)
        }
    }

    private func reject<Taker>(_ input: InputReader, _ reason: String, _ records: inout RecordAssembler<Taker>) throws {
        var result = BlockResult.wholeInput(input.index, reason)
        try records.commit(&result)
    }

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

/// Processors with their buffers, for whichever task comes next.
private final class ProcessorPool: Sendable {
    private let plan: ReplayPlan
    private let free = Mutex<[Handle]>([])
    private let rooms = Mutex<[[NotedCall]]>([])

    /// A processor is used by one task at a time: between `take` and `give`.
    private struct Handle: @unchecked Sendable {
        let processor: BlockProcessor
    }

    init(plan: ReplayPlan) {
        self.plan = plan
    }

    func take() -> BlockProcessor {
        free.withLock { $0.popLast() }?.processor ?? BlockProcessor(plan: plan)
    }

    func takeRoom() -> [NotedCall] {
        rooms.withLock { $0.popLast() } ?? []
    }

    func giveRoom(_ room: consuming [NotedCall]) {
        let room = room
        rooms.withLock { $0.append(room) }
    }

    func give(_ processor: BlockProcessor) {
        let handle = Handle(processor: processor)
        free.withLock { $0.append(handle) }
    }
}

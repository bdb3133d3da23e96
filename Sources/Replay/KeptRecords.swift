package import ByteStreams
package import CostReports
import Synchronization
package import TrafficModel

/// Records that earlier runs read and kept: what a ledger gives in place of inputs. They are as they were found; what a report makes of them
/// (times and tiers taken for granted, prices, what counts once, filters) is decided when it is made, by the code that reads inputs for it.
package protocol KeptRecords: Sendable {
    /// Some records that are read in one go.
    associatedtype Batch: Sendable

    /// The inputs in the order of reading, as ``ReplayPlan/inputs`` names them.
    var inputs: [KeptInput] { get }

    /// Records that belong to no one input: further ones of calls that several inputs tell of.
    var joined: Int { get }
    var ignored: Int { get }

    /// How many calls there are, background responses at work included.
    var count: Int { get }

    /// The texts that calls have numbers for.
    var texts: any KeyTexts { get }

    /// Where the calls lie that a plan needs, in the order in which they were found: all that may lie in its period, and those that share their
    /// id with others, wherever they lie.
    func batches(for plan: ReplayPlan) throws -> [Batch]

    /// Reads a batch, its calls in whatever order; as many may be read at a time as there are jobs, and one. `take` has each call for itself, of which
    /// `depth` is told at least; its second parameter adds the rest.
    func read(_ batch: Batch, to depth: CallDepth, _ take: (inout KeptCall, (inout KeptCall) throws -> Void) throws -> Void) throws
}

/// What one input of a ledger held.
package struct KeptInput: Sendable {
    package var path: String
    package var storedBytes = 0
    package var compression: Compression?
    package var books = BlockBooks()
    package var rejects: [RejectReason: Int] = [:]

    package init(path: String) {
        self.path = path
    }
}

/// A call that was kept, or a background response at work.
package struct KeptCall: Sendable {
    package var found: NotedCall
    /// Its place in the order in which calls were found.
    package var order: Int64 = 0
    package var pending: PendingResponse?
    /// The numbers of its attribution's texts.
    package var numbers = KeyNumbers()
    /// How much of it is told.
    package var depth = CallDepth.numbers
    /// Whether what it counts for depends on records elsewhere: others share its id, or it began in another input.
    package var isEntangled = false

    package init(_ found: NotedCall) {
        self.found = found
    }
}

extension KeptRecords {
    /// Gives what a plan needs to a committer, as reading the inputs would.
    func readAll<Sink>(_ plan: ReplayPlan, into committer: inout Committer<Sink>) async throws {
        for index in inputs.indices { committer.begin(input: index) }
        var read = 0
        try await forEachBatch(plan, committer.makeBatch(texts)) { batch in
            for place in batch.placesInOrder {
                switch place {
                case .call(let place): try committer.take(&batch.calls[place])
                case .pending(let place): committer.take(batch.pending[place])
                }
            }
            committer.take(&batch.loose)
            read += batch.records
        }
        committer.countFiltered(count - read)
        for (index, input) in inputs.enumerated() {
            committer.take(input.books, of: index)
            committer.take(rejects: input.rejects, of: index)
            var end = InputEnd()
            end.storedBytes = input.storedBytes
            end.compression = input.compression
            committer.end(index, end)
        }
        committer.countJoined(joined)
        committer.countIgnored(ignored)
        try committer.endPass()
    }

    /// Reads batches in parallel, a few ahead, and gives them in order.
    private func forEachBatch(_ plan: ReplayPlan, _ empty: CallBatch?, _ body: (inout KeptBatch) throws -> Void) async throws {
        let batches = try batches(for: plan)
        let workers = KeptReaders(plan: plan, empty: empty)
        try await withThrowingTaskGroup(of: (Int, KeptBatch).self) { group in
            var given = 0
            var taken = 0
            var early: [Int: KeptBatch] = [:]
            while taken < batches.count {
                try Task.checkCancellation()
                while given < batches.count, given - taken < plan.jobs + 1 {
                    let number = given
                    given += 1
                    group.addTask { (number, try workers.read(batches[number], of: self)) }
                }
                guard let (number, batch) = try await group.next() else { break }
                early[number] = batch
                while var next = early.removeValue(forKey: taken) {
                    try body(&next)
                    workers.giveRoom(next)
                    taken += 1
                }
            }
        }
    }
}

/// What settles calls for a run, for whichever task comes next.
private final class KeptReaders: Sendable {
    private let plan: ReplayPlan
    private let empty: CallBatch?
    private let free = Mutex<[CallMaker]>([])
    private let rooms = Mutex<[KeptBatch]>([])

    /// `empty`: what calls that are taken in any order go into.
    init(plan: ReplayPlan, empty: CallBatch?) {
        self.plan = plan
        self.empty = empty
    }

    func read<Kept: KeptRecords>(_ place: Kept.Batch, of kept: Kept) throws -> KeptBatch {
        var maker = free.withLock { $0.popLast() } ?? CallMaker(plan: plan, keepingLines: empty?.breakdown.isAskedFor == true)
        var batch = rooms.withLock { $0.popLast() } ?? KeptBatch(empty)
        // Out of this object, which would be asked for it at each call.
        let plan = plan
        let depth = max(empty?.report.depth ?? .everything, plan.filters.depth)
        try kept.read(place, to: depth) { call, complete in
            batch.records += 1
            maker.settle(&call.found)
            if batch.loose.take(call, maker.lines, plan) { return }
            if call.depth < .everything { try complete(&call) }
            batch.take(call)
        }
        free.withLock { $0.append(maker) }
        return batch
    }

    func giveRoom(_ batch: consuming KeptBatch) {
        var batch = batch
        batch.removeAll()
        rooms.withLock { $0.append(batch) }
    }
}

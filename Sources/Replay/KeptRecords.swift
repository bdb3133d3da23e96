package import ByteStreams
import Synchronization
package import TrafficModel

/// Records that earlier runs read and kept: what a ledger gives in place of inputs. They are as they were found; what a report makes of them
/// (times and tiers taken for granted, prices, what counts once, filters) is decided when it is made, by the code that reads inputs for it.
package protocol KeptRecords: Sendable {
    /// The inputs in the order of reading, as ``ReplayPlan/inputs`` names them.
    var inputs: [KeptInput] { get }

    /// Records that belong to no one input: further ones of calls that several inputs tell of.
    var joined: Int { get }
    var ignored: Int { get }

    /// The calls lie in so many batches, in the order in which they were found.
    var batchCount: Int { get }

    /// Reads a batch; as many may be read at a time as there are jobs, and one.
    func read(_ batch: Int, into records: inout KeptBatch) throws
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

/// Some of a ledger's records.
package struct KeptBatch: Sendable {
    package var calls: [NotedCall] = []
    /// Background responses, each with the number of calls before it.
    package var pending: [(place: Int, response: PendingResponse)] = []

    package init() {}
}

extension KeptRecords {
    /// Gives all records to a taker, as reading the inputs would.
    func readAll<Taker: RecordTaker>(_ plan: ReplayPlan, into taker: inout Taker) async throws {
        for index in inputs.indices { taker.begin(input: index) }
        try await forEachBatch(plan) { batch in
            var pending = batch.pending[...]
            for place in batch.calls.indices {
                while let next = pending.first, next.place == place { try taker.take(pending.removeFirst().response) }
                try taker.take(&batch.calls[place])
            }
            for (_, response) in pending { try taker.take(response) }
        }
        for (index, input) in inputs.enumerated() {
            try taker.take(input.books, of: index)
            taker.take(rejects: input.rejects, of: index)
            var end = InputEnd()
            end.storedBytes = input.storedBytes
            end.compression = input.compression
            try taker.end(index, end)
        }
        taker.countJoined(joined)
        taker.countIgnored(ignored)
        try taker.endPass()
    }

    /// Reads batches in parallel, a few ahead, and gives them in order.
    private func forEachBatch(_ plan: ReplayPlan, _ body: (inout KeptBatch) throws -> Void) async throws {
        let workers = KeptReaders(plan: plan)
        try await withThrowingTaskGroup(of: (Int, KeptBatch).self) { group in
            var given = 0
            var taken = 0
            var early: [Int: KeptBatch] = [:]
            while taken < batchCount {
                try Task.checkCancellation()
                while given < batchCount, given - taken < plan.jobs + 1 {
                    let number = given
                    given += 1
                    group.addTask { (number, try workers.read(number, of: self)) }
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
    private let free = Mutex<[CallMaker]>([])
    private let rooms = Mutex<[KeptBatch]>([])

    init(plan: ReplayPlan) {
        self.plan = plan
    }

    func read(_ number: Int, of kept: some KeptRecords) throws -> KeptBatch {
        var maker = free.withLock { $0.popLast() } ?? CallMaker(plan: plan)
        var batch = rooms.withLock { $0.popLast() } ?? KeptBatch()
        try kept.read(number, into: &batch)
        for place in batch.calls.indices { maker.settle(&batch.calls[place]) }
        free.withLock { $0.append(maker) }
        return batch
    }

    func giveRoom(_ batch: consuming KeptBatch) {
        var batch = batch
        batch.calls.removeAll(keepingCapacity: true)
        batch.pending.removeAll(keepingCapacity: true)
        rooms.withLock { $0.append(batch) }
    }
}

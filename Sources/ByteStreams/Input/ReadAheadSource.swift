import Dispatch
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A stream that is read ahead of its use on a thread of its own: a file is inflated while lines of it, or of the file before it, are parsed.
///
/// At most ``capacity`` bytes are ahead; then the thread waits until some were taken.
final class ReadAheadSource: ByteSource {
    static let capacity = pieces * pieceSize
    private static let pieces = 8
    private static let pieceSize = 256 << 10

    private let queue: Queue
    private var piece: Queue.Piece?
    /// How much of the piece was taken.
    private var taken = 0
    private(set) var storedBytesRead = 0

    /// `source` is the thread's from here on: nobody else may use it.
    init(_ source: any ByteSource) {
        let queue = Queue(pieces: ReadAheadSource.pieces, size: ReadAheadSource.pieceSize)
        self.queue = queue
        let work = Work(source: source)
        DispatchQueue(label: "fluxgate.read-ahead").async { work.fill(queue) }
    }

    deinit {
        queue.stop()
    }

    func wouldWait(longerThan milliseconds: Int32) -> Bool { false }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadFault) -> Int {
        let current: Queue.Piece
        if let piece {
            current = piece
        } else {
            current = queue.next()
            storedBytesRead = current.storedBytes
            taken = 0
        }
        guard current.count > 0 else {
            // The end stays the end; its fault is told once.
            piece = Queue.Piece(bytes: current.bytes, count: 0, storedBytes: current.storedBytes)
            if let fault = current.fault { throw fault }
            return 0
        }
        let count = min(buffer.count, current.count - taken)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: current.bytes[taken..<(taken + count)]))
        taken += count
        if taken < current.count {
            piece = current
        } else {
            piece = nil
            queue.give(back: current.bytes)
        }
        return count
    }

    /// The thread's part.
    private struct Work: @unchecked Sendable {
        let source: any ByteSource

        func fill(_ queue: Queue) {
            while let bytes = queue.room() {
                var piece = Queue.Piece(bytes: bytes, count: 0, storedBytes: 0)
                do throws(ReadFault) { piece.count = try source.read(into: bytes) } catch { piece.fault = error }
                piece.storedBytes = source.storedBytesRead
                queue.add(piece)
                if piece.count == 0 { return }
            }
        }
    }
}

/// Pieces on their way from one thread to another, and the empty ones on their way back.
private final class Queue: @unchecked Sendable {
    struct Piece {
        let bytes: UnsafeMutableRawBufferPointer
        /// 0 at the end.
        var count: Int
        /// Stored bytes that were read up to here.
        var storedBytes: Int
        var fault: ReadFault?
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let memory: UnsafeMutableRawBufferPointer
    // What the mutex guards.
    private var rooms: [UnsafeMutableRawBufferPointer] = []
    private var ready: [Piece] = []
    private var isStopped = false

    init(pieces: Int, size: Int) {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(change, nil)
        memory = .allocate(byteCount: pieces * size, alignment: 64)
        for index in 0..<pieces { rooms.append(UnsafeMutableRawBufferPointer(rebasing: memory[(index * size)..<((index + 1) * size)])) }
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(mutex)
        change.deallocate()
        mutex.deallocate()
        memory.deallocate()
    }

    /// Room for a piece, when there is some; nil when nobody wants more.
    func room() -> UnsafeMutableRawBufferPointer? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while rooms.isEmpty, !isStopped { pthread_cond_wait(change, mutex) }
        return isStopped ? nil : rooms.removeLast()
    }

    func add(_ piece: Piece) {
        update { ready.append(piece) }
    }

    /// The next piece, when it has come. Behind the last one, which is empty, none must be asked for.
    func next() -> Piece {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while ready.isEmpty { pthread_cond_wait(change, mutex) }
        return ready.removeFirst()
    }

    func give(back room: UnsafeMutableRawBufferPointer) {
        update { rooms.append(room) }
    }

    func stop() {
        update { isStopped = true }
    }

    private func update(_ change: () -> Void) {
        pthread_mutex_lock(mutex)
        change()
        pthread_cond_broadcast(self.change)
        pthread_mutex_unlock(mutex)
    }
}

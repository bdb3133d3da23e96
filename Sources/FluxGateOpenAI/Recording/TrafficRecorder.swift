public import Logging
import Synchronization
import TrafficModel

/// Keeps the exchanges of clients in a log of JSON lines, in the form that `fluxgate` replays.
///
/// ```swift
/// let recorder = try TrafficRecorder(path: "traffic.jsonl", rotation: .daily)
/// let client = OpenAI(apiKey: key, recorder: recorder)
/// ```
///
/// Keys, tokens and cookies are left out; prompts and answers too, with ``RecordedBodies/usageOnly``. Only the owner may read the file (mode 0600).
/// Each record is one line, written at once: if the process dies, all lines before that stay readable. A record that can't be written never makes
/// a call fail; it is counted and logged.
///
/// One recorder to a path.
public actor TrafficRecorder {
    /// What is kept of requests and answers.
    public nonisolated let bodies: RecordedBodies
    private let file: RecordFile
    private let logger: Logger
    private let waiting = Mutex(Waiting())

    private struct Waiting {
        var records: [CallRecord] = []
        var failed = 0
    }

    /// - Parameters:
    ///   - path: the log. What is there already stays; records are added.
    ///   - bodies: what is kept of requests and answers.
    ///   - compresses: writes gzip. The end of a compressed log is written when it is rotated or closed; a log without its end is readable.
    ///   - rotation: when a new log is begun. The full one gets the time of its rotation in its name: `traffic-20251001T120000Z.jsonl`.
    ///   - sync: when what was written is forced to the disk, so that it outlives a loss of power.
    ///   - logger: where failures to write are told; without one, on standard error.
    /// - Throws: ``TrafficRecorderError`` where the log can't be opened.
    public init(
        path: String, bodies: RecordedBodies = .full, compresses: Bool = false, rotation: RecordRotation = .never, sync: RecordSync = .never,
        logger: Logger? = nil
    ) throws(TrafficRecorderError) {
        self.bodies = bodies
        self.logger = logger ?? Logger(label: "fluxgate.recorder")
        file = try RecordFile(path: path, compresses: compresses, rotation: rotation, sync: sync)
    }

    /// Records that could not be written.
    public nonisolated var failedRecords: Int { waiting.withLock { $0.failed } }

    /// Returns when all exchanges that have ended are written, and forced to the disk.
    public func flush() {
        drain()
        attempt { () throws(TrafficRecorderError) in try file.sync() }
    }

    /// Writes what is left and closes the log, with the end of its compression. Later records open it again.
    public func close() {
        drain()
        attempt { () throws(TrafficRecorderError) in try file.close() }
    }

    /// Writes a record; returns when the file has it.
    func append(_ record: CallRecord) {
        submit(record, drains: false)
        drain()
    }

    /// Writes a record without making anybody wait.
    nonisolated func submit(_ record: CallRecord, drains: Bool = true) {
        waiting.withLock { $0.records.append(record) }
        if drains { Task { await self.drain() } }
    }

    private func drain() {
        let records = waiting.withLock { waiting in
            defer { waiting.records = [] }
            return waiting.records
        }
        for record in records {
            let line = (bodies == .full ? record : record.withoutTexts()).line
            if !attempt({ () throws(TrafficRecorderError) in try file.append(line, at: Timestamp.now) }) { waiting.withLock { $0.failed += 1 } }
        }
    }

    @discardableResult
    private func attempt(_ work: () throws(TrafficRecorderError) -> Void) -> Bool {
        do throws(TrafficRecorderError) {
            try work()
            return true
        } catch {
            logger.warning("a record could not be written", metadata: ["error": "\(error)"])
            return false
        }
    }
}

/// Why a log could not be opened or written.
public struct TrafficRecorderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public var path: String
    /// The system's error number (`errno`).
    public var code: Int32

    public var description: String { "\(path): \(systemMessage(code))" }
}

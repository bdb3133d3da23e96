import ByteStreams
import TrafficModel
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The log of a recorder: lines, appended whole; rotated; compressed if asked. For one actor.
final class RecordFile {
    private let path: String
    private let rotation: RecordRotation
    private let syncPolicy: RecordSync
    private let compresses: Bool
    private var descriptor: CInt = -1
    private var compressor: GzipWriter?
    /// Bytes in the file, as they are stored.
    private var size: Int64 = 0
    /// The day of the file's first record, counted from 1970; nil while it has none.
    private var day: Int64?
    private var lastSync = ContinuousClock.now
    /// A compressed log lost bytes that what follows would refer to: nothing more can be added to it.
    private var isBroken = false

    init(path: String, compresses: Bool, rotation: RecordRotation, sync: RecordSync) throws(TrafficRecorderError) {
        self.path = path
        self.compresses = compresses
        self.rotation = rotation
        syncPolicy = sync
        try open()
    }

    deinit {
        try? close()
    }

    /// Appends a line. Where that fails in its midst, what was written of it is taken back.
    func append(_ line: [UInt8], at time: Timestamp) throws(TrafficRecorderError) {
        if descriptor < 0 { try open() }
        let line = line + [0x0A]
        let today = floorDay(time)
        if mustRotate(before: line.count, today) { try rotate() }
        day = day ?? today
        guard compresses else {
            try put(line)
            return try syncIfDue()
        }
        // Each line leaves the compressor whole, so that a log without its end can be read up to its last line.
        let compressor = self.compressor ?? GzipWriter()
        self.compressor = compressor
        var packed: [UInt8] = []
        try? compressor.write(line) { packed += $0 }
        try? compressor.flush { packed += $0 }
        do throws(TrafficRecorderError) { try put(packed) } catch {
            self.compressor = nil
            isBroken = true
            throw error
        }
        try syncIfDue()
    }

    /// Forces what was written to the disk.
    func sync() throws(TrafficRecorderError) {
        guard descriptor >= 0 else { return }
        if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS { throw fault }
        lastSync = .now
    }

    func close() throws(TrafficRecorderError) {
        guard descriptor >= 0 else { return }
        if let compressor {
            self.compressor = nil
            var end: [UInt8] = []
            try? compressor.finish { end += $0 }
            try put(end)
        }
        if syncPolicy != .never { try sync() }
        systemClose(descriptor)
        descriptor = -1
        day = nil
    }

    // MARK: - Opening and rotating

    private func open() throws(TrafficRecorderError) {
        descriptor = systemOpen(path)
        guard descriptor >= 0 else { throw fault }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw fault }
        // A file that was there may have been open to others.
        if status.st_mode & 0o777 != 0o600 { fchmod(descriptor, 0o600) }
        size = Int64(status.st_size)
        guard size > 0 else { return }
        day = floorDay(Timestamp(seconds: Int64(status.modified)))
        // A compressed log may lack its end, and nothing can be added to that; a line may lack its own.
        var magic: (UInt8, UInt8) = (0, 0)
        let isCompressed = pread(descriptor, &magic, 2, 0) == 2 && magic == (0x1F, 0x8B)
        if compresses || isCompressed { return try rotate() }
        var last: UInt8 = 0
        if pread(descriptor, &last, 1, off_t(size - 1)) == 1, last != 0x0A { try put([0x0A]) }
    }

    private func mustRotate(before length: Int, _ today: Int64) -> Bool {
        if isBroken { return true }
        return switch rotation {
        case .never: false
        case .size(let bytes): size > 0 && size + Int64(length) > Int64(bytes)
        case .daily: day.map { $0 != today } ?? false
        }
    }

    /// Gives the log a name with the present time in it, and begins a new one.
    private func rotate() throws(TrafficRecorderError) {
        try close()
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let dot = path[name...].dropFirst().firstIndex(of: ".") ?? path.endIndex
        let time = Timestamp.now.text(offsetSeconds: 0).filter { $0 != "-" && $0 != ":" }
        var number = 1
        var target: String
        repeat {
            target = "\(path[..<dot])-\(time)\(number > 1 ? "-\(number)" : "")\(path[dot...])"
            number += 1
        } while access(target, F_OK) == 0
        guard rename(path, target) == 0 else { throw fault }
        isBroken = false
        try open()
    }

    // MARK: - Writing

    private func put(_ bytes: [UInt8]) throws(TrafficRecorderError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                let fault = fault
                ftruncate(descriptor, off_t(size))
                throw fault
            }
        }
        size += Int64(bytes.count)
    }

    private func syncIfDue() throws(TrafficRecorderError) {
        switch syncPolicy {
        case .never: break
        case .always: try sync()
        case .every(let interval): if ContinuousClock.now - lastSync >= interval { try sync() }
        }
    }

    private var fault: TrafficRecorderError { TrafficRecorderError(path: path, code: errno) }
}

/// The UTC day, counted from 1970.
private func floorDay(_ time: Timestamp) -> Int64 {
    time.seconds >= 0 ? time.seconds / 86_400 : (time.seconds - 86_399) / 86_400
}

// A method named like a system call hides it.
private func systemClose(_ descriptor: CInt) {
    close(descriptor)
}

private func systemOpen(_ path: String) -> CInt {
    open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
}

/// The system's words for an error number.
func systemMessage(_ code: Int32) -> String {
    String(cString: strerror(code))
}

extension stat {
    /// Unix seconds of the last change.
    fileprivate var modified: Int {
        #if canImport(Darwin)
        st_mtimespec.tv_sec
        #else
        st_mtim.tv_sec
        #endif
    }
}

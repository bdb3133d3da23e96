/// When a recorder begins a new log.
public enum RecordRotation: Hashable, Sendable {
    case never
    /// Before a record that would make the log longer than so many bytes; a compressed log, before one that would if it were not compressed.
    case size(bytes: Int)
    /// With the first record of a day, UTC.
    case daily
}

/// When a recorder forces what it wrote to the disk.
public enum RecordSync: Hashable, Sendable {
    /// When the system sees fit.
    case never
    /// After every record, before the call returns.
    case always
    /// After a record, if the last time is so long ago; and when the log is closed.
    case every(Duration)
}

package import ByteStreams
package import Pricing
package import TrafficLogs
package import TrafficModel

/// What a run is to do: options, resolved. Nothing below the command line knows flags.
package struct ReplayPlan: Sendable {
    /// Files, or `-` for standard input, in the order in which they are read.
    package var inputs: [String] = []
    /// Places up to which inputs were read by an earlier run, and behind which this one goes on.
    package var starts: [Int: ReadingPlace] = [:]
    /// What an earlier run read, in place of reading inputs.
    package var kept: (any KeptRecords)?
    /// A container to take every record for, in place of finding out.
    package var container: (any LogContainer)?
    /// A kind of text to take every input for.
    package var textLog: (any TextLog)?
    /// Where the fields of records stand that no container recognises.
    package var mapping = FieldMapping()
    /// Take every input for raw server-sent events.
    package var readsTranscripts = false
    package var since: Timestamp?
    package var until: Timestamp?
    /// The time of calls that carry none.
    package var assumedTime: Timestamp?
    /// The tier of calls whose record names none.
    package var defaultTier: String?
    package var filters = CallFilter()
    package var dedupes = true
    package var statusMapping = StatusMapping.detailed
    /// False where calls are kept as they were found, for a later run to say what their time and tier are taken for and what they cost.
    package var settlesCalls = true
    package var jobs = 1
    /// How large blocks of input are, and how long a line may be.
    package var limits = BlockReader.Limits()
    package var pricer: Pricer

    package init(pricer: Pricer) {
        self.pricer = pricer
    }
}

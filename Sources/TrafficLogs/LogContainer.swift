package import ByteStreams
package import OpenAIWire
package import TrafficModel

/// A way in which people record traffic: where in a record the request, the answer, the times and the attribution stand.
///
/// One file each. Adding one touches no other file but ``LogContainers``.
package protocol LogContainer: Sendable {
    /// The name that `--log-format` and `inspect` use.
    static var name: String { get }

    /// Why a record of this shape is taken for this container: for `inspect`.
    static var reason: String { get }

    /// Whether the record has this container's marks. Containers are asked in order; the first to say yes reads the record.
    static func recognises(_ record: JSONValue) -> Bool

    /// Emits what the record holds: at least one emission, one for each record in it.
    static func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (Emission) -> Void)
}

/// What came out of a record. Each emission counts as one record in the books.
package enum Emission: Sendable {
    case exchange(Exchange)
    /// Understood, and no call.
    case ignored
    /// Understood as a further part of a call that another record carries.
    case joined
    case rejected(RejectReason, message: String)
}

/// The containers, in the order in which a record is held against them: the more particular shape first.
package enum LogContainers {
    package static let all: [any LogContainer.Type] = [
        OpenAIBatchLog.self,
        ExchangeLog.self,
        BareBodyLog.self,
    ]

    /// Raw server-sent events, which are not records but lines of one stream.
    package static let transcriptName = "sse"

    package static var names: [String] { all.map { $0.name } + [transcriptName] }

    package static func named(_ name: String) -> (any LogContainer.Type)? {
        all.first { $0.name == name }
    }
}

package import ByteStreams
package import OpenAIWire
package import TrafficModel

/// A way in which people record traffic: where in a record the request, the answer, the times and the attribution stand.
///
/// One file each. Adding one touches no other file but ``LogContainers``.
package protocol LogContainer: Sendable {
    /// The name that `--log-format` and `inspect` use.
    var name: String { get }

    /// Why a record of this shape is taken for this container: for `inspect`.
    var reason: String { get }

    /// Whether the record has this container's marks. Containers are asked in order; the first to say yes reads the record.
    func recognises(_ record: JSONValue) -> Bool

    /// Calls `body` with each record of a document that holds many (a HAR, a cassette), for ``read(_:_:_:)`` to be asked for each; false where
    /// the record is one by itself.
    func forEachRecord(in document: JSONValue, _ body: (JSONValue) -> Void) -> Bool

    /// Emits what the record holds: at least one emission, one for each record in it.
    func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void)
}

extension LogContainer {
    package func forEachRecord(in document: JSONValue, _ body: (JSONValue) -> Void) -> Bool { false }
}

/// What came out of a record. Each emission counts as one record in the books.
package enum Emission: Sendable {
    /// A whole call, or something that turns out to be none.
    case exchange(Exchange)
    /// A piece of a call of which other records hold the rest.
    case part(CallPart)
    /// Facts that hold for the calls that follow in the same input.
    case session(SessionFacts)
    /// Understood, and no call.
    case ignored
    /// `hint`: what a user might do about it.
    case rejected(RejectReason, message: String, hint: String? = nil)
}

/// What a realtime session says of the calls within it.
package struct SessionFacts: Sendable {
    /// Fills in what the session's calls do not say.
    package var exchange: Exchange
    /// The model that transcribes what the user says: calls of their own.
    package var transcriptionModel: String?

    package init(exchange: Exchange, transcriptionModel: String? = nil) {
        self.exchange = exchange
        self.transcriptionModel = transcriptionModel
    }
}

/// A piece of a call that is spread over several records: one chunk of a stream, one half of an exchange, a row of a split body.
///
/// Parts with one key are put together in the order of the input: what an earlier one says stays, later ones fill in what is missing. The
/// call counts as the record that completes it; the others are `joined`.
package struct CallPart: Sendable {
    package enum Piece: Sendable {
        /// The data of one server-sent event.
        case event([UInt8])
        /// A stretch of a raw transcript, cut anywhere.
        case transcript([UInt8])
    }

    /// Which call a part belongs to.
    package enum Owner: Sendable, Hashable {
        /// The call of that name: what the parts of one call have in common, within their container.
        case key(String)
        /// The call that the next part with a key belongs to: an opening that does not name its stream yet.
        case next
        /// The call that the last part belonged to: a piece that names none.
        case latest
    }

    package var owner: Owner
    /// What this record says of the call, its time included.
    package var exchange: Exchange
    package var piece: Piece?
    /// The next part of the same key belongs to another call.
    package var isLast: Bool
    /// True for what is no call by itself: if nothing else comes, the record is ignored.
    package var isRequestOnly: Bool
    /// The call is whole but for its request, which another record holds, before this one or behind it.
    package var awaitsRequest = false

    package init(owner: Owner, exchange: Exchange, piece: Piece? = nil, isLast: Bool = false, isRequestOnly: Bool = false) {
        self.owner = owner
        self.exchange = exchange
        self.piece = piece
        self.isLast = isLast
        self.isRequestOnly = isRequestOnly
    }
    package init(key: String, exchange: Exchange, piece: Piece? = nil, isLast: Bool = false, isRequestOnly: Bool = false) {
        self.init(owner: .key(key), exchange: exchange, piece: piece, isLast: isLast, isRequestOnly: isRequestOnly)
    }
}

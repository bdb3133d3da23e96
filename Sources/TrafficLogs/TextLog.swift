package import ByteStreams
import OpenAIWire
import TrafficModel

/// A way in which people record traffic as text whose lines are no JSON: a transcript, a debug log, YAML.
///
/// One file each, listed in ``LogContainers``.
package protocol TextLog: Sendable {
    /// The name that `--log-format` and `inspect` use.
    var name: String { get }

    /// Why an input is taken for this kind: for `inspect`.
    var reason: String { get }

    /// Whether an input that starts with these bytes is of this kind.
    func recognises(_ head: ByteView) -> Bool

    /// A reader for one input.
    func makeReader() -> any TextLogReader
}

/// Reads an input of a ``TextLog`` line by line.
package protocol TextLogReader: AnyObject {
    /// Takes the next line, a blank one too, without its line feed; delivers what it completes.
    func take(_ line: ByteView, at place: TextPlace, _ deliver: (TextLogItem) -> Void)

    /// Ends the input. `isTorn`: it broke off.
    func finish(isTorn: Bool, _ deliver: (TextLogItem) -> Void)
}

/// Where a line of an input stands.
package struct TextPlace: Hashable, Sendable {
    /// Counted from 1.
    package var line: Int
    package var offset: Int

    package init(line: Int, offset: Int) {
        self.line = line
        self.offset = offset
    }
}

/// What a ``TextLogReader`` found, and where it began.
package struct TextLogItem: Sendable {
    package enum Content: Sendable {
        case emission(Emission)
        /// A record in JSON, to be read like any other.
        case record([UInt8])
    }

    package var content: Content
    package var place: TextPlace

    init(_ content: Content, at place: TextPlace) {
        self.content = content
        self.place = place
    }
}

extension ByteView {
    /// The lines of a text, without their ends; of the last one perhaps a part alone.
    func forEachLine(_ body: (ByteView) -> Void) {
        var start = 0
        while start < count {
            let end = position(of: 0x0A, from: start) ?? count
            var line = self[start..<end]
            if line.last == 0x0D { line = line[0..<(line.count - 1)] }
            body(line)
            start = end + 1
        }
    }
}

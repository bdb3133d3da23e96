package import ByteStreams
import OpenAIWire
import TrafficModel

/// Cassettes in YAML: vcrpy, go-vcr, Ruby's VCR.
///
/// The text is cut at the items of `interactions:`, each of which is read by itself and handed on as JSON for ``CassetteLog``: memory holds one
/// interaction, and a broken one costs itself alone.
package struct YAMLCassetteLog: TextLog {
    package var name: String { "vcr-yaml" }
    package var reason: String { "interactions: of a cassette in YAML" }

    package init() {}

    package func recognises(_ head: ByteView) -> Bool {
        var isCassette = false
        var isOver = false
        head.forEachLine { line in
            guard !isOver, !isCassette, !line.isBlank, let first = line.first else { return }
            if YAMLCassetteReader.listName(line) != nil {
                isCassette = true
            } else if first != UInt8(ascii: "#"), first != UInt8(ascii: " "), first != UInt8(ascii: "%"), !line.hasPrefix("---"),
                !line.hasPrefix("version:"), !line.hasPrefix("recorded_with:")
            {
                isOver = true
            }
        }
        return isCassette
    }

    package func makeReader() -> any TextLogReader { YAMLCassetteReader() }
}

final class YAMLCassetteReader: TextLogReader {
    /// The largest interaction that is held.
    static let limit = 256 << 20
    /// Room for earlier interactions to which later ones refer by name.
    private static let anchorLimit = 4 << 20

    private var isInList = false
    private var indentation: Int?
    private var item: [UInt8] = []
    private var start = TextPlace(line: 0, offset: 0)
    private var passedOver = 0
    private var anchored: [UInt8] = []

    /// What follows the name of a cassette's list at the start of a line.
    static func listName(_ line: ByteView) -> ByteView? {
        for name in ["interactions:", "http_interactions:"] as [StaticString] where line.hasPrefix(name) {
            return line[name.utf8CodeUnitCount..<line.count]
        }
        return nil
    }

    func take(_ line: ByteView, at place: TextPlace, _ deliver: (TextLogItem) -> Void) {
        let text = line.trimmed
        let margin = line.prefix { $0 == 0x20 }.count
        guard isInList else {
            guard let rest = YAMLCassetteReader.listName(line) else { return }
            isInList = true
            indentation = nil
            let value = rest.trimmed
            if !value.isEmpty, !value.hasPrefix("#"), !value.equals("[]") {
                deliver(TextLogItem(.emission(.rejected(.invalidYAML, message: "interactions that are no list of items; save the cassette as JSON")), at: place))
            }
            return
        }
        let isItem = text.hasPrefix("- ") || text.equals("-")
        if isItem, margin == indentation ?? margin {
            end(deliver)
            indentation = margin
            start = place
        } else if !text.isEmpty, margin <= indentation ?? 0, !text.hasPrefix("#") {
            // Less than the items: the list is over.
            end(deliver)
            isInList = false
            return take(line, at: place, deliver)
        }
        guard indentation != nil else { return }
        if item.count + line.count > YAMLCassetteReader.limit {
            passedOver += item.count
            item = []
        }
        item.append(line)
        item.append(0x0A)
    }

    func finish(isTorn: Bool, _ deliver: (TextLogItem) -> Void) {
        end(isTorn: isTorn, deliver)
    }

    private func end(isTorn: Bool = false, _ deliver: (TextLogItem) -> Void) {
        guard !item.isEmpty else { return }
        defer {
            item.removeAll(keepingCapacity: item.count < 1 << 20)
            passedOver = 0
        }
        guard passedOver == 0 else {
            let message = "an interaction of \(passedOver + item.count) bytes; more than \(YAMLCassetteReader.limit) are not held"
            return deliver(TextLogItem(.emission(.rejected(.tooLong, message: message)), at: start))
        }
        do throws(YAMLFault) {
            let refers = item.withView { $0.contains(": *") || $0.contains("- *") }
            let text = refers && !anchored.isEmpty ? anchored + item : item
            deliver(TextLogItem(.record(try YAMLItem.cassette(ofLastItem: text)), at: start))
        } catch {
            let reason: RejectReason = isTorn ? .cutShort : error.isTooLarge ? .tooLong : .invalidYAML
            deliver(TextLogItem(.emission(.rejected(reason, message: isTorn ? "the input breaks off within this interaction" : error.message)), at: start))
        }
        let names = item.withView { $0.contains(": &") || $0.contains("- &") }
        if names, anchored.count + item.count <= YAMLCassetteReader.anchorLimit { anchored += item }
    }
}

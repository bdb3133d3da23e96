/// A FluxGate API key. It has no description: whatever prints it by accident prints dots.
package struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let secret: String

    /// Takes a key with blanks and line ends around it; nil where nothing is left, or what could not stand in a header.
    package init?(_ text: String) {
        let blanks: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20]
        let bytes = text.utf8.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed()
        guard !bytes.isEmpty, bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        secret = String(decoding: Array(bytes), as: UTF8.self)
    }

    /// A server's answer with the key taken out, should it quote the request's headers.
    func hidden(in text: [UInt8]) -> [UInt8] {
        text.contains(Array(secret.utf8)) ? text.replacing(Array(secret.utf8), with: Array("…".utf8)) : text
    }

    package var description: String { "…" }
    package var debugDescription: String { "…" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

import Foundation

/// Where events go: an address that a key may be sent to.
package struct IngestEndpoint: Sendable, Hashable {
    /// FluxGate's own.
    package static let published = "https://fluxgate.app/api/events"

    package let url: String

    /// HTTPS, or HTTP on this machine; plain HTTP to others only where that is allowed explicitly.
    package init(_ text: String, allowsPlainHTTP: Bool = false) throws(IngestEndpointFault) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(), let host = parts.host, !host.isEmpty,
            scheme == "https" || scheme == "http"
        else { throw .notAnAddress }
        guard parts.user == nil, parts.password == nil else { throw .holdsCredentials }
        guard scheme == "https" || allowsPlainHTTP || IngestEndpoint.isThisMachine(host) else { throw .notEncrypted }
        url = text
    }

    private static func isThisMachine(_ host: String) -> Bool {
        let host = host.lowercased()
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return numbers.count == 4 && numbers.allSatisfy { $0 != nil } && numbers[0] == 127
    }
}

package enum IngestEndpointFault: Error, Sendable {
    case notAnAddress
    case holdsCredentials
    case notEncrypted
}

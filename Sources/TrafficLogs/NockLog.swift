package import ByteStreams
import OpenAIWire
import TrafficModel

/// Recordings of nock, the HTTP mock of Node: `{"scope", "method", "path", "body", "status", "response", "rawHeaders"}`.
package struct NockLog: LogContainer {
    package var name: String { "nock" }
    package var reason: String { "scope, path, status and response" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        record["scope"]?.isString == true && record["path"]?.isString == true && record["status"] != nil && record["response"] != nil
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        var exchange = Exchange()
        exchange.method = record["method"]?.string
        exchange.readURL((record["scope"]?.string ?? "") + (record["path"]?.string ?? ""))
        if exchange.isSurelyNoCall { return emit(.ignored) }
        exchange.httpStatus = record["status"]?.httpStatus
        exchange.headers.readRequest(record["reqheaders"])
        readHeaders(record["rawHeaders"] ?? record["headers"], into: &exchange)
        bodies.readRequest(record.present("body"), into: &exchange)
        readResponse(record, bodies, into: &exchange)
        emit(exchange.recordedEmission)
    }

    /// A map, or names and values in turn.
    private func readHeaders(_ headers: JSONValue?, into exchange: inout Exchange) {
        guard let headers, headers.isArray else { return exchange.headers.readResponse(headers) }
        var name: ByteView?
        for entry in headers.elements {
            guard let text = entry.rawString else { return }
            if let header = name {
                exchange.headers.readResponseHeader(name: header, value: text)
                name = nil
            } else {
                name = text
            }
        }
    }

    /// Compressed answers are kept as hexadecimal digits, in one text or in the pieces that came.
    private func readResponse(_ record: JSONValue, _ bodies: BodyReader, into exchange: inout Exchange) {
        guard let response = record["response"] else { return }
        var digits: [UInt8] = []
        if response.isArray {
            for piece in response.elements { digits.append(piece.rawString ?? .empty) }
        } else if record["responseIsBinary"]?.bool == true, let text = response.rawString {
            digits.append(text)
        }
        guard let bytes = NockLog.bytes(hexadecimal: digits), !bytes.isEmpty else { return bodies.readAnswer(response, into: &exchange) }
        bytes.withView { bodies.readBytes($0, into: &exchange) }
    }

    static func bytes(hexadecimal digits: [UInt8]) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for position in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[position].hexadecimalValue, let low = digits[position + 1].hexadecimalValue else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}

extension UInt8 {
    /// What an ASCII digit of base 16 stands for.
    var hexadecimalValue: Int? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(self - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(self - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

import ByteStreams
import TrafficLogs
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Puts files of Batch requests in front: then each result finds its request waiting, and none has to wait itself.
package enum InputOrder {
    package static func requestsFirst(_ paths: [String]) -> [String] {
        let reader = JSONReader()
        let requests = Set(paths.indices.filter { paths[$0] != "-" && holdsRequests(paths[$0], reader) })
        return paths.indices.filter { requests.contains($0) }.map { paths[$0] } + paths.indices.filter { !requests.contains($0) }.map { paths[$0] }
    }

    private static func holdsRequests(_ path: String, _ reader: JSONReader) -> Bool {
        // A pipe is opened once: what is read of it to have a look is gone.
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let input = try? BlockReader(path: path) else { return false }
        let head = input.peek(256 << 10)
        // The word decides for nearly all files, without reading their first line.
        guard head.contains("\"custom_id\""), let end = head.position(of: 0x0A) ?? (head.count < 256 << 10 ? head.count : nil),
            let record = try? reader.value(of: head[0..<end])
        else { return false }
        return OpenAIBatchLog().isRequest(record)
    }
}

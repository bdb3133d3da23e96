import ByteStreams
import TestSupport

/// A line as a reader gave it.
struct ReadLine: Equatable, CustomStringConvertible {
    var text: [UInt8]
    var number: Int
    var offset: Int

    var description: String { "\(number)@\(offset):\(String(decoding: text, as: UTF8.self).debugDescription)" }
}

/// All that came out of an input.
struct Reading: Equatable {
    var lines: [ReadLine] = []
    var count = 0
    var blank = 0
    /// Numbers, offsets and lengths of the lines that were passed over.
    var passedOver: [[Int]] = []
    var fault: ReadFault.Kind?
    var notices: [ReadFault.Kind] = []
    /// Whether the last line was marked as cut by damage.
    var endsCutShort = false
    /// A fault is told once; behind it, as behind the end, there is nothing.
    var endsForGood = true

    var texts: [String] { lines.map { String(decoding: $0.text, as: UTF8.self) } }

    /// Reads to the end.
    init(_ reader: BlockReader) {
        do throws(ReadFault) {
            while let block = try reader.next() {
                if let length = block.passedOver {
                    count += 1
                    passedOver.append([count, block.offset, length])
                    continue
                }
                let before = count
                let counts = block.forEachLine { line, number, offset, isLast in
                    lines.append(ReadLine(text: Array(line), number: before + number, offset: offset))
                    endsCutShort = isLast && block.endsCutShort
                }
                count += counts.lines
                blank += counts.blank
            }
        } catch { fault = error.kind }
        do throws(ReadFault) { endsForGood = try reader.next() == nil } catch { endsForGood = false }
        notices = reader.notices.map(\.kind)
    }

    /// Splits a whole text at LF, as plainly as it reads.
    init(naively text: [UInt8], limit: Int = .max) {
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: 0x0A) ?? text.count
            let next = min(end + 1, text.count)
            defer { start = next }
            count += 1
            if end - start > limit {
                passedOver.append([count, start, next - start])
                continue
            }
            var line = text[start..<end]
            if line.last == 0x0D { line.removeLast() }
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
            if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
                blank += 1
            } else {
                lines.append(ReadLine(text: Array(line), number: count, offset: line.startIndex))
            }
        }
    }
}

enum InputKind: CaseIterable {
    case file, gzip, pipe, gzipPipe

    var isCompressed: Bool { self == .gzip || self == .gzipPipe }
    var isFile: Bool { self == .file || self == .gzip }

    /// `text` as it is stored in an input of this kind.
    func stored(_ text: [UInt8]) -> [UInt8] {
        isCompressed ? Gzip.compress(text) : text
    }

    /// An input of this kind that holds `text`.
    func input(_ text: [UInt8], pieceSize: Int = 1_000) -> any TestInput {
        isFile ? TemporaryFile(stored(text)) : TestPipe(stored(text), pieceSize: pieceSize)
    }

    func read(_ text: [UInt8], blockSize: Int, lineLength: Int? = nil) throws -> Reading {
        Reading(try input(text, pieceSize: max(blockSize / 2, 5)).open(blockSize: blockSize, lineLength: lineLength))
    }
}

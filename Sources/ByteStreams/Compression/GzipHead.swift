import CZlib

/// Reads the head of a gzip member (RFC 1952), one byte after the other.
///
/// ISA-L could do it, but forgets where it stood in the optional fields when the bytes come in pieces.
struct GzipHead {
    enum Outcome {
        case going
        /// The member's body begins behind this byte.
        case ended
        case corrupt
    }

    private enum Field {
        case fixed, extraLength, extra, name, comment, checksum, ended
    }

    private var field = Field.fixed
    /// Bytes taken of the field.
    private var count = 0
    private var flags: UInt8 = 0
    private var extraLength = 0
    private var checksum = crc32(0, nil, 0)
    private var writtenChecksum: UInt = 0

    /// Takes the next byte.
    mutating func take(_ byte: UInt8) -> Outcome {
        if field != .checksum { checksum = withUnsafeBytes(of: byte) { crc32(checksum, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), 1) } }
        switch field {
        case .fixed:
            // The marks and the only method there is; then flags, of which three bits are reserved.
            let marks: [UInt8] = [0x1F, 0x8B, 8]
            if count < 3, byte != marks[count] { return .corrupt }
            if count == 3 { flags = byte }
            if count == 3, flags & 0xE0 != 0 { return .corrupt }
            count += 1
            if count == 10 { advance() }
        case .extraLength:
            extraLength |= Int(byte) << (8 * count)
            count += 1
            if count == 2 { advance() }
        case .extra:
            count += 1
            if count == extraLength { advance() }
        case .name, .comment:
            if byte == 0 { advance() }
        case .checksum:
            writtenChecksum |= UInt(byte) << (8 * UInt(count))
            count += 1
            if count == 2 {
                guard writtenChecksum == checksum & 0xFFFF else { return .corrupt }
                advance()
            }
        case .ended: break
        }
        return field == .ended ? .ended : .going
    }

    /// Goes on to the next field that this head has.
    private mutating func advance() {
        count = 0
        switch field {
        case .fixed:
            field = .extraLength
            if flags & 0x04 == 0 { advance(from: .extra) }
        case .extraLength:
            field = .extra
            if extraLength == 0 { advance() }
        case .extra, .name, .comment, .checksum: advance(from: field)
        case .ended: break
        }
    }

    private mutating func advance(from last: Field) {
        let rest: [(Field, UInt8)] =
            switch last {
            case .extra: [(.name, 0x08), (.comment, 0x10), (.checksum, 0x02)]
            case .name: [(.comment, 0x10), (.checksum, 0x02)]
            case .comment: [(.checksum, 0x02)]
            case .fixed, .extraLength, .checksum, .ended: []
            }
        field = rest.first { flags & $0.1 != 0 }?.0 ?? .ended
    }
}

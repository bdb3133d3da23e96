package import TrafficModel

/// Rates for what is not billed by the token.
package struct UnitRates: Sendable, Hashable {
    /// A minute of audio.
    package var perMinute: Money?
    /// A second of video, by resolution (`720p`).
    package var perSecond: [String: Money] = [:]
    /// An image, by size, or by quality and size.
    package var perImage: [ImageRate] = []
    /// A million characters of a speech request.
    package var perMillionCharacters: Money?

    package init() {}

    package var isEmpty: Bool { self == UnitRates() }

    /// The rate for a video's size.
    package func perSecond(size: String?) -> Money? { perSecond[UnitRates.resolution(ofSize: size)] }

    /// The resolution that a video's size is sold as, either way round; without one, that of the size that the API makes unasked.
    static func resolution(ofSize size: String?) -> String {
        switch size {
        case nil, "", "720x1280", "1280x720": "720p"
        case "1024x1792", "1792x1024": "1024p"
        case "1080x1920", "1920x1080": "1080p"
        case let resolution?: resolution
        }
    }

    /// The rate for an image; size and quality that the request left open are those that the API takes unasked.
    package func perImage(size: String?, quality: String?) -> ImageRate? {
        let size = UnitRates.asked(size) ?? "1024x1024"
        let quality = UnitRates.asked(quality) ?? "standard"
        return perImage.first { $0.size == size && ($0.quality ?? quality) == quality }
    }

    private static func asked(_ value: String?) -> String? {
        value == "" || value == "auto" ? nil : value
    }
}

/// What an image of one size costs.
package struct ImageRate: Sendable, Hashable {
    /// Nil where the quality makes no difference.
    package var quality: String?
    package var size: String
    package var rate: Money

    /// Reads the name of a rate in a price file: a size (`1024x1024`), or a quality and a size (`hd 1024x1024`).
    init(name: String, rate: Money) {
        let words = name.split(separator: " ", maxSplits: 1)
        quality = words.count == 2 ? String(words[0]) : nil
        size = words.last.map(String.init) ?? name
        self.rate = rate
    }
}

extension ImageRate {
    /// The rate's name as a price file has it.
    package var label: String { quality.map { "\($0) \(size)" } ?? size }
}

package import TrafficModel

/// Rates for what is not billed by the token.
package struct UnitRates: Sendable, Hashable {
    /// A minute of audio.
    package var perMinute: Money?
    /// A second of video, by resolution (`720p`).
    package var perSecond: [String: Money] = [:]
    /// An image, by size (`1024x1024`), or by quality and size (`hd 1024x1024`).
    package var perImage: [String: Money] = [:]
    /// A million characters of a speech request.
    package var perMillionCharacters: Money?

    package init() {}

    package var isEmpty: Bool { self == UnitRates() }

    /// The rate for a video's size, either way round; without one, that of the size that the API makes unasked.
    package func perSecond(size: String?) -> Money? {
        switch size {
        case nil, "", "720x1280", "1280x720": perSecond["720p"]
        case "1024x1792", "1792x1024": perSecond["1024p"]
        case "1080x1920", "1920x1080": perSecond["1080p"]
        case let resolution?: perSecond[resolution]
        }
    }

    /// The rate for an image; size and quality that the request left open are those that the API takes unasked.
    package func perImage(size: String?, quality: String?) -> Money? {
        let size = UnitRates.asked(size) ?? "1024x1024"
        return perImage["\(UnitRates.asked(quality) ?? "standard") \(size)"] ?? perImage[size]
    }

    private static func asked(_ value: String?) -> String? {
        value == "" || value == "auto" ? nil : value
    }
}

import TestSupport
import TrafficModel

/// Texts that nobody wrote: words of made-up syllables, and now and then something that a careless reader stumbles over.
struct InventedText {
    private let words: [String]

    private static let syllables = ["ba", "dor", "el", "fin", "gu", "ha", "io", "kel", "lum", "mar", "no", "pra", "qui", "ros", "su", "tem", "ul", "ver", "wy"]
    private static let awkward = [
        "crème", "東京", "a \"quoted\" word", "C:\\logs\\new", "two\nlines", "a\ttab", "🚀", "data: [DONE]", #"{"usage":{"prompt_tokens":7}}"#, "</div>",
    ]

    init(_ random: inout SeededGenerator) {
        var words = InventedText.awkward
        while words.count < 1_000 {
            words.append((0...random.number(0..<4)).map { _ in random.pick(InventedText.syllables) }.joined())
        }
        self.words = words
    }

    func word(_ random: inout SeededGenerator) -> String { random.pick(words) }

    /// Some words, as a JSON string.
    func quoted(words count: Int, _ random: inout SeededGenerator) -> String {
        InventedText.quoted((0..<count).map { _ in word(&random) }.joined(separator: " "))
    }

    /// A text as a JSON string.
    static func quoted(_ text: String) -> String {
        var json = JSONWriter()
        json.value(text)
        return json.text
    }
}

/// A part of a whole as drawings have it: in whole hundredths of a percent, from 0 to 100 %. Integers throughout, so that equal reports are
/// equal bytes.
struct Percentage: Hashable {
    let hundredths: Int

    init(hundredths: Int) {
        self.hundredths = hundredths
    }

    /// The nearest; nothing where the part is negative or the whole is nothing, all where the part is more than the whole.
    init(_ part: Int128, of whole: Int128) {
        guard part > 0, whole > 0 else {
            hundredths = 0
            return
        }
        // Sums near the end of their range give up digits that no drawing shows.
        let spare: Int128 = whole > Int128.max / 20_000 ? 20_000 : 1
        let (part, whole) = (min(part, whole) / spare, whole / spare)
        hundredths = Int((part * 10_000 + whole / 2) / whole)
    }

    /// `12.34%`, as attributes of SVG take it.
    var text: String {
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        guard rest > 0 else { return "\(whole)%" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)%" : "\(whole).\(rest < 10 ? "0" : "")\(rest)%"
    }
}

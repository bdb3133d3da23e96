package import TrafficModel

/// What a bill tells of a line beside what was charged. The counterpart of ``Bill``, which chose the rates.
extension QuoteLine {
    /// The rate before discounts; nil where none was taken off.
    package func listRate(of call: borrowing Call) -> Money? {
        guard case .price(let row) = source, !row.discounts.isEmpty, let time = call.time else { return nil }
        let (kind, keepsCacheFor12Hours): (TokenKind, Bool)
        switch item {
        case .tokens(let ofCall): (kind, keepsCacheFor12Hours) = (ofCall, call.keepsCacheFor12Hours)
        case .imageGeneration(let ofTool): (kind, keepsCacheFor12Hours) = (ofTool, false)
        case .searchContent: (kind, keepsCacheFor12Hours) = (.input, false)
        // Discounts are on tokens.
        default: return nil
        }
        let isRegional = call.region != nil && row.regionFactor != nil
        return row.list.rates(isRegional: isRegional, at: time, keepsCacheFor12Hours: keepsCacheFor12Hours)[kind]
    }

    /// The size that was asked for, where images and videos of each have a price: `hd 1024x1024`, `720p`.
    package func size(of call: borrowing Call) -> String? {
        guard case .price(let row) = source else { return nil }
        return switch item {
        case .images: row.units.perImage(size: call.quantities.size, quality: call.quantities.quality)?.label
        case .videoDuration: UnitRates.resolution(ofSize: call.quantities.size)
        default: nil
        }
    }
}

import TrafficModel

/// The name of a model as a call carries it, and what other spelling the same model goes by.
struct ModelName {
    /// The spellings to look up, the given one first.
    let spellings: [String]

    init(_ name: String) {
        var spellings = [name]
        func add(_ spelling: String?) {
            if let spelling, !spelling.isEmpty, !spellings.contains(spelling) { spellings.append(spelling) }
        }
        let bare = ModelName.withoutVendor(name)
        add(bare)
        if bare != name { add(ModelName.withHyphenatedDate(bare)) }
        for spelling in spellings { add(ModelName.withoutAzureSpelling(spelling)) }
        for spelling in spellings { add(ModelName.fineTuneOfAzureName(spelling)) }
        self.spellings = spellings
    }

    /// A name that OpenAI's older endpoints answer with, such as `babbage:2023-07-21-v2`: it says which build ran, and no price list
    /// knows it.
    static func isInternalBuild(_ name: String) -> Bool {
        guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")), !name.hasPrefix("ft:") else { return false }
        let build = name.utf8[name.utf8.index(after: colon)...]
        return build.count >= 8 && build.first.map { (48...57).contains($0) } == true
    }

    /// The name less a final `-YYYY-MM-DD` that is a day of the calendar.
    static func withoutDate(_ name: String) -> String? {
        let bytes = name.utf8
        guard bytes.count > 11, bytes[bytes.index(bytes.endIndex, offsetBy: -11)] == UInt8(ascii: "-"),
            let date = Timestamp.parse(bytes.suffix(10)), date.isDate
        else { return nil }
        return String(name.dropLast(11))
    }

    // MARK: - Spellings

    /// Routers and client libraries put the vendor, or their own route to it, in front.
    private static func withoutVendor(_ name: String) -> String {
        var bare = name[...]
        while let prefix = ["openai/", "azure/", "openrouter/", "models/"].first(where: bare.hasPrefix) { bare = bare.dropFirst(prefix.count) }
        return String(bare)
    }

    /// Routers write `gpt-5.4-nano-20260317` where the vendor writes `gpt-5.4-nano-2026-03-17`.
    private static func withHyphenatedDate(_ name: String) -> String? {
        let digits = name.suffix(8)
        guard name.utf8.count > 9, digits.utf8.allSatisfy({ (48...57).contains($0) }), name.dropLast(8).last == "-" else { return nil }
        let dated = "\(name.dropLast(8))\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
        return withoutDate(dated) == nil ? nil : dated
    }

    /// Azure allowed no point in a model's name once.
    private static func withoutAzureSpelling(_ name: String) -> String? {
        name.hasPrefix("gpt-35-turbo") ? "gpt-3.5-turbo" + name.dropFirst("gpt-35-turbo".count) : nil
    }

    /// Azure names a fine-tuned model by base and job: `gpt-4o-mini-2024-07-18.ft-0e20…`.
    private static func fineTuneOfAzureName(_ name: String) -> String? {
        guard let mark = name.utf8.indices.first(where: { name.utf8[$0...].starts(with: ".ft-".utf8) }), mark > name.startIndex else { return nil }
        return "ft:\(name[..<mark]):\(name[name.utf8.index(mark, offsetBy: 4)...])"
    }
}

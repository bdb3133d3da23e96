import ByteStreams
import TrafficModel

/// What few calls have, as the JSON of one column.
enum CallDetail {
    /// Whether it tells of a call what sums need: all but names, texts and metadata.
    static func hasFigures(_ call: borrowing Call, hasOtherUsage: Bool) -> Bool {
        hasOtherUsage || call.reportedCost != nil || !call.$costOverride.isEmpty || !call.$quantities.isEmpty || !call.$tools.isEmpty
            || call.attribution.user?.monthlyRevenue != nil
    }

    /// Writes what there is; nothing where there is nothing.
    static func write(_ call: borrowing Call, hasOtherUsage: Bool, to json: inout JSONWriter) {
        json.removeAll()
        var isOpen = false
        func name(_ name: String, _ json: inout JSONWriter) {
            if !isOpen { json.beginObject() }
            isOpen = true
            json.name(name)
        }
        func member(_ title: String, _ text: String?, _ json: inout JSONWriter) {
            guard let text else { return }
            name(title, &json)
            json.value(text)
        }
        member("custom_id", call.customID, &json)
        member("logical_call", call.logicalCall, &json)
        member("error", call.errorMessage, &json)
        member("reported_cost", call.reportedCost?.exactText, &json)
        if hasOtherUsage, let usage = call.usage {
            name("usage", &json)
            json.beginObject()
            for part in UsagePart.all {
                if let count = part[usage], !usage.isZero(part, count) { json.member(part.name, count) }
            }
            json.endObject()
        }
        if let rates = call.costOverride {
            name("cost_override", &json)
            json.beginObject()
            json.member("input", rates.input.exactText)
            json.member("output", rates.output.exactText)
            json.memberIfPresent("cache_read", rates.cacheRead?.exactText)
            json.memberIfPresent("cache_write", rates.cacheWrite?.exactText)
            json.memberIfPresent("reasoning", rates.reasoning?.exactText)
            json.endObject()
        }
        let quantities = call.quantities
        if !quantities.isEmpty {
            name("quantities", &json)
            json.beginObject()
            json.memberIfPresent("milliseconds", quantities.milliseconds)
            json.memberIfPresent("characters", quantities.characters)
            json.memberIfPresent("images", quantities.images)
            json.memberIfPresent("size", quantities.size)
            json.memberIfPresent("quality", quantities.quality)
            json.endObject()
        }
        let tools = call.tools
        if !tools.isEmpty {
            name("tools", &json)
            json.write(tools)
        }
        if let user = call.attribution.user, user != EndUser(id: user.id) {
            name("user", &json)
            json.beginObject()
            json.memberIfPresent("name", user.name)
            json.memberIfPresent("email", user.email)
            json.memberIfPresent("image", user.image)
            if let revenue = user.monthlyRevenue {
                json.name("monthly_revenue")
                json.value(revenue)
            }
            json.endObject()
        }
        if !call.attribution.metadata.isEmpty {
            name("metadata", &json)
            json.beginObject()
            for entry in call.attribution.metadata {
                json.name(entry.name)
                json.value(entry.value)
            }
            json.endObject()
        }
        if isOpen { json.endObject() }
    }

    /// Adds to a call what a detail tells of it.
    static func read(_ json: [UInt8], into call: inout Call, _ reader: JSONReader) throws {
        try reader.read(json) { detail in
            for (name, value) in detail.members { try read(name, value, into: &call) }
        }
    }

    private static func read(_ name: JSONValue, _ value: JSONValue, into call: inout Call) throws {
        if name.isName("custom_id") {
            call.customID = value.string
        } else if name.isName("logical_call") {
            call.logicalCall = value.string
        } else if name.isName("error") {
            call.errorMessage = value.string
        } else if name.isName("reported_cost") {
            call.reportedCost = value.money
        } else if name.isName("usage") {
            if var usage = call.usage {
                usage.readParts(value)
                call.usage = usage
            }
        } else if name.isName("cost_override") {
            guard let input = value["input"]?.money, let output = value["output"]?.money else { return }
            var rates = CostOverride(input: input, output: output)
            rates.cacheRead = value["cache_read"]?.money
            rates.cacheWrite = value["cache_write"]?.money
            rates.reasoning = value["reasoning"]?.money
            call.costOverride = rates
        } else if name.isName("quantities") {
            call.quantities.milliseconds = value["milliseconds"]?.int64
            call.quantities.characters = value["characters"]?.int64
            call.quantities.images = value["images"]?.int64
            call.quantities.size = value["size"]?.string
            call.quantities.quality = value["quality"]?.string
        } else if name.isName("tools") {
            call.tools = HostedToolCalls(value)
        } else if name.isName("user") {
            call.attribution.user?.name = value["name"]?.string
            call.attribution.user?.email = value["email"]?.string
            call.attribution.user?.image = value["image"]?.string
            call.attribution.user?.monthlyRevenue = value["monthly_revenue"]?.metadataValue
        } else if name.isName("metadata") {
            for (name, value) in value.members {
                guard let name = name.string else { continue }
                call.attribution.metadata.append(MetadataEntry(name: name, value: value.metadataValue))
            }
        } else {
            throw UnknownName(text: name.string ?? "")
        }
    }
}

extension JSONWriter {
    fileprivate mutating func memberIfPresent(_ name: String, _ number: Int64?) {
        if let number { member(name, number) }
    }

    fileprivate mutating func write(_ tools: HostedToolCalls) {
        beginObject()
        member("web_searches", tools.webSearches)
        member("web_search_previews", tools.webSearchPreviews)
        member("pages_opened", tools.pagesOpened)
        member("file_searches", tools.fileSearches)
        member("code_interpreter_containers", tools.codeInterpreterContainers)
        memberIfPresent("image_model", tools.imageModel)
        if let usage = tools.imageGeneration {
            name("image_generation")
            beginObject()
            member("input", usage.input)
            member("output", usage.output)
            memberIfPresent("cached_input", usage.cachedInput)
            memberIfPresent("reasoning", usage.reasoning)
            for part in UsagePart.all { memberIfPresent(part.name, part[usage]) }
            endObject()
        }
        endObject()
    }
}

extension JSONValue {
    fileprivate var money: Money? { string.flatMap { Money($0) } }
}

extension TokenUsage {
    fileprivate mutating func readParts(_ value: JSONValue) {
        for (name, value) in value.members {
            guard let count = value.int64 else { continue }
            for part in UsagePart.all where name.string == part.name { part.set(count, in: &self) }
        }
    }
}

extension HostedToolCalls {
    fileprivate init(_ value: JSONValue) {
        self.init()
        webSearches = value["web_searches"]?.int64 ?? 0
        webSearchPreviews = value["web_search_previews"]?.int64 ?? 0
        pagesOpened = value["pages_opened"]?.int64 ?? 0
        fileSearches = value["file_searches"]?.int64 ?? 0
        codeInterpreterContainers = value["code_interpreter_containers"]?.int64 ?? 0
        imageModel = value["image_model"]?.string
        guard let image = value["image_generation"], let input = image["input"]?.int64, let output = image["output"]?.int64 else { return }
        var usage = TokenUsage(input: input, output: output)
        usage.cachedInput = image["cached_input"]?.int64
        usage.reasoning = image["reasoning"]?.int64
        usage.readParts(image)
        imageGeneration = usage
    }
}

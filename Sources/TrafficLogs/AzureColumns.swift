import ByteStreams
import OpenAIWire
import TrafficModel

/// The columns of an Azure log row, however it was exported: from a workspace with names in Pascal case, or through a storage account or an
/// event hub, where a wrapper has the common ones and `properties` the rest in camel case, as an object or as JSON text.
struct AzureColumns {
    private let row: JSONValue
    private let properties: JSONValue?

    init(_ row: JSONValue, properties: JSONValue? = nil) {
        self.row = row
        self.properties = properties ?? row.present("properties")
    }

    /// A column by its two names. Null and empty texts are what Azure writes for "not there".
    subscript(_ pascal: StaticString, _ camel: StaticString) -> JSONValue? {
        for value in [row[pascal], row[camel], properties?[camel], properties?[pascal]] {
            if let value, !value.isNull, !value.isString("") { return value }
        }
        return nil
    }

    var time: JSONValue? { self["TimeGenerated", "time"] }
    var correlation: String? { self["CorrelationId", "correlationId"]?.filledText }
}

extension JSONValue {
    /// The category of a row that a diagnostic setting exported.
    var azureCategory: JSONValue? {
        guard self["resourceId"] != nil || self["ResourceId"] != nil || self["_ResourceId"] != nil else { return nil }
        return self["category"] ?? self["Category"]
    }
}

extension Exchange {
    /// `ChatCompletions_Create` and its like.
    mutating func readAzureOperation(_ operation: JSONValue?) {
        guard let name = operation?.string else { return }
        let endpoints: [(prefix: String, endpoint: Endpoint)] = [
            ("ChatCompletions", .chatCompletions), ("ExtensionsChatCompletions", .chatCompletions), ("Completions", .completions),
            ("Embeddings", .embeddings), ("Responses", .responses), ("ImageGenerations", .images), ("Audio_Transcri", .transcriptions),
            ("Transcriptions", .transcriptions), ("Translations", .translations), ("Speech", .speech), ("Realtime", .realtime),
        ]
        let found = endpoints.first { name.hasPrefix($0.prefix) }
        if let found { answer.endpoint = found.endpoint }
    }
}

/// The containers, in the order in which a record is held against them: the more particular shape first.
package enum LogContainers {
    package static let all: [any LogContainer] = [
        OpenAIBatchLog(),
        HARLog(),
        CassetteLog(),
        NockLog(),
        WireMockLog(),
        LiteLLMPayloadLog(),
        LiteLLMSpendLog(),
        HeliconeLog(),
        LangfuseLog(),
        PortkeyLog(),
        CloudflareLogpushLog(),
        CloudflareLog(),
        BedrockLog(),
        APIGatewayLog(),
        BifrostLog(),
        OTLPSpanLog(),
        KongLog(),
        EnvoyAIGatewayLog(),
        AzureAPIManagementLog(),
        AzureOpenAILog(),
        OpenAIListing(),
        RealtimeLog(),
        CallLineLog(),
        ChunkLog(),
        ExchangeLog(),
        BareBodyLog(),
    ]

    /// Text that is read otherwise than record by record, in the order in which an input's first bytes are held against them.
    package static let texts: [any TextLog] = [
        HTTPTranscriptLog(),
        CurlVerboseLog(),
        OpenAIPythonLog(),
        OpenAINodeLog(),
        YAMLCassetteLog(),
    ]

    /// Raw server-sent events, which are not records but lines of one stream.
    package static let transcriptName = "sse"

    package static var names: [String] { all.map(\.name) + texts.map(\.name) + [transcriptName, MappedLog.containerName] }

    package static func named(_ name: String) -> (any LogContainer)? {
        all.first { $0.name == name }
    }

    package static func text(named name: String) -> (any TextLog)? {
        texts.first { $0.name == name }
    }

    /// Why a container's records are taken for its own: for `inspect`.
    package static func reason(of name: String) -> String {
        switch name {
        case transcriptName: "raw server-sent events"
        case MappedLog.containerName: MappedLog.containerReason
        default: named(name)?.reason ?? text(named: name)?.reason ?? ""
        }
    }
}

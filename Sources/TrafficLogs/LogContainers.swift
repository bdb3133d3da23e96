/// The containers, in the order in which a record is held against them: the more particular shape first.
package enum LogContainers {
    package static let all: [any LogContainer] = [
        OpenAIBatchLog(),
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

    /// Raw server-sent events, which are not records but lines of one stream.
    package static let transcriptName = "sse"

    package static var names: [String] { all.map(\.name) + [transcriptName, MappedLog.containerName] }

    package static func named(_ name: String) -> (any LogContainer)? {
        all.first { $0.name == name }
    }

    /// Why a container's records are taken for its own: for `inspect`.
    package static func reason(of name: String) -> String {
        switch name {
        case transcriptName: "raw server-sent events"
        case MappedLog.containerName: MappedLog.containerReason
        default: named(name)?.reason ?? ""
        }
    }
}

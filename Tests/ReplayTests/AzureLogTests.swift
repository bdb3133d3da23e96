import Replay
import TestSupport
import Testing
import TrafficModel

@Suite struct AzureLogTests {
    // MARK: - API Management

    @Test func rowsOfOneCorrelationAreOneCall() async throws {
        let run = try await LogRun.fixture("azure-apim-llm.jsonl")
        #expect(run.containers == ["azure-apim": 3])
        #expect(
            run.facts == [
                "chatcmpl-inv038 chat.completions gpt-4.1 SUCCESS in:800 out:90 streamed", "chatcmpl-inv038b chat.completions gpt-4.1 SUCCESS in:5 out:1",
            ])
        #expect(run.calls.map(\.deployment) == ["prod-chat", "prod-chat"])
        #expect(run.calls.map(\.provider) == ["azure", "azure"])
        #expect(run.others == [1, 0, 0])
    }

    @Test func joinsTheGatewaysRow() async throws {
        let gateway =
            #"{"TimeGenerated":"2026-11-02T10:00:00Z","CorrelationId":"c","Method":"POST","Url":"https://gw/llm","ResponseCode":200,"TotalTime":740,"BackendTime":700,"ApimSubscriptionId":"team-b"}"#
        let llm =
            #"{"TimeGenerated":"2026-11-02T10:00:01Z","CorrelationId":"c","RequestId":"chatcmpl-a","OperationName":"ChatCompletions_Create","ModelName":"gpt-4.1","PromptTokens":8,"CompletionTokens":2,"SequenceNumber":0}"#
        for lines in [[gateway, llm], [llm, gateway]] {
            let run = try await LogRun.lines(lines.joined(separator: "\n"))
            #expect(run.facts == ["chatcmpl-a chat.completions gpt-4.1 SUCCESS http:200 in:8 out:2 latency:740000"])
            #expect(run.calls[0].apiKeyName == "team-b")
            #expect(run.others == [1, 0, 0])
        }
        // By itself, such a row is any request to the gateway.
        let alone = try await LogRun.lines(gateway)
        #expect(alone.calls.isEmpty)
        #expect(alone.others == [0, 1, 0])
    }

    @Test func readsWhatStorageAndEventHubsWrap() async throws {
        let row = { (sequence: Int) in
            #"{"time":"2026-11-02T10:00:00Z","resourceId":"/S/1","category":"GatewayLlmLogs","correlationId":"w","properties":{"requestId":"chatcmpl-w","operationName":"Embeddings_Create","modelName":"text-embedding-3-small","promptTokens":12,"completionTokens":0,"totalTokens":12,"sequenceNumber":\#(sequence)}}"#
        }
        let other = #"{"time":"2026-11-02T10:00:00Z","resourceId":"/S/1","category":"Audit","operationName":"x","properties":{}}"#
        let run = try await LogRun.lines(#"{"records":[\#(row(0)),\#(row(1)),\#(other)]}"#)
        #expect(run.facts == ["chatcmpl-w embeddings text-embedding-3-small SUCCESS in:12 out:0"])
        #expect(run.others == [1, 1, 0])
        #expect(run.records == 3)
    }

    @Test(arguments: [
        (#"{\"id\":\"chatcmpl-z\",\"object\":\"chat.completion\",\"model\":\"gpt-4.1\",\"choices\":[{\"message\":{\"content\":\"cut of"#, "- chat.completions - SUCCESS http:200 latency:5000"),
        (
            #"data: {\"id\":\"chatcmpl-z\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-4.1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"id\":\"chatc"#,
            "chatcmpl-z chat.completions gpt-4.1 SUCCESS http:200 streamed latency:5000"
        ),
    ])
    func saysWhereTheLogCutABody(body: String, facts: String) async throws {
        let run = try await LogRun.lines(
            #"{"TimeGenerated":"2026-11-02T10:00:00Z","CorrelationId":"c","ResponseCode":200,"TotalTime":5,"BackendResponseBody":"\#(body)"}"#)
        #expect(run.facts == [facts])
        #expect(run.diagnostics == ["body-cut-short 1"])
    }

    @Test func aRowWithoutACorrelationIsRejected() async throws {
        let run = try await LogRun.lines(#"{"TimeGenerated":"2026-11-02T10:00:00Z","CorrelationId":null,"PromptTokens":8}"#)
        #expect(run.rejects.map(\.message) == ["an API Management row without a correlation id: nothing tells which call it belongs to"])
    }

    // MARK: - Azure OpenAI

    private func row(_ properties: String, operation: String = "ChatCompletions_Create", status: Int = 200) -> String {
        #"{"time":"2026-11-02T10:00:00Z","resourceId":"/S/1","operationName":"\#(operation)","category":"RequestResponse","resultSignature":"\#(status)","durationMs":420,"callerIPAddress":"1.2.3.*","correlationId":"r-1","properties":\#(properties)}"#
    }

    @Test func resourceLogsTellCallsWithoutUsage() async throws {
        let properties = #""{\"streamType\":\"Streaming\",\"modelDeploymentName\":\"prod\",\"modelName\":\"gpt-4o\",\"modelVersion\":\"2024-08-06\",\"objectId\":\"\"}""#
        let run = try await LogRun.lines(row(properties), row("null", status: 429), row(properties, operation: "ListDeployments"))
        #expect(run.containers == ["azure-openai": 3])
        #expect(
            run.facts == [
                "- chat.completions gpt-4o SUCCESS http:200 streamed latency:420000", "- chat.completions - ERROR http:429 latency:420000",
            ])
        #expect(run.calls[0].deployment == "prod")
        #expect(run.calls[0].requestID == "r-1")
        #expect(run.others == [0, 1, 0])
    }

    @Test func brokenPropertiesAreRejected() async throws {
        let run = try await LogRun.lines(row(#""{\"streamType\":""#))
        #expect(run.rejects.map(\.message) == ["properties is no JSON"])
    }
}

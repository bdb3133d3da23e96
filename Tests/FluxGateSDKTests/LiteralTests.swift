import FluxGateSDK
import Testing

@Suite struct LiteralTests {
    @Test func metadataIsMixedJSON() {
        let value: FluxGateValue = ["text": "a\"b", "whole": 3, "part": 0.5, "flag": true, "none": nil, "list": [1, "two", [3]]]
        #expect(value == .json(#"{"text":"a\"b","whole":3,"part":0.5,"flag":true,"none":null,"list":[1,"two",[3]]}"#))
        #expect(FluxGateValue(1e21) == .json("1e+21"))
        #expect(FluxGateValue(.infinity) == .json("null"))
        #expect(FluxGateValue(2.0) == .json("2"))
    }

    @Test func usersRatesAndTimes() {
        let id = "u1"
        #expect(FluxGateContext(feature: "f", user: "u1") == FluxGateContext(feature: "f", user: id))
        #expect(FluxGateContext(feature: "f", user: .init(id: "u1")).user == "u1")
        let rates = FluxGateCostOverride(inputCostPer1MTokens: 2.5, outputCostPer1MTokens: 10)
        #expect(rates == FluxGateCostOverride(inputCostPer1MTokens: "2.5", outputCostPer1MTokens: "10"))
        #expect(Milliseconds(microseconds: 1_234_500) == 1234.5)
        #expect(Milliseconds(.seconds(2)) == 2000)
    }

    @Test func theWholeEvent() {
        let event = FluxGateEvent(
            provider: "openai", model: "gpt-4o", user: "u1", feature: "f", step: "s", sessionId: "s1", conversationId: "c1", timestamp: 1,
            performance: .init(latency: 1.5, status: .success, isStreamed: true, streamDuration: 1), usage: .init(promptTokens: 1, completionTokens: 2),
            metadata: ["b": 1, "a": "x"], costOverride: .init(inputCostPer1MTokens: "1.10", outputCostPer1MTokens: "2"))
        #expect(
            event.jsonText
                == #"{"provider":"openai","model":"gpt-4o","user":"u1","feature":"f","step":"s","sessionId":"s1","conversationId":"c1","timestamp":1,"performance":{"latency":1.5,"status":"SUCCESS","isStreamed":true,"streamDuration":1,"errorMessage":null},"usage":{"promptTokens":1,"completionTokens":2},"metadata":{"a":"x","b":1},"costOverride":{"inputCostPer1MTokens":1.10,"outputCostPer1MTokens":2}}"#)
    }
}

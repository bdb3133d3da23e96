import CostReports
import Testing
import TrafficModel

@Suite struct GroupFieldTests {
    @Test(arguments: [
        "feature", "user", "session", "conversation", "step", "model", "provider", "endpoint", "status", "tier", "region", "day", "week", "month",
        "hour", "weekday", "key", "project", "metadata.team",
    ])
    func readsEveryFieldOfTheContract(name: String) throws {
        #expect(try GroupField(name).name == name)
    }

    @Test(arguments: ["", "features", "Feature", "metadata", "metadata.", " feature"])
    func refusesOtherNamesAndSaysWhatThereIs(name: String) {
        let error = #expect(throws: GroupFieldError.unknown(name)) { try GroupField(name) }
        #expect(error?.description.contains("'\(name)'; fields are feature, user,") == true)
        #expect(error?.description.hasSuffix("project, day, week, month, hour, weekday and metadata.NAME") == true)
    }

    @Test func readsLists() throws {
        #expect(try GroupField.list("feature,metadata.a.b") == [.feature, .metadata("a.b")])
        #expect(throws: GroupFieldError.unknown("")) { try GroupField.list("feature,") }
        #expect(throws: GroupFieldError.repeated("user")) { try GroupField.list("user,model,user") }
    }

    @Test func takesTheTextOfEachProperty() throws {
        let call = sample { call in
            call.attribution.feature = "chat"
            call.attribution.user = EndUser(id: "u1")
            call.attribution.sessionID = "s1"
            call.attribution.conversationID = "c1"
            call.attribution.step = "plan"
            call.attribution.metadata = [MetadataEntry(name: "seats", value: .json("12"))]
            call.attribution.metadata.append(MetadataEntry(name: "responseId", value: .string("hidden")))
            call.responseID = "resp_1"
            call.region = "eu"
            call.deployment = "prod-gpt"
            call.apiKeyName = "sk-…abc"
            call.project = "proj_1"
            call.isCacheHit = true
        }.call
        let expected = [
            "feature": "chat", "user": "u1", "session": "s1", "conversation": "c1", "step": "plan", "model": "gx-5", "provider": "openai",
            "endpoint": "chat.completions", "status": "SUCCESS", "tier": "default", "region": "eu", "key": "sk-…abc", "project": "proj_1",
            "day": "2026-05-04", "week": "2026-W19", "month": "2026-05", "weekday": "Monday", "hour": "2026-05-04T10:00:00Z",
            "metadata.seats": "12", "metadata.deployment": "prod-gpt", "metadata.cacheHit": "true",
            "metadata.responseId": "resp_1",
        ]
        for (name, text) in expected { #expect(try GroupField(name).text(of: call, in: .utc) == text, "\(name)") }
        #expect(try GroupField("metadata.nothing").text(of: call, in: .utc) == nil)
    }

    @Test(arguments: [(nil, "default"), ("auto", "default"), ("standard", "default"), ("Flex", "flex"), ("fast", "priority"), ("scale", "scale")])
    func givesEachTierOneName(raw: String?, name: String) throws {
        let call = sample { $0.serviceTier = raw }.call
        #expect(try GroupField("tier").text(of: call, in: .utc) == name)
        let batch = sample { $0.serviceTier = raw; $0.isBatch = true }.call
        #expect(try GroupField("tier").text(of: batch, in: .utc) == "batch")
    }

    @Test(arguments: ["day", "week", "month", "hour", "weekday"])
    func aCallWithoutTimeHasNoTimeKey(name: String) throws {
        #expect(try GroupField(name).text(of: sample(at: nil).call, in: .newYork) == nil)
    }
}

import Replay
import TestSupport
import Testing
import TrafficModel

@Suite struct RealtimeLogTests {
    @Test func aResponseIsACall() async throws {
        let run = try await LogRun.fixture("realtime-events.jsonl")
        #expect(run.containers == ["realtime": 5])
        #expect(
            run.facts == [
                "resp_inv048 realtime gpt-realtime SUCCESS in:127 out:148 cached:64 audio-in:8 audio-out:112 finish:stop streamed latency:1400000",
                "resp_inv048b realtime gpt-realtime ERROR in:135 out:5 cached:128 audio-in:8 audio-out:4 streamed latency:200000",
            ])
        #expect(run.whom == ["session:sess_inv", "session:sess_inv"])
        #expect(run.calls[1].errorMessage == "cancelled: turn_detected")
        #expect(run.calls[0].time?.utcText == "2026-11-02T10:00:01.000Z")
        #expect(run.others == [2, 1, 0])
    }

    @Test func transcribingIsACallToItsOwnModel() async throws {
        let run = try await LogRun.lines(
            #"{"ts":1793613600,"event":{"event_id":"1","type":"session.created","session":{"id":"s","object":"realtime.session","model":"gpt-realtime","audio":{"input":{"transcription":{"model":"gpt-4o-transcribe"}}}}}}"#,
            #"{"ts":1793613601,"event":{"event_id":"2","type":"input_audio_buffer.committed","item_id":"item_1"}}"#,
            #"{"ts":1793613602,"event":{"event_id":"3","type":"conversation.item.input_audio_transcription.completed","item_id":"item_1","transcript":"t","usage":{"type":"tokens","input_tokens":26,"output_tokens":5,"total_tokens":31,"input_token_details":{"text_tokens":0,"audio_tokens":26}}}}"#)
        #expect(run.facts == ["item_1 audio.transcriptions gpt-4o-transcribe SUCCESS in:26 out:5 audio-in:26"])
        #expect(run.whom == ["session:s"])
        #expect(run.others == [0, 2, 0])
    }

    @Test func readsBareEventsAndTheFirstPiece() async throws {
        let run = try await LogRun.lines(
            #"{"event_id":"1","type":"session.created","session":{"id":"s","model":"gpt-realtime"}}"#,
            #"{"event_id":"2","type":"session.updated","session":{"id":"s","input_audio_transcription":{"model":"whisper-1"}}}"#,
            #"{"event_id":"3","type":"response.created","response":{"id":"r","object":"realtime.response","status":"in_progress"},"timestamp":1793613600}"#,
            #"{"event_id":"4","type":"response.output_audio.delta","response_id":"r","delta":"AA","timestamp":1793613601}"#,
            #"{"event_id":"5","type":"response.done","response":{"id":"r","object":"realtime.response","status":"completed","usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}},"timestamp":1793613603}"#)
        #expect(run.facts == ["r realtime gpt-realtime SUCCESS in:1 out:2 finish:stop streamed latency:3000000"])
        #expect(run.calls[0].streamDuration == 2_000_000)
        #expect(run.others == [2, 2, 0])
    }

    @Test func aResponseThatNeverEndedBrokeOff() async throws {
        let run = try await LogRun.lines(
            #"{"event_id":"3","type":"response.created","response":{"id":"r","object":"realtime.response","status":"in_progress"}}"#,
            #"{"event_id":"4","type":"response.done","response":{"object":"realtime.response"}}"#)
        #expect(run.facts == ["r realtime - ERROR streamed cut"])
        #expect(run.rejects.map(\.message) == ["response.done without the id of its response"])
    }
}

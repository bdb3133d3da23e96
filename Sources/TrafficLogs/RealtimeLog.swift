package import ByteStreams
import OpenAIWire
import TrafficModel

/// Events of realtime sessions, one a line, bare or as `{"ts", "dir", "event": {…}}`.
///
/// A call is what lies between `response.created` and `response.done`; what the user says may be transcribed, which is a call to another
/// model. The models stand in the session's events.
package struct RealtimeLog: LogContainer {
    package var name: String { "realtime" }
    package var reason: String { "events of a realtime session" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        guard let event = event(of: record), let type = event["type"], type.isString else { return false }
        if event["event_id"] != nil || event["response"]?["object"]?.isString("realtime.response") == true { return true }
        let object = event["session"]?["object"]
        return object?.isString("realtime.session") == true || object?.isString("realtime.transcription_session") == true
    }

    private func event(of record: JSONValue) -> JSONValue? {
        guard let event = record["event"], event.isObject else { return record["type"] == nil ? nil : record }
        return event
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        guard let event = event(of: record), let type = event["type"]?.string else {
            return emit(.rejected(.unrecognised, message: "a realtime event without a type"))
        }
        var exchange = Exchange()
        exchange.readTime(record["ts"] ?? record["timestamp"] ?? record["time"] ?? record["t"])
        switch type {
        case "session.created", "session.updated", "transcription_session.created", "transcription_session.updated":
            emit(session(event["session"]))
        case "response.created", "response.done":
            guard let response = event["response"], let id = response["id"]?.nonEmptyString else {
                return emit(.rejected(.unrecognised, message: "\(type) without the id of its response"))
            }
            exchange.answer.readRealtimeResponse(response)
            exchange.answer.attribution.readMetadata(response["metadata"])
            emit(.part(CallPart(key: id, exchange: exchange, isLast: type == "response.done")))
        case "conversation.item.input_audio_transcription.completed":
            guard let item = event["item_id"]?.nonEmptyString else {
                return emit(.rejected(.unrecognised, message: "a transcription without the id of its item"))
            }
            exchange.answer.readTranscription(event, as: .transcriptions)
            exchange.answer.id = item
            emit(.part(CallPart(key: "transcription of \(item)", exchange: exchange, isLast: true)))
        default:
            guard type.hasPrefix("response."), let id = event["response_id"]?.nonEmptyString else { return emit(.ignored) }
            // Tells when the answer's first piece came.
            exchange.answer.sawContent = type.hasSuffix(".delta")
            emit(.part(CallPart(key: id, exchange: exchange, isRequestOnly: true)))
        }
    }

    private func session(_ session: JSONValue?) -> Emission {
        guard let session, session.isObject else { return .rejected(.unrecognised, message: "a session's event without the session") }
        var exchange = Exchange()
        exchange.answer.model = session["model"]?.nonEmptyString
        exchange.context.sessionID = session["id"]?.nonEmptyString
        // As it is since 2025, then as it was before.
        let transcription =
            session["audio"]?["input"]?["transcription"]?["model"] ?? session["input_audio_transcription"]?["model"]
        return .session(SessionFacts(exchange: exchange, transcriptionModel: transcription?.nonEmptyString))
    }
}

package import ByteStreams
import OpenAIWire
import TrafficModel

/// Answer bodies alone, one a line: what `curl` printed, or what an application kept.
package struct BareBodyLog: LogContainer {
    package var name: String { "bodies" }
    package var reason: String { "an answer's body alone" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        var facts = AnswerFacts()
        facts.readBody(record, endpoint: nil)
        return facts.isRecognised
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        // A chunk is a piece of an answer: counted alone it would make a call of each word.
        if record["object"]?.isString("chat.completion.chunk") == true {
            return emit(.rejected(.unrecognised, message: "a chunk of a stream by itself; keep each stream in one record or one file"))
        }
        var exchange = Exchange()
        exchange.answer.readBody(record, endpoint: nil)
        exchange.httpStatus = exchange.answer.error?.status
        emit(.exchange(exchange))
    }
}

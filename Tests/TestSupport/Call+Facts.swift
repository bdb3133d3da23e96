package import TrafficModel

extension Call {
    /// The key facts of a call as one line, to compare and to read: id, endpoint, model, status, then what is known of the rest. What is not
    /// known is left out, and `-` where a name would stand.
    package var facts: String {
        var facts = [responseID ?? "-", endpoint?.rawValue ?? "-", model ?? "-", status.rawValue]
        func add(_ name: String, _ value: (some CustomStringConvertible)?) {
            if let value { facts.append("\(name):\(value)") }
        }
        add("http", httpStatus)
        add("in", usage?.input)
        add("out", usage?.output)
        add("cached", usage?.cachedInput)
        add("write", usage?.cacheWrite)
        add("reasoning", usage?.reasoning)
        for (name, count) in [
            ("audio-in", usage?.audioInput), ("image-in", usage?.imageInput), ("audio-out", usage?.audioOutput), ("image-out", usage?.imageOutput),
        ] where count != 0 { add(name, count) }
        add("ms", quantities.milliseconds)
        add("fault", usageFault?.rawValue)
        add("finish", finishReason)
        if isStreamed { facts.append("streamed") }
        if isCutShort { facts.append("cut") }
        if isBatch { facts.append("batch") }
        add("latency", latency)
        return facts.joined(separator: " ")
    }

    /// Whom the call was made for, as one line.
    package var whom: String {
        let names = [
            ("feature", attribution.feature), ("user", attribution.user?.id), ("session", attribution.sessionID), ("conversation", attribution.conversationID),
            ("step", attribution.step),
        ]
        let metadata = attribution.metadata.map { "\($0.name)=\($0.value.text)" }
        return (names.compactMap { name, value in value.map { "\(name):\($0)" } } + metadata).joined(separator: " ")
    }
}

package import ByteStreams
package import TrafficModel

// The names under which people write whom a call was made for. The first source that names a thing keeps it: readers call these in the
// order of precedence.
extension Attribution {
    /// Reads a FluxGate context, or what others call `meta`: known keys, a `metadata` object, and any other key as metadata.
    package mutating func readContext(_ context: JSONValue?) {
        guard let context, context.isObject else { return }
        for (name, value) in context.members where !value.isNull {
            if readKnown(name, value) { continue }
            if name.isName("metadata") {
                for (name, value) in value.members where !value.isNull { addMetadata(name, value) }
            } else if !name.isName("serviceTier") && !name.isName("service_tier") && !name.isName("openrouterCost") && !name.isName("costOverride") {
                addMetadata(name, value)
            }
        }
    }

    /// Reads a request's or an answer's `metadata` object. All of it stays as metadata; known names also attribute.
    package mutating func readMetadata(_ metadata: JSONValue?) {
        guard let metadata, metadata.isObject else { return }
        for (name, value) in metadata.members { readMetadata(name: name, value) }
    }

    /// Reads one entry of such an object, for those that keep names and values apart.
    package mutating func readMetadata(name: JSONValue, _ value: JSONValue) {
        guard !value.isNull, !readKnown(name, value) else { return }
        addMetadata(name, value)
    }

    /// Reads a user: an id, or an object with one.
    package mutating func readUser(_ value: JSONValue?) {
        guard user == nil, let value else { return }
        user = EndUser(value)
    }

    /// Takes one named value: a known name attributes, any other stays as metadata.
    package mutating func read(_ name: String, _ value: JSONValue) {
        if !readKnown({ name.utf8.elementsEqual($0.description.utf8) }, value) { addMetadata(name, value) }
    }

    private mutating func readKnown(_ name: JSONValue, _ value: JSONValue) -> Bool {
        readKnown({ name.isName($0) }, value)
    }

    @inline(__always)
    private mutating func readKnown(_ isNamed: (StaticString) -> Bool, _ value: JSONValue) -> Bool {
        if isNamed("feature") || isNamed("feature_name") {
            feature = feature ?? value.filledText
        } else if isNamed("user") || isNamed("user_id") || isNamed("userId") {
            readUser(value)
        } else if isNamed("sessionId") || isNamed("session_id") || isNamed("session") {
            sessionID = sessionID ?? value.filledText
        } else if isNamed("conversationId") || isNamed("conversation_id") || isNamed("thread_id") {
            conversationID = conversationID ?? value.filledText
        } else if isNamed("step") {
            step = step ?? value.filledText
        } else {
            return false
        }
        return true
    }

    private mutating func addMetadata(_ name: JSONValue, _ value: JSONValue) {
        guard let name = name.string else { return }
        addMetadata(name, value.metadataValue)
    }

    /// Keeps a value under a name of its own; of several, the first one stays. Null and empty texts are no values.
    package mutating func addMetadata(_ name: String, _ value: JSONValue?) {
        guard let value, !value.isNull, !value.isString("") else { return }
        addMetadata(name, value.metadataValue)
    }

    package mutating func addMetadata(_ name: String, _ value: MetadataValue) {
        guard !metadata.contains(where: { $0.name == name }) else { return }
        metadata.append(MetadataEntry(name: name, value: value))
    }

    /// Takes from another source what this one does not say, if anything is kept of it.
    package mutating func fill(from other: Rare<Attribution>) {
        if !other.isEmpty { fill(from: other.wrappedValue) }
    }

    /// Takes from another source what this one does not say.
    package mutating func fill(from other: Attribution) {
        feature = feature ?? other.feature
        user = user ?? other.user
        sessionID = sessionID ?? other.sessionID
        conversationID = conversationID ?? other.conversationID
        step = step ?? other.step
        for entry in other.metadata where !metadata.contains(where: { $0.name == entry.name }) { metadata.append(entry) }
    }
}

extension EndUser {
    package init?(_ value: JSONValue) {
        if let id = value.filledText {
            self.init(id: id)
            return
        }
        guard value.isObject, let id = value["id"]?.filledText else { return nil }
        self.init(id: id)
        name = value["name"]?.filledText
        email = value["email"]?.filledText
        image = value["image"]?.filledText
        if let revenue = value.present("monthlyRevenue") { monthlyRevenue = revenue.metadataValue }
    }
}

extension JSONValue {
    /// A name as text, unless it is empty: an empty tag is no tag.
    package var filledText: String? {
        guard let text = scalarText, !text.isEmpty else { return nil }
        return text
    }
}

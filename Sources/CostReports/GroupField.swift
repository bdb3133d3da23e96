package import TrafficModel

/// A field that calls are grouped by, as `--by` names it.
package enum GroupField: Hashable, Sendable {
    case property(CallProperty)
    case time(CalendarUnit)
    /// `metadata.NAME`: a value of the caller's own making.
    case metadata(String)

    package static let feature = GroupField.property(.feature)
    package static let user = GroupField.property(.user)
    package static let session = GroupField.property(.session)
    package static let model = GroupField.property(.model)

    private static let metadataPrefix = "metadata."

    /// Reads a field's name.
    package init(_ text: String) throws(GroupFieldError) {
        if let property = CallProperty(rawValue: text) {
            self = .property(property)
        } else if let unit = CalendarUnit(rawValue: text) {
            self = .time(unit)
        } else if text.hasPrefix(GroupField.metadataPrefix), text.utf8.count > GroupField.metadataPrefix.utf8.count {
            self = .metadata(String(text.dropFirst(GroupField.metadataPrefix.count)))
        } else {
            throw .unknown(text)
        }
    }

    /// All names, for help texts.
    package static var help: String {
        (CallProperty.allCases.map(\.rawValue) + CalendarUnit.allCases.map(\.rawValue)).joined(separator: " ") + " metadata.NAME"
    }

    /// Reads the fields of one grouping: `feature` or `feature,model`.
    package static func list(_ text: String) throws(GroupFieldError) -> [GroupField] {
        var fields: [GroupField] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            let field = try GroupField(String(name))
            guard !fields.contains(field) else { throw .repeated(field.name) }
            fields.append(field)
        }
        return fields
    }

    /// The name, as it was read.
    package var name: String {
        switch self {
        case .property(let property): property.rawValue
        case .time(let unit): unit.rawValue
        case .metadata(let name): GroupField.metadataPrefix + name
        }
    }

    package var isTime: Bool {
        if case .time = self { true } else { false }
    }

    /// Whether its values lie in one period and not in another.
    package var isDate: Bool {
        if case .time(let unit) = self { unit != .weekday } else { false }
    }

    /// What a call has in this field, in the form that keys hold.
    package func value(of call: Call, in zone: ZoneRules) -> KeyValue {
        switch self {
        case .property(let property): KeyValue(property.text(of: call))
        case .time(let unit): call.time.map { .ordinal(unit.ordinal(of: $0, in: zone)) } ?? .none
        case .metadata(let name): KeyValue(GroupField.metadata(name, of: call))
        }
    }

    /// A key's value as reports show it; nil where nothing was told.
    package func text(of value: KeyValue, in zone: ZoneRules) -> String? {
        switch (self, value) {
        case (.time(let unit), .ordinal(let ordinal)): unit.text(ofOrdinal: ordinal, in: zone)
        case (_, .text(let text)): text.text
        case (_, .ordinal), (_, .none): nil
        }
    }

    /// What a call has in this field, as reports show it and filters compare it; nil where nothing was told.
    package func text(of call: Call, in zone: ZoneRules) -> String? {
        text(of: value(of: call, in: zone), in: zone)
    }

    /// What an event's metadata says under that name: what the call says of itself, else the caller's own key. (The requested model is
    /// told here even where it served, since a group should not lose those calls.)
    private static func metadata(_ name: String, of call: Call) -> String? {
        let known = switch name {
        case "serviceTier": call.isBatch ? "batch" : call.serviceTier
        case "region": call.region
        case "deployment": call.deployment
        case "finishReason": call.finishReason
        case "endpoint": call.endpoint?.rawValue
        case "responseId": call.responseID
        case "requestId": call.requestID
        case "requestedModel": call.requestedModel
        case "customId": call.customID
        case "cacheTtl": call.cacheTTL
        case "cacheHit": call.isCacheHit ? "true" : nil
        case "noUsage": !call.hasUsage ? "true" : nil
        default: nil as String?
        }
        return known ?? call.attribution.metadata.first { $0.name == name }?.value.text
    }
}

/// Why a text names no grouping.
package enum GroupFieldError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknown(String)
    case repeated(String)

    package var description: String {
        switch self {
        case .unknown(let text):
            let names = CallProperty.allCases.map(\.rawValue) + CalendarUnit.allCases.map(\.rawValue)
            return "there is no field '\(text)'; fields are \(names.joined(separator: ", ")) and metadata.NAME"
        case .repeated(let name):
            return "the field '\(name)' is named twice in one grouping"
        }
    }
}

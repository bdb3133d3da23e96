package import ByteStreams

extension ErrorFacts {
    /// Reads an `error` member: an object, or a bare text. nil where it says nothing (null, false, empty).
    package init?(_ value: JSONValue) {
        if let text = value.string {
            guard !text.isEmpty else { return nil }
            self.init(message: text)
            return
        }
        guard value.isObject, !value.isEmptyContainer else { return nil }
        self.init(
            message: value["message"]?.scalarText ?? value["msg"]?.scalarText,
            type: value["type"]?.nonEmptyString ?? value["status"]?.nonEmptyString,
            code: value["code"]?.scalarText,
            status: ErrorFacts.httpStatus(value["status"]) ?? ErrorFacts.httpStatus(value["code"]))
    }
}

extension ErrorFacts {
    /// Many hosts write the HTTP status as the error's code, as a number or as digits.
    private static func httpStatus(_ value: JSONValue?) -> Int? {
        guard let number = value?.int64 ?? value?.rawString?.wholeNumber, (400..<600).contains(number) else { return nil }
        return Int(number)
    }
}

extension AnswerFacts {
    /// Reads an error in any of the shapes that providers and gateways give it; true where there was one.
    mutating func readError(_ body: JSONValue) -> Bool {
        if let found = body["error"].flatMap({ ErrorFacts($0) }) {
            error = found
            return true
        }
        // Mistral and older vLLM: the error is the body.
        if body["object"]?.isString("error") == true {
            error = ErrorFacts(body) ?? ErrorFacts()
            return true
        }
        guard body["choices"] == nil, body["usage"] == nil, body["output"] == nil, body["data"] == nil else { return false }
        // Azure API Management: {"statusCode": 429, "message": "…"}
        if let status = body["statusCode"]?.int64, status >= 400, let message = body["message"]?.string {
            error = ErrorFacts(message: message, code: String(status), status: Int(exactly: status))
            return true
        }
        // FastAPI: {"detail": "…"} or a list of complaints.
        if let detail = body["detail"] {
            let message = detail.string ?? detail.first?["msg"]?.string
            guard message != nil || detail.isArray else { return false }
            error = ErrorFacts(message: message)
            return true
        }
        return false
    }
}

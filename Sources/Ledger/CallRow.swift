/// The columns of a call, as they are written and read.
enum CallRow {
    static let columns = """
        id, source, line, byte, kind, feature, user, session, conversation, step, time, latency, stream_duration, input_tokens, cached_input_tokens, \
        output_tokens, reasoning_tokens, response_id, request_id, is_shared, detail
        """

    // In the order of ``columns``; behind them come what only the writer needs.
    static let id: Int32 = 0
    static let source: Int32 = 1
    static let line: Int32 = 2
    static let byte: Int32 = 3
    static let kind: Int32 = 4
    static let feature: Int32 = 5
    static let user: Int32 = 6
    static let session: Int32 = 7
    static let conversation: Int32 = 8
    static let step: Int32 = 9
    static let time: Int32 = 10
    static let latency: Int32 = 11
    static let streamDuration: Int32 = 12
    static let input: Int32 = 13
    static let cachedInput: Int32 = 14
    static let output: Int32 = 15
    static let reasoning: Int32 = 16
    static let responseID: Int32 = 17
    static let requestID: Int32 = 18
    static let isShared: Int32 = 19
    static let detail: Int32 = 20
    static let part: Int32 = 21
    static let identity: Int32 = 22
}

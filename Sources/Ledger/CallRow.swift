/// The columns of a call, as they are written and read.
enum CallRow {
    /// What sums need …
    static let figures = """
        id, source, kind, feature, user, session, conversation, step, time, latency, stream_duration, input_tokens, cached_input_tokens, \
        output_tokens, reasoning_tokens, is_shared, detail
        """
    /// … and what tells a call from others.
    static let columns = figures + ", line, byte, response_id, request_id"

    // In the order of ``columns``; behind them come what only the writer needs.
    static let id: Int32 = 0
    static let source: Int32 = 1
    static let kind: Int32 = 2
    static let feature: Int32 = 3
    static let user: Int32 = 4
    static let session: Int32 = 5
    static let conversation: Int32 = 6
    static let step: Int32 = 7
    static let time: Int32 = 8
    static let latency: Int32 = 9
    static let streamDuration: Int32 = 10
    static let input: Int32 = 11
    static let cachedInput: Int32 = 12
    static let output: Int32 = 13
    static let reasoning: Int32 = 14
    static let isShared: Int32 = 15
    static let detail: Int32 = 16
    static let line: Int32 = 17
    static let byte: Int32 = 18
    static let responseID: Int32 = 19
    static let requestID: Int32 = 20
    static let part: Int32 = 21
    static let identity: Int32 = 22
}

/// What has the figures of one call after the other: its row, or packed calls.
protocol CallFigureSource {
    /// The figure in a column of ``CallRow``; nil where there is none.
    func optionalInt(_ column: Int32) -> Int64?
}

extension RawStatement: CallFigureSource {}

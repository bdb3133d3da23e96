import TrafficModel

/// What a block of input came to. Lines are counted from the block's start until they are committed in order.
struct BlockResult: Sendable {
    struct Found: Sendable {
        var priced: PricedCall
        var identity: CallIdentity?
    }

    struct Rejected: Sendable {
        var location: SourceLocation
        var reason: RejectReason
        var message: String
    }

    var input: Int
    var lines = 0
    var records = 0
    var ignored = 0
    var joined = 0
    var filtered = 0
    var calls: [Found] = []
    var rejects: [Rejected] = []
    var diagnostics: [Diagnostic] = []
    var containers: [String: Int] = [:]
    /// True where the lines are numbered from the input's start already.
    var hasAbsoluteLines = false

    init(input: Int) {
        self.input = input
    }
}

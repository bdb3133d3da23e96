import CostReports
import TrafficModel

/// A call with a cost; `change` sets what a test is about.
func sample(
    _ computed: ComputedCost = .priced(Money("0.0028")!, currency: .usd), at time: String? = "2026-05-04T10:00:01Z",
    _ change: (inout Call) -> Void = { _ in }
) -> PricedCall {
    var call = Call(endpoint: .chatCompletions, provider: "openai", source: SourceLocation(input: 0, line: 1, offset: 0))
    call.servedModel = "gx-5"
    call.usage = TokenUsage(input: 1_000, output: 100)
    call.time = time.map { Timestamp.parse($0.utf8)!.timestamp }
    change(&call)
    return PricedCall(call: call, computed: computed)
}

func dollars(_ text: String) -> ComputedCost { .priced(Money(text)!, currency: .usd) }

func rollup(_ calls: [PricedCall], preferring preference: CostPreference = .reported) -> Rollup {
    var rollup = Rollup()
    for call in calls { rollup.add(CallFigures(call, preferring: preference)) }
    return rollup
}

/// A report by the named groupings.
func report(
    by groupings: [String] = ["feature"], inputs: InputCounts = InputCounts(), diagnostics: [DiagnosticCount] = [], _ calls: [PricedCall],
    _ change: (inout ReportPlan) -> Void = { _ in }
) -> Report {
    var plan = ReportPlan()
    plan.groupings = groupings.map { try! GroupField.list($0) }
    change(&plan)
    var builder = ReportBuilder(plan)
    for call in calls {
        // One term: what it cost.
        if case .priced(let amount, let currency) = call.computed {
            builder.add(call, charges: [Charge(.toldSum, amount: amount, currency: currency)])
        } else {
            builder.add(call)
        }
    }
    return builder.finish(inputs: inputs, catalogue: "2026-11-24", diagnostics: diagnostics)
}

func text(_ report: Report, as format: ReportFormat, colour: Bool = false) -> String {
    String(decoding: format.writer(colour: colour).bytes(of: report), as: UTF8.self)
}

extension Report {
    /// The keys of a grouping's rows, for groupings of one field.
    func keys(_ group: Int = 0) -> [String?] { groups[group].rows.map { $0.key[0] } }
    func costs(_ group: Int = 0) -> [String?] { groups[group].rows.map { $0.figures.cost.amount?.exactText } }
    func calls(_ group: Int = 0) -> [Int64] { groups[group].rows.map(\.figures.calls) }
}

/// A generator with a seed (SplitMix64), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Calls of every kind.
func variedCalls(_ count: Int, seed: UInt64) -> [PricedCall] {
    var random = SeededGenerator(state: seed)
    return (0..<count).map { _ in
        let computed: ComputedCost = switch Int.random(in: 0..<10, using: &random) {
        case 0: .unpriced(UnpricedReason.allCases.randomElement(using: &random)!)
        case 1: .noUsage(NoUsageReason.allCases.randomElement(using: &random)!)
        case 2: .priced(Money(quintillionths: Int128.random(in: 0...1_000_000, using: &random)), currency: Currency(code: "CNY"))
        default: .priced(Money(quintillionths: Int128.random(in: 0...1_000_000_000_000_000_000, using: &random)), currency: .usd)
        }
        return sample(computed) { call in
            call.attribution.feature = ["chat", "search", "", nil].randomElement(using: &random)!
            call.attribution.user = EndUser(id: "u\(Int.random(in: 0..<20, using: &random))")
            call.attribution.sessionID = "s\(Int.random(in: 0..<200, using: &random))"
            call.servedModel = ["gx-5", "zeta-1", nil].randomElement(using: &random)!
            call.status = CallStatus.allCases.randomElement(using: &random)!
            call.usage?.input = Int64.random(in: 0...10_000, using: &random)
            call.usage?.cachedInput = Bool.random(using: &random) ? 7 : nil
            call.usage?.audioInput = Bool.random(using: &random) ? 3 : nil
            call.latency = Bool.random(using: &random) ? Int64.random(in: 0...60_000_000, using: &random) : nil
            call.reportedCost = Int.random(in: 0..<5, using: &random) == 0 ? Money("0.00126") : nil
            call.time?.microseconds += Int64.random(in: 0...40_000_000_000, using: &random)
        }
    }
}

extension ZoneRules {
    /// 2026: DST from 8 March 07:00Z to 1 November 06:00Z.
    static let newYork = ZoneRules(name: "America/New_York", offsets: [
        .init(from: 1_762_063_200, seconds: -18_000), .init(from: 1_772_953_200, seconds: -14_400), .init(from: 1_793_512_800, seconds: -18_000),
    ])
    /// 2026: UTC+11 until 4 April 15:00Z, +10:30 until 3 October 15:30Z, then +11 again.
    static let lordHowe = ZoneRules(name: "Australia/Lord_Howe", offsets: [
        .init(from: 1_759_591_800, seconds: 39_600), .init(from: 1_775_314_800, seconds: 37_800), .init(from: 1_791_041_400, seconds: 39_600),
    ])
}

import CostReports
import Pricing
import TrafficModel

extension CostTerms {
    /// The charges of a call, as a bill has them: they add up to its cost.
    func charges(of call: borrowing Call) -> [Charge] {
        switch self {
        case .told(let cost, let currency): [Charge(.toldSum, amount: cost, currency: currency)]
        case .free(let currency): [Charge(.free(.ofUnchargedCalls(to: call.provider)), count: 1, amount: .zero, currency: currency)]
        case .lines(let lines, let currency): lines.map { Charge($0, of: call, currency: currency) }
        }
    }
}

extension UnitPrice {
    fileprivate static func ofUnchargedCalls(to provider: String) -> UnitPrice {
        let meter = ChargeMeter(id: "uncharged-requests", name: "Uncharged Requests")
        return UnitPrice(provider: provider, model: nil, meter: meter, rate: .zero, unit: ChargeQuantity("Requests"))
    }
}

extension Charge {
    fileprivate init(_ line: QuoteLine, of call: borrowing Call, currency: Currency) {
        self.init(.indivisiblePrice, count: line.count, amount: line.amount, currency: currency)
        // Only a rate that divides without a rest makes each call's amount, and so their sum, price times quantity.
        guard line.rate.quintillionths % Int128(line.unit.countPerRate) == 0 else { return }
        // A minute is no power of ten of milliseconds: what is sold by the minute is told by the second.
        let rate = line.unit == .minute ? Money(quintillionths: line.rate.quintillionths / 60) : line.rate
        var price = UnitPrice(provider: call.provider, model: call.model, meter: line.item.meter, rate: rate, unit: line.unit.quantity)
        price.size = line.size(of: call)
        if let list = line.listRate(of: call) { price.listRate = list }
        switch line.source {
        case .price(let row):
            price.model = row.model
            price.tier = row.tier.rawValue
            price.aboveInputTokens = row.aboveInputTokens
            price.region = row.regionFactor == nil ? nil : call.region
        case .fee(_, let row): price.model = row.model
        case .override: price.isOwn = true
        }
        basis = .price(price)
    }
}

extension ChargeUnit {
    fileprivate var quantity: ChargeQuantity {
        switch self {
        case .millionTokens: ChargeQuantity("Tokens", size: 1_000_000)
        case .millionCharacters: ChargeQuantity("Characters", size: 1_000_000)
        case .minute, .second: ChargeQuantity("Seconds", countPerOne: 1_000)
        case .image: ChargeQuantity("Images")
        case .thousandCalls: ChargeQuantity("Requests", size: 1_000)
        case .call: ChargeQuantity("Requests")
        case .container: ChargeQuantity("Containers")
        }
    }
}

extension ChargeItem {
    fileprivate var meter: ChargeMeter {
        switch self {
        case .tokens(let kind): return kind.meter
        case .reasoning: return ChargeMeter(id: name, name: "Reasoning Output Tokens", direction: .output)
        case .audioDuration: return ChargeMeter(id: name, name: "Audio Duration")
        case .videoDuration: return ChargeMeter(id: name, name: "Video Duration")
        case .images: return ChargeMeter(id: name, name: "Images")
        case .characters: return ChargeMeter(id: name, name: "Characters")
        case .tool(let tool): return ChargeMeter(id: name, name: tool.meterName)
        case .searchContent: return ChargeMeter(id: name, name: "Search Content Input Tokens", direction: .input, cacheAction: .uncached)
        case .imageGeneration(let kind):
            var meter = kind.meter
            meter.id = name
            meter.name = "Image Generation " + meter.name
            return meter
        }
    }
}

extension TokenKind {
    fileprivate var meter: ChargeMeter {
        switch self {
        case .input: ChargeMeter(id: name, name: "Input Tokens", direction: .input, cacheAction: .uncached)
        case .cachedInput: ChargeMeter(id: name, name: "Cached Input Tokens", direction: .input, cacheAction: .read)
        case .cacheWrite: ChargeMeter(id: name, name: "Cache Write Input Tokens", direction: .input, cacheAction: .write)
        case .cacheWrite12h: ChargeMeter(id: name, name: "Cache Write Input Tokens for 12 Hours", direction: .input, cacheAction: .write)
        case .output: ChargeMeter(id: name, name: "Output Tokens", direction: .output)
        case .audioInput: ChargeMeter(id: name, name: "Audio Input Tokens", direction: .input, cacheAction: .uncached)
        case .audioCachedInput: ChargeMeter(id: name, name: "Cached Audio Input Tokens", direction: .input, cacheAction: .read)
        case .audioOutput: ChargeMeter(id: name, name: "Audio Output Tokens", direction: .output)
        case .imageInput: ChargeMeter(id: name, name: "Image Input Tokens", direction: .input, cacheAction: .uncached)
        case .imageCachedInput: ChargeMeter(id: name, name: "Cached Image Input Tokens", direction: .input, cacheAction: .read)
        case .imageOutput: ChargeMeter(id: name, name: "Image Output Tokens", direction: .output)
        }
    }
}

extension HostedTool {
    fileprivate var meterName: String {
        switch self {
        case .webSearch: "Web Search Calls"
        case .webSearchPreview: "Web Search Preview Calls"
        case .fileSearch: "File Search Calls"
        case .codeInterpreter: "Code Interpreter Containers"
        }
    }
}

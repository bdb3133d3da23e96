import TrafficModel

/// The cells of some columns of a row as they stand in the file; a column without a value is null.
struct FocusCells {
    private var bytes: [UInt8] = []
    /// Where each column's cell is in the bytes.
    private var places = [(start: Int, count: Int)](repeating: (0, 0), count: FocusColumn.allCases.count)

    init() {}

    func append(_ column: FocusColumn, to bytes: inout [UInt8]) {
        let (start, count) = places[column.rawValue]
        if count > 0 { bytes.append(contentsOf: self.bytes[start..<start + count]) }
    }

    private mutating func set(_ columns: FocusColumn..., to text: String?) {
        if let text { set(columns) { CSVLines.append(text, to: &$0) } }
    }

    private mutating func set(_ columns: [FocusColumn], _ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        for column in columns { places[column.rawValue] = (start, bytes.count - start) }
    }
}

// MARK: - All of a day

extension FocusCells {
    init(day: CivilDate, billingAccount: String) {
        set(.billingAccountID, to: CSVLines.safe(billingAccount))
        let (year, month, _) = day.yearMonthDay
        set(.chargePeriodStart, to: start(of: day))
        set(.chargePeriodEnd, to: start(of: CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1)))
        set(.billingPeriodStart, to: CivilDate(year: year, month: month, day: 1).map(start))
        set(.billingPeriodEnd, to: CivilDate(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1).map(start))
        set(.chargeCategory, to: "Usage")
        set(.chargeFrequency, to: "Usage-Based")
        set(.serviceCategory, to: "AI and Machine Learning")
        set(.serviceSubcategory, to: "Generative AI")
    }

    private func start(of day: CivilDate) -> String { "\(day.text)T00:00:00Z" }
}

// MARK: - A context

extension FocusCells {
    mutating func add(_ context: ChargeTable.Context, of charges: ChargeTable) {
        let names = FocusService(provider: charges.text(context.provider) ?? "")
        set(.serviceName, to: CSVLines.safe(names.service))
        set(.invoiceIssuerName, .serviceProviderName, .hostProviderName, to: CSVLines.safe(names.company))
        // Regions and projects have no other names that a log would tell.
        set(.regionID, .regionName, to: charges.text(context.region).map(CSVLines.safe))
        if let project = charges.text(context.project) {
            set(.subAccountID, .subAccountName, to: CSVLines.safe(project))
            set(.subAccountType, to: "Project")
        }
        let deployment = charges.text(context.deployment)
        if let resource = deployment ?? charges.text(context.apiKeyName) {
            set(.resourceID, .resourceName, to: CSVLines.safe(resource))
            set(.resourceType, to: deployment == nil ? "API Key" : "Deployment")
        }
        let (feature, user, session) = (charges.text(context.feature), charges.text(context.user), charges.text(context.session))
        if feature != nil || user != nil || session != nil {
            set(.tags, to: FocusCells.json([("feature", feature), ("user", user), ("session", session)]))
        }
        set(.model, to: charges.text(context.model).map(CSVLines.safe))
        set(.serviceTier, to: charges.text(context.tier).map(CSVLines.safe))
        set(.isBatch, to: context.isBatch ? "true" : "false")
        set(.feature, to: feature.map(CSVLines.safe))
        set(.userID, to: user.map(CSVLines.safe))
        set(.sessionID, to: session.map(CSVLines.safe))
    }
}

// MARK: - An item

extension FocusCells {
    /// `isPriced`: whether the row tells a price.
    init(_ item: ChargeTable.Item, model: String, isPriced: Bool) {
        set(.billingCurrency, to: CSVLines.safe(item.currency.code))
        switch item.basis {
        case .price(let price):
            set(.usageSource, to: "response")
            set(.chargeDescription, to: CSVLines.safe([price.model ?? model, price.meter.name, price.tier, price.size].compactMap { $0 }.joined(separator: ", ")))
            if isPriced { add(price) }
        case .indivisiblePrice:
            set(.usageSource, to: "response")
            set(.chargeDescription, to: CSVLines.safe("\(model), at a price that has no finite decimal for one unit"))
        case .toldSum:
            set(.usageSource, to: "cost_only")
            set(.chargeDescription, to: CSVLines.safe("\(model), cost told as a sum"))
        case .free(let price):
            set(.usageSource, to: "none")
            set(.chargeDescription, to: CSVLines.safe("\(model), requests without a charge"))
            if isPriced { add(price) }
        }
    }

    private mutating func add(_ price: UnitPrice) {
        set(.pricingCategory, to: "Standard")
        set(.skuID, to: CSVLines.safe(price.skuID))
        set(.skuPriceID, to: CSVLines.safe(price.id))
        set(.skuMeter, to: price.meter.name)
        let details = [
            ("x_Model", price.model), ("x_ServiceTier", price.tier), ("x_AboveInputTokens", price.aboveInputTokens.map { String($0) }),
            ("x_Region", price.region), ("x_Size", price.size), ("x_TokenDirection", price.meter.direction?.rawValue), ("x_TokenCacheAction", price.meter.cacheAction?.rawValue),
        ]
        if details.contains(where: { $0.1 != nil }) { set(.skuPriceDetails, to: FocusCells.json(details)) }
        set([.listUnitPrice]) { price.listRate.append(to: &$0) }
        set([.contractedUnitPrice]) { price.rate.append(to: &$0) }
        set(.pricingUnit, to: price.unit.text)
        set(.consumedUnit, to: price.unit.name)
    }

    /// A JSON object of what is known.
    private static func json(_ members: [(name: String, value: String?)]) -> String {
        var json = JSONWriter()
        json.beginObject()
        for member in members { json.memberIfPresent(member.name, member.value) }
        json.endObject()
        return json.text
    }
}

// MARK: - Sums

extension FocusCells {
    /// `priced`: the price and what it comes to before discounts, where the row tells one.
    init(_ sums: ChargeTable.Sums, cost: Money, priced: (price: UnitPrice, count: Int64, listCost: Money)?) {
        set([.billedCost, .effectiveCost, .contractedCost]) { cost.append(to: &$0) }
        set([.listCost]) { (priced?.listCost ?? cost).append(to: &$0) }
        set([.requestCount]) { $0.append(decimal: sums.calls) }
        guard let (price, count, _) = priced else { return }
        set([.pricingQuantity]) { price.unit.quantity(ofCount: count).append(to: &$0) }
        set([.consumedQuantity]) { price.unit.ones(ofCount: count).append(to: &$0) }
    }
}

/// Who sells what under a provider's name.
private struct FocusService {
    let company: String
    let service: String

    init(provider: String) {
        switch provider {
        case "openai": (company, service) = ("OpenAI", "OpenAI API")
        case "azure": (company, service) = ("Microsoft", "Azure OpenAI")
        case "groq": (company, service) = ("Groq", "Groq API")
        case "together": (company, service) = ("Together AI", "Together AI API")
        case "xai": (company, service) = ("xAI", "xAI API")
        case "openrouter": (company, service) = ("OpenRouter", "OpenRouter API")
        case "mistral": (company, service) = ("Mistral AI", "Mistral AI API")
        case "google": (company, service) = ("Google", "Gemini API")
        case "bedrock": (company, service) = ("AWS", "Amazon Bedrock")
        default: (company, service) = (provider, "\(provider) API")
        }
    }
}

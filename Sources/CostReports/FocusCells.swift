import TrafficModel

/// The cells of one FOCUS row; a column without a value is null.
struct FocusCells {
    private var cells = Cells()

    /// In the order of the columns.
    var texts: [String] { cells.texts }

    private struct Cells {
        var texts = [String](repeating: "", count: FocusColumn.allCases.count)

        subscript(column: FocusColumn) -> String? {
            get { texts[column.rawValue] }
            set { texts[column.rawValue] = newValue ?? "" }
        }
    }

    /// Nil where the row's sum left its range: there is no amount to tell.
    init?(_ row: ChargeTable.Row, billingAccount: String) {
        guard let cost = row.amount.amount?.exactText else { return nil }
        for column in [FocusColumn.billedCost, .effectiveCost, .contractedCost, .listCost] { cells[column] = cost }
        cells[.billingCurrency] = CSVLines.safe(row.currency.code)
        cells[.billingAccountID] = CSVLines.safe(billingAccount)
        addPeriods(of: row.context)
        cells[.chargeCategory] = "Usage"
        cells[.chargeFrequency] = "Usage-Based"
        cells[.pricingCategory] = "Standard"
        addService(of: row.context)
        addAttribution(of: row.context)
        cells[.requestCount] = String(row.calls)

        let model = row.context.model.text ?? "model not told"
        switch row.basis {
        case .price(let price):
            cells[.usageSource] = "response"
            cells[.chargeDescription] = CSVLines.safe(([price.model ?? model, price.meter.name] + [price.tier].compactMap { $0 }).joined(separator: ", "))
            // A count that left its range has no quantity, and the row then no price: both or neither.
            if let count = row.count.value { add(price, count: count) }
        case .indivisiblePrice:
            cells[.usageSource] = "response"
            cells[.chargeDescription] = CSVLines.safe("\(model), at a price that has no finite decimal for one unit")
        case .toldSum:
            cells[.usageSource] = "cost_only"
            cells[.chargeDescription] = CSVLines.safe("\(model), cost told as a sum")
        case .free:
            cells[.usageSource] = "none"
            cells[.chargeDescription] = CSVLines.safe("\(model), requests without a charge")
        }
    }

    private mutating func addPeriods(of context: ChargeTable.Context) {
        let day = CivilDate(daysSinceEpoch: Int(context.day))
        let (year, month, _) = day.yearMonthDay
        cells[.chargePeriodStart] = start(of: day)
        cells[.chargePeriodEnd] = start(of: CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1))
        cells[.billingPeriodStart] = CivilDate(year: year, month: month, day: 1).map(start)
        cells[.billingPeriodEnd] = CivilDate(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1).map(start)
    }

    private func start(of day: CivilDate) -> String { "\(day.text)T00:00:00Z" }

    private mutating func addService(of context: ChargeTable.Context) {
        let names = FocusService(provider: context.provider)
        cells[.serviceCategory] = "AI and Machine Learning"
        cells[.serviceSubcategory] = "Generative AI"
        cells[.serviceName] = CSVLines.safe(names.service)
        for column in [FocusColumn.invoiceIssuerName, .serviceProviderName, .hostProviderName] { cells[column] = CSVLines.safe(names.company) }
        cells[.regionID] = context.region.text.map(CSVLines.safe)
    }

    private mutating func addAttribution(of context: ChargeTable.Context) {
        if let project = context.project.text {
            cells[.subAccountID] = CSVLines.safe(project)
            cells[.subAccountType] = "Project"
        }
        if let resource = context.deployment.text ?? context.apiKeyName.text {
            cells[.resourceID] = CSVLines.safe(resource)
            cells[.resourceName] = CSVLines.safe(resource)
            cells[.resourceType] = context.deployment == .none ? "API Key" : "Deployment"
        }
        let tags = [("feature", context.feature.text), ("user", context.user.text), ("session", context.session.text)]
        if tags.contains(where: { $0.1 != nil }) { cells[.tags] = json(tags) }
        cells[.model] = context.model.text.map(CSVLines.safe)
        cells[.serviceTier] = CSVLines.safe(context.tier)
        cells[.isBatch] = context.isBatch ? "true" : "false"
        cells[.feature] = context.feature.text.map(CSVLines.safe)
        cells[.userID] = context.user.text.map(CSVLines.safe)
        cells[.sessionID] = context.session.text.map(CSVLines.safe)
    }

    private mutating func add(_ price: UnitPrice, count: Int64) {
        cells[.skuID] = CSVLines.safe(price.skuID)
        cells[.skuPriceID] = CSVLines.safe(price.id)
        cells[.skuMeter] = price.meter.name
        cells[.skuPriceDetails] = json([
            ("x_Model", price.model), ("x_ServiceTier", price.tier), ("x_AboveInputTokens", price.aboveInputTokens.map { String($0) }),
            ("x_Region", price.region), ("x_TokenDirection", price.meter.direction?.rawValue), ("x_TokenCacheAction", price.meter.cacheAction?.rawValue),
        ])
        cells[.listUnitPrice] = price.rate.exactText
        cells[.contractedUnitPrice] = price.rate.exactText
        cells[.pricingUnit] = price.unit.text
        cells[.pricingQuantity] = price.unit.text(ofCount: count)
        cells[.consumedUnit] = price.unit.name
        cells[.consumedQuantity] = price.unit.onesText(ofCount: count)
    }

    /// A JSON object of what is known.
    private func json(_ members: [(name: String, value: String?)]) -> String {
        var json = JSONWriter()
        json.beginObject()
        for member in members { json.memberIfPresent(member.name, member.value) }
        json.endObject()
        return json.text
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

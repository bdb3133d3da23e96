import TrafficModel

/// `--format focus`: the charges as rows of the FinOps Open Cost and Usage Specification (FOCUS) 1.4, as CSV.
///
/// A row is what one SKU price came to in one UTC day for one project, feature, user and session; `ListUnitPrice` times `PricingQuantity`
/// is its list cost, to the last digit. Null is an empty cell. JSON cells hold texts exactly; all other cells with text from logs are guarded
/// against formulas as those of ``CSVReportWriter`` are.
package struct FocusReportWriter: ReportWriter {
    package init() {}

    package func write<Failure: Error>(_ report: Report, to output: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        var csv = CSVLines()
        for column in FocusColumn.allCases { csv.cell(column.name) }
        csv.endLine()
        try output(csv.bytes)
        guard let charges = report.charges else { return }
        let places = charges.placesInOrder()
        try writeInPieces(rows: places.count, to: output) { rows in
            var lines = FocusLines(charges, billingAccount: report.billingAccount, capacity: rows.count)
            for place in places[rows] { lines.write(charges.row(at: place)) }
            return lines.bytes
        }
    }
}

/// The columns: the specification's own in the order of the alphabet, then those of this program. Their order is part of the format.
enum FocusColumn: Int, CaseIterable {
    case billedCost
    case billingAccountID
    case billingAccountName
    case billingCurrency
    case billingPeriodEnd
    case billingPeriodStart
    case chargeCategory
    case chargeClass
    case chargeDescription
    case chargeFrequency
    case chargePeriodEnd
    case chargePeriodStart
    case consumedQuantity
    case consumedUnit
    case contractedCost
    case contractedUnitPrice
    case effectiveCost
    case hostProviderName
    case invoiceDetailID
    case invoiceID
    case invoiceIssuerName
    case listCost
    case listUnitPrice
    case pricingCategory
    case pricingQuantity
    case pricingUnit
    case regionID
    case regionName
    case resourceID
    case resourceName
    case resourceType
    case serviceCategory
    case serviceName
    case serviceProviderName
    case serviceSubcategory
    case skuID
    case skuMeter
    case skuPriceDetails
    case skuPriceID
    case subAccountID
    case subAccountName
    case subAccountType
    case tags
    case model
    case serviceTier
    case isBatch
    case feature
    case userID
    case sessionID
    case requestCount
    case usageSource

    var name: String {
        switch self {
        case .billedCost: "BilledCost"
        case .billingAccountID: "BillingAccountId"
        case .billingAccountName: "BillingAccountName"
        case .billingCurrency: "BillingCurrency"
        case .billingPeriodEnd: "BillingPeriodEnd"
        case .billingPeriodStart: "BillingPeriodStart"
        case .chargeCategory: "ChargeCategory"
        case .chargeClass: "ChargeClass"
        case .chargeDescription: "ChargeDescription"
        case .chargeFrequency: "ChargeFrequency"
        case .chargePeriodEnd: "ChargePeriodEnd"
        case .chargePeriodStart: "ChargePeriodStart"
        case .consumedQuantity: "ConsumedQuantity"
        case .consumedUnit: "ConsumedUnit"
        case .contractedCost: "ContractedCost"
        case .contractedUnitPrice: "ContractedUnitPrice"
        case .effectiveCost: "EffectiveCost"
        case .hostProviderName: "HostProviderName"
        case .invoiceDetailID: "InvoiceDetailId"
        case .invoiceID: "InvoiceId"
        case .invoiceIssuerName: "InvoiceIssuerName"
        case .listCost: "ListCost"
        case .listUnitPrice: "ListUnitPrice"
        case .pricingCategory: "PricingCategory"
        case .pricingQuantity: "PricingQuantity"
        case .pricingUnit: "PricingUnit"
        case .regionID: "RegionId"
        case .regionName: "RegionName"
        case .resourceID: "ResourceId"
        case .resourceName: "ResourceName"
        case .resourceType: "ResourceType"
        case .serviceCategory: "ServiceCategory"
        case .serviceName: "ServiceName"
        case .serviceProviderName: "ServiceProviderName"
        case .serviceSubcategory: "ServiceSubcategory"
        case .skuID: "SkuId"
        case .skuMeter: "SkuMeter"
        case .skuPriceDetails: "SkuPriceDetails"
        case .skuPriceID: "SkuPriceId"
        case .subAccountID: "SubAccountId"
        case .subAccountName: "SubAccountName"
        case .subAccountType: "SubAccountType"
        case .tags: "Tags"
        case .model: "x_Model"
        case .serviceTier: "x_ServiceTier"
        case .isBatch: "x_Batch"
        case .feature: "x_Feature"
        case .userID: "x_UserId"
        case .sessionID: "x_SessionId"
        case .requestCount: "x_RequestCount"
        case .usageSource: "x_UsageSource"
        }
    }
}

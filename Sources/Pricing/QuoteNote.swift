/// Something a reader of a quote should know.
package enum QuoteNote: String, Sendable, Hashable, CaseIterable {
    // Why the cost is zero.
    case refused = "a refused request costs nothing"
    case cacheHit = "a gateway's own cache answered; the provider was not asked"
    case batchLineNotRun = "a batch line that was not run costs nothing"
    case moderationIsFree = "moderation is free"
    case freeVariant = "the router's free variant costs nothing"

    // What was assumed.
    case tierAssumed = "the answer names no tier; the one asked for is taken"
    case tierUnknown = "only the wish for an automatic tier was recorded; taken as standard"
    case pricedAsRequested = "the served name is not in the price book; priced as the model asked for"
    case nearPriceChange = "within a day of a price change, whose hour nobody published"
    case containerEstimated = "the container's size and life are not recorded; taken for the smallest, up to 20 minutes"
    case cacheLifeAssumed = "the request's cache options are not recorded; cache writes taken for 30 minutes"

    // What the usage says about itself.
    case reasoningExceedsOutput = "more reasoning than output tokens were reported; output is what is billed"
    case imageModelUnknown = "the image model that the tool used is not recorded, so its tokens have no price"
    case feesNotInOverride = "the caller's own rates cover tokens; tool fees are left out"
}

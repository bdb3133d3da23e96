import TrafficModel

extension JSONWriter {
    /// What budgets add at the top level.
    mutating func write(_ budgets: [BudgetUse]) {
        name("budgets")
        beginArray()
        for use in budgets {
            beginObject()
            name("where")
            beginObject()
            for condition in use.budget.conditions { member(condition.field.name, condition.value) }
            endObject()
            member("period", use.budget.period?.rawValue)
            member("limit_usd", use.budget.limit.exactText)
            member("spent_usd", use.spent?.exactText)
            let crossings = use.crossings
            member("crossed", !crossings.isEmpty)
            name("crossings")
            beginArray()
            for crossing in crossings {
                beginObject()
                member("key", crossing.period)
                member("spent_usd", crossing.spent?.exactText)
                endObject()
            }
            endArray()
            endObject()
        }
        endArray()
    }
}

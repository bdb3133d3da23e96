import CostReports
import TOMLKit
import TrafficModel

/// The tables `[[budget]]` of a configuration file: fields that calls must have, and what they may cost.
///
/// ```toml
/// [[budget]]
/// feature = "chat"
/// metadata.team = "search"
/// usd = "100"
/// period = "day"
/// ```
enum BudgetTable {
    /// What is wrong with a table, in words that follow its name.
    struct Fault: Error {
        let message: String
    }

    static func budgets(_ value: any TOMLValueConvertible) throws(Fault) -> [Budget] {
        guard let list = value.array else { throw Fault(message: "is a list of tables, [[budget]]") }
        var budgets: [Budget] = []
        for element in list {
            guard let table = element.table else { throw Fault(message: "is a list of tables, [[budget]]") }
            budgets.append(try budget(table))
        }
        return budgets
    }

    private static func budget(_ table: TOMLTable) throws(Fault) -> Budget {
        var budget = Budget(conditions: [], limit: .zero)
        var hasLimit = false
        for (name, value) in table {
            switch name {
            case "usd":
                // A number with a point is a binary fraction by the time it is read.
                guard let limit = (value.string ?? value.int.map { String($0) }).flatMap({ Money($0) }), limit >= .zero else {
                    throw Fault(message: "takes usd as a text, such as usd = \"99.50\"")
                }
                budget.limit = limit
                hasLimit = true
            case "period":
                guard let unit = value.string.flatMap(CalendarUnit.init(rawValue:)), unit == .day || unit == .month else {
                    throw Fault(message: "takes period = \"day\" or \"month\"")
                }
                budget.period = unit
            case "metadata":
                guard let entries = value.table else { throw Fault(message: "takes metadata.NAME = \"value\"") }
                for (entry, value) in entries { budget.conditions.append(try condition("metadata.\(entry)", value)) }
            default: budget.conditions.append(try condition(name, value))
            }
        }
        guard hasLimit else { throw Fault(message: "needs usd, the limit") }
        budget.conditions.sort { $0.field.name.utf8.lexicographicallyPrecedes($1.field.name.utf8) }
        return budget
    }

    private static func condition(_ name: String, _ value: any TOMLValueConvertible) throws(Fault) -> Budget.Condition {
        guard let text = value.string else { throw Fault(message: "takes \(name) as a text") }
        do throws(GroupFieldError) { return Budget.Condition(field: try GroupField(name), value: text) } catch { throw Fault(message: "has \(name): \(error)") }
    }
}

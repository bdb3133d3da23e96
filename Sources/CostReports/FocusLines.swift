import TrafficModel

/// Writes rows of the charges. What many rows have in common is made once: all of a day, of a context, and of an item.
struct FocusLines {
    private let charges: ChargeTable
    private let billingAccount: String
    private var csv: CSVLines
    // Rows of one context stand together, and contexts of one day.
    private var day: (ordinal: Int64, cells: FocusCells)?
    private var context: (number: Int32, cells: FocusCells)?
    private var items: [ItemKey: FocusCells] = [:]

    /// What the cells of an item depend on: what is charged without a price is described by the call's model.
    private struct ItemKey: Hashable {
        let item: Int32
        let model: Int32
        let isPriced: Bool
    }

    /// `capacity`: rows that there will be, about.
    init(_ charges: ChargeTable, billingAccount: String, capacity: Int) {
        self.charges = charges
        self.billingAccount = billingAccount
        csv = CSVLines(capacity: 768 * capacity)
    }

    var bytes: [UInt8] { csv.bytes }

    /// Writes nothing where the row's sum left its range: there is no amount to tell.
    mutating func write(_ row: (key: ChargeTable.Key, sums: ChargeTable.Sums)) {
        guard let cost = row.sums.amount.amount else { return }
        let priced = priced(row)
        let contextCells = cells(ofContext: row.key.context)
        let itemCells = cells(of: ItemKey(item: row.key.item, model: charges.context(row.key.context).model, isPriced: priced != nil))
        let sumCells = FocusCells(row.sums, cost: cost, priced: priced)
        for column in FocusColumn.allCases {
            csv.cell { bytes in
                contextCells.append(column, to: &bytes)
                itemCells.append(column, to: &bytes)
                sumCells.append(column, to: &bytes)
            }
        }
        csv.endLine()
    }

    /// The row's price; nil where it has none, or where a count or cost left its range: without a quantity there is no price.
    private func priced(_ row: (key: ChargeTable.Key, sums: ChargeTable.Sums)) -> (price: UnitPrice, count: Int64, listCost: Money)? {
        guard let price = charges.item(row.key.item).basis.price, let count = row.sums.count.value, let listCost = price.listCost(ofCount: count) else {
            return nil
        }
        return (price, count, listCost)
    }

    private mutating func cells(ofContext number: Int32) -> FocusCells {
        if let context, context.number == number { return context.cells }
        let context = charges.context(number)
        if day?.ordinal != context.day {
            day = (context.day, FocusCells(day: CivilDate(daysSinceEpoch: Int(context.day)), billingAccount: billingAccount))
        }
        var cells = day?.cells ?? FocusCells()
        cells.add(context, of: charges)
        self.context = (number, cells)
        return cells
    }

    private mutating func cells(of key: ItemKey) -> FocusCells {
        if let cells = items[key] { return cells }
        let cells = FocusCells(charges.item(key.item), model: charges.text(key.model) ?? "model not told", isPriced: key.isPriced)
        items[key] = cells
        return cells
    }
}

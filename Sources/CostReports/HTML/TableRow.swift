import Mustache
import TrafficModel

/// A column of a table: text, or figures at the right.
struct TableColumn: ExpressibleByStringLiteral {
    var name: String
    var isFigure = false
    /// How the rows are sorted by it to begin with, in the words of `aria-sort`; nil where they are not.
    var sort: String?

    init(stringLiteral name: String) {
        self.name = name
    }

    static func figure(_ name: String) -> TableColumn {
        var column = TableColumn(stringLiteral: name)
        column.isFigure = true
        return column
    }
}

// Rows and their parts tell the template their fields by name: looking at values from outside, as it otherwise does, takes long for many.

/// A row of a table.
struct TableRow: MustacheParent {
    var keys: [TableKey]
    var cells: [TableCell]

    init(keys: [TableKey], cells: [TableCell]) {
        self.keys = keys
        self.cells = cells
    }

    init(_ name: String, _ cells: [TableCell]) {
        self.init(keys: [TableKey(text: name, kind: "")], cells: cells)
    }

    func child(named name: String) -> Any? {
        switch name {
        case "keys": keys
        case "cells": cells
        default: nil
        }
    }
}

/// What a row is about.
struct TableKey: MustacheParent {
    var text: String
    /// A class of the style sheet, or nothing.
    var kind: String
    /// How many columns it takes.
    var span = 1

    func child(named name: String) -> Any? {
        switch name {
        case "text": text
        case "kind": kind.isEmpty ? nil : kind
        case "span": span == 1 ? nil : span
        default: nil
        }
    }
}

/// A figure in a row.
struct TableCell: MustacheParent {
    var text: String
    /// A whole number that the rows are sorted by; nil where the figure is not known.
    var order: String?
    /// The figure with all its digits, where the text is rounded.
    var exact: String?
    /// The length of a bar beside it, as ``Percentage`` says it.
    var bar: String?

    init(text: String, order: String? = nil, exact: String? = nil, bar: String? = nil) {
        self.text = text
        self.order = order
        self.exact = exact == text ? nil : exact
        self.bar = bar
    }

    /// A count with all its digits.
    init(whole count: Int64) {
        self.init(text: FigureText.grouped(count), order: String(count))
    }

    init(count: Int64) {
        self.init(text: FigureText.compact(count), order: String(count), exact: FigureText.grouped(count))
    }

    /// A count that is best not there.
    init(rare count: Int64) {
        self.init(count: count)
        if count == 0 { (text, exact) = (FigureText.missing, nil) }
    }

    init(_ sum: CountSum) {
        if let count = sum.value { self.init(count: count) } else { self.init(text: FigureText.overflow) }
    }

    init(_ sum: MoneySum, decimals: Int) {
        if sum.hasOverflowed { self.init(text: FigureText.overflow) } else { self.init(money: sum.amount, decimals: decimals) }
    }

    /// `signed`: a change, which says whether it is more or less.
    init(money: Money?, decimals: Int, signed: Bool = false) {
        guard let money else {
            self.init(text: FigureText.missing)
            return
        }
        let isRounded = money != money.rounded(toDecimals: decimals)
        self.init(
            text: signed ? FigureText.signedDollars(money, decimals: decimals) : FigureText.dollars(money, decimals: decimals),
            order: String(money.quintillionths),
            exact: isRounded ? signed ? FigureText.signedExactDollars(money) : FigureText.exactDollars(money) : nil)
    }

    init(latency microseconds: Int64?) {
        self.init(text: microseconds.map { FigureText.duration(microseconds: $0) } ?? FigureText.missing, order: microseconds.map { String($0) })
    }

    func child(named name: String) -> Any? {
        switch name {
        case "text": text
        case "order": order
        case "exact": exact
        case "bar": bar
        default: nil
        }
    }
}

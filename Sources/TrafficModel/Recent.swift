/// The last few things that were looked up, in no order: what comes in runs, or is one of a handful, is found among them without hashing.
package struct Recent<Element: Sendable>: Sendable {
    package private(set) var all: [Element] = []
    private var oldest = 0
    private let most = 8

    package init() {}

    /// Takes one in, in place of the oldest where there are enough.
    package mutating func note(_ element: Element) {
        if all.count < most {
            all.append(element)
        } else {
            all[oldest] = element
            oldest = (oldest + 1) % most
        }
    }
}

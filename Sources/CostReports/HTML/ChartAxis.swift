import TrafficModel

/// An axis of dollars from nothing to a round sum, with marks in equal, round steps.
struct ChartAxis {
    private static let mostSteps: Int128 = 5

    private let step: Money
    private let steps: Int128

    /// The smallest axis that `greatest` fits on; one dollar long where there is nothing to fit.
    init(upTo greatest: Money) {
        guard greatest > .zero else {
            step = Money(quintillionths: 250_000_000_000_000_000)
            steps = 4
            return
        }
        // At the end of the range of money nothing round is left.
        guard greatest.quintillionths < Int128.max / 100 else {
            step = greatest
            steps = 1
            return
        }
        // A step is 1, 2, 2.5 or 5 times a power of ten.
        let least = (greatest.quintillionths - 1) / ChartAxis.mostSteps + 1
        var power: Int128 = 1
        while power <= least / 10 { power *= 10 }
        let round = [power, power * 2, power * 5 / 2, power * 5].first { $0 >= least } ?? power * 10
        step = Money(quintillionths: round)
        steps = (greatest.quintillionths - 1) / round + 1
    }

    /// The sum at the far end.
    var top: Money { Money(quintillionths: step.quintillionths * steps) }

    /// The marks' texts, from the far end to nothing.
    var labels: [String] {
        let marks = (0...steps).reversed().map { Money(quintillionths: step.quintillionths * $0) }
        // As many decimals for each as one of them needs; cents are two.
        let decimals = marks.map { $0.exactText.split(separator: ".").dropFirst().first?.utf8.count ?? 0 }.max() ?? 0
        return marks.map { FigureText.dollars($0, decimals: decimals == 1 ? 2 : decimals) }
    }

    /// The marks' places, from the far end to nothing.
    var places: [Percentage] { (0...steps).map { Percentage($0, of: steps) } }
}

import CostReports
import Delivery
import Foundation
import Replay

extension ReplayProgress {
    /// `12 MB of 100 MB (12 %), 500 MB/s, 3 s left`
    func text(elapsed: Duration) -> String {
        let rate = Double(bytesRead) / elapsed.inSeconds
        var text = size(bytesRead)
        if let bytesKnown, bytesKnown > 0 { text += " of \(size(bytesKnown)) (\(min(100, bytesRead * 100 / bytesKnown)) %)" }
        text += ", \(size(Int(rate)))/s"
        if let bytesKnown, rate > 0, bytesKnown > bytesRead { text += ", \(timeText(Double(bytesKnown - bytesRead) / rate)) left" }
        return text
    }

    private func size(_ bytes: Int) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1000, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return unit == 0 ? "\(bytes) B" : String(format: value < 10 ? "%.1f %@" : "%.0f %@", value, units[unit])
    }
}

extension DeliveryProgress {
    /// `1,200 delivered, 8,800 pending, 0 refused, 400/s, 22 s left`
    func text(elapsed: Duration) -> String {
        let rate = Double(sent) / elapsed.inSeconds
        var text = "\(FigureText.grouped(Int64(sent))) delivered, \(FigureText.grouped(Int64(pending))) pending"
        text += ", \(FigureText.grouped(Int64(refused))) refused, \(FigureText.grouped(Int64(rate.rounded())))/s"
        if rate > 0, left > 0 { text += ", \(timeText(Double(left) / rate)) left" }
        return text
    }
}

/// `12 s`, `3 min 20 s`, `5 h 12 min`
func timeText(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    return whole >= 3_600 ? "\(whole / 3_600) h \(whole / 60 % 60) min" : whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
}

extension Duration {
    /// At least a millisecond, to divide by.
    fileprivate var inSeconds: Double {
        max(0.001, Double(components.seconds) + Double(components.attoseconds) / 1e18)
    }
}

import ArgumentParser
import CostReports
import Foundation
import TOMLKit

/// What a configuration file (TOML) says. Its table `map` has what `--map` has: fields and their places, one or several each. For its tables
/// `budget` see ``BudgetTable``.
///
/// ```toml
/// [map]
/// time = "/ts"
/// user = ["/usr/id", "/usr"]
/// ```
struct ConfigurationFile {
    /// `FIELD=POINTER`, as `--map` has it.
    private(set) var mappings: [String] = []

    private(set) var budgets: [Budget] = []

    /// Reads a file. A name that is not known is refused: a setting that is passed over in silence is worse than none.
    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else { throw ValidationError("--config: \(path) can't be read.") }
        let table: TOMLTable
        do { table = try TOMLTable(string: String(decoding: data, as: UTF8.self)) } catch let error as TOMLParseError {
            throw ValidationError("--config: \(path):\(error.source.begin.line): \(error.description)")
        }
        for (name, value) in table {
            if name == "budget" {
                do throws(BudgetTable.Fault) { budgets = try BudgetTable.budgets(value) } catch {
                    throw ValidationError("--config: \(path): [[budget]] \(error.message).")
                }
                continue
            }
            guard name == "map", let map = value.table else {
                throw ValidationError("--config: \(path): '\(name)' is no setting; there are the tables [map] and [[budget]].")
            }
            for (field, places) in map {
                guard let pointers = ConfigurationFile.texts(places) else {
                    throw ValidationError("--config: \(path): map.\(field) takes a JSON Pointer in quotes, or a list of them.")
                }
                mappings += pointers.map { "\(field)=\($0)" }
            }
        }
    }

    private static func texts(_ value: any TOMLValueConvertible) -> [String]? {
        if let text = value.string { return [text] }
        guard let list = value.array else { return nil }
        let texts = list.compactMap { $0.string }
        return texts.count == list.count ? texts : nil
    }
}

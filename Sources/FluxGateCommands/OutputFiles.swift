import ArgumentParser
import Foundation

/// The files that a run writes. None may take the place of what the run reads or keeps, nor of another one: whoever came last would be all
/// that is left. Checked before anything is written.
struct OutputFiles {
    /// Each with the option that names it; nil and `-` are standard output.
    private let outputs: [(option: String, path: String?)]

    init(_ outputs: [(option: String, path: String?)]) {
        self.outputs = outputs
    }

    /// `others`: what must stay, in words that follow "names" — `an input`, `the ledger`.
    func check(against others: [(what: String, paths: [String])]) throws {
        var options: [String: String] = [:]
        for output in outputs {
            guard let place = OutputFiles.place(of: output.path ?? "-") else { continue }
            if let first = options[place] {
                let name = place == "-" ? "standard output" : "the same file, \(output.path ?? place)"
                throw ValidationError("\(first) and \(output.option) name \(name); each needs a file of its own.")
            }
            options[place] = output.option
        }
        options["-"] = nil
        guard !options.isEmpty else { return }
        for other in others {
            for path in other.paths {
                guard let place = OutputFiles.place(of: path), let option = options[place] else { continue }
                throw ValidationError("\(option) names \(other.what), \(path), which would be lost; name another file.")
            }
        }
    }

    /// Where a name leads, through links and `..`: the file that is written when that name is. Nil for a device or a pipe, which nothing takes
    /// the place of.
    private static func place(of path: String) -> String? {
        if path == "-" { return "-" }
        var status = stat()
        if stat(path, &status) == 0 {
            return status.st_mode & S_IFMT == S_IFREG ? resolved(path) : nil
        }
        // What is not there yet has a folder, and its name in it.
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? "."
        return resolved(folder).map { "\($0)/\(path[(slash.map { path.index(after: $0) } ?? path.startIndex)...])" }
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

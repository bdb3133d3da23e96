import Foundation
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Turns what was named on the command line into inputs: files, folders read through, globs, `-`.
package enum InputPaths {
    package struct Expansion: Sendable {
        package var inputs: [String] = []
        /// Names that matched nothing; they are inputs too, and fail when they are opened.
        package var missing: [String] = []
        /// Inputs that were named twice, and are read once.
        package var repeated: [String] = []
    }

    /// Folders and globs are read in the order of their names' bytes: the same input, the same order, on every machine.
    package static func expand(_ names: [String]) -> Expansion {
        var expansion = Expansion()
        var known = Set<FileIdentity>()
        func add(_ path: String) {
            if path != "-", let identity = FileIdentity(path), !known.insert(identity).inserted {
                expansion.repeated.append(path)
            } else {
                expansion.inputs.append(path)
            }
        }
        for name in names {
            var isFolder: ObjCBool = false
            if name == "-" {
                add(name)
            } else if FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) {
                if isFolder.boolValue { files(in: name).forEach(add) } else { add(name) }
            } else {
                let matches = glob(name)
                if matches.isEmpty { expansion.missing.append(name) }
                for match in matches {
                    var isFolder: ObjCBool = false
                    _ = FileManager.default.fileExists(atPath: match, isDirectory: &isFolder)
                    if isFolder.boolValue { files(in: match).forEach(add) } else { add(match) }
                }
            }
        }
        return expansion
    }

    /// All files below a folder but hidden ones, which tools leave behind for themselves. Pipes, sockets and devices are left out: reading
    /// them may never end.
    private static func files(in folder: String) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [folder] }
        let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        return names.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.flatMap { name -> [String] in
            let path = base + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0 else { return [path] }
            if status.st_mode & S_IFMT == S_IFDIR { return files(in: path) }
            // A link to a folder is not followed: it may lead back. One that leads nowhere is a missing input.
            guard stat(path, &status) == 0 else { return [path] }
            return status.st_mode & S_IFMT == S_IFREG ? [path] : []
        }
    }

    private static func glob(_ pattern: String) -> [String] {
        guard pattern.contains(where: { "*?[".contains($0) }) else { return [] }
        var result = glob_t()
        defer { globfree(&result) }
        #if canImport(Glibc)
        let code = Glibc.glob(pattern, 0, nil, &result)
        #elseif canImport(Musl)
        let code = Musl.glob(pattern, 0, nil, &result)
        #else
        let code = Darwin.glob(pattern, 0, nil, &result)
        #endif
        guard code == 0 else { return [] }
        return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private struct FileIdentity: Hashable {
        var device: UInt64
        var number: UInt64

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            device = UInt64(status.st_dev)
            number = UInt64(status.st_ino)
        }
    }
}

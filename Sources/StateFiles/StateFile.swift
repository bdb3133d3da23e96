package import GRDB

/// What all state files have in common: SQLite in its write-ahead mode, which makes each step whole or nothing, whenever the process dies.
package enum StateFile {
    /// The files that make a state file of that name: no input.
    package static func files(of path: String) -> [String] {
        ["", "-wal", "-shm", "-journal", ".lock"].map { path + $0 }
    }

    /// `cache`: kilobytes of pages that are kept.
    package static func configuration(label: String, cache: Int) -> Configuration {
        var configuration = Configuration()
        // Reading the inputs is one transaction, however many steps it takes.
        configuration.allowsUnsafeTransactions = true
        configuration.label = label
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -\(cache)")
        }
        return configuration
    }

    /// Opens a file, or makes one, to be written.
    package static func open(_ path: String, _ configuration: Configuration) throws(StateFileFault) -> DatabaseQueue {
        try StateFileFault.catching {
            var configuration = configuration
            configuration.journalMode = .wal
            let database = try DatabaseQueue(path: path, configuration: configuration)
            // The write-ahead log of a long read is not kept at its largest.
            try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_size_limit = 67108864") }
            return database
        }
    }
}

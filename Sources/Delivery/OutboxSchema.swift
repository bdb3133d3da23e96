import GRDB
import StateFiles

/// The tables of a state file. A later version adds a migration; it never changes one.
enum OutboxSchema {
    static func migrate(_ database: DatabaseQueue) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE outbox (
                      id INTEGER PRIMARY KEY CHECK (id = 1),
                      endpoint TEXT NOT NULL,
                      invocation TEXT              -- how the inputs were read; null: never to their end
                    );
                    CREATE TABLE input (
                      path TEXT PRIMARY KEY,
                      device INTEGER NOT NULL,
                      number INTEGER NOT NULL,
                      size INTEGER NOT NULL,
                      modified INTEGER NOT NULL,   -- nanoseconds
                      read_to INTEGER NOT NULL     -- bytes
                    );
                    CREATE TABLE event (
                      id INTEGER PRIMARY KEY,
                      replay_id TEXT NOT NULL UNIQUE,
                      state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'refused')),
                      time INTEGER,                -- Unix milliseconds; null: unknown, such an event is never sent
                      model TEXT NOT NULL,
                      payload BLOB,                -- what is sent; null once it is delivered
                      local_cost TEXT,             -- USD, exact
                      record_id TEXT,              -- the server's name for a delivered event
                      server_cost TEXT,
                      reason TEXT                  -- of a refusal
                    );
                    CREATE INDEX event_pending ON event (time, id) WHERE state = 'pending';
                    CREATE INDEX event_refused ON event (id) WHERE state = 'refused';
                    """)
        }
        if try database.read(migrator.hasBeenSuperseded) { throw StateFileFault.unusable("a later version of fluxgate made it") }
        try migrator.migrate(database)
    }
}

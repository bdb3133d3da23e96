import GRDB
import StateFiles

/// The tables of a ledger. `PRAGMA user_version` names the form.
enum LedgerSchema {
    static let version = 3
    /// The form before had no packed calls, and is otherwise the same.
    private static let versionWithoutPackedCalls = 2
    /// Marks the file as a ledger, for `file` and for ourselves: "FGLG".
    static let applicationID = 0x4647_4C47

    /// Makes the tables of a fresh file, or what a file of an earlier form lacks.
    static func create(in db: Database) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA user_version") == 0 else {
            try check(db)
            guard try !hasPackedCalls(db) else { return }
            return try db.execute(sql: packedCalls + "PRAGMA user_version = \(version)")
        }
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 else {
            throw StateFileFault.unusable("it is a database of something else")
        }
        try db.execute(sql: tables)
        try db.execute(sql: identityIndex)
        try db.execute(sql: packedCalls)
        try db.execute(sql: views)
        try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
    }

    /// Refuses what is no ledger of a form that is known.
    static func check(_ db: Database) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
            throw StateFileFault.unusable("it is no ledger")
        }
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found >= versionWithoutPackedCalls else {
            throw StateFileFault.unusable("an earlier version of fluxgate made it, in another form; ingest the logs into a new one")
        }
        guard found <= version else { throw StateFileFault.unusable("a later version of fluxgate made it") }
    }

    /// Whether a ledger has a table for them; none that is only read is given one.
    static func hasPackedCalls(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "PRAGMA user_version") != versionWithoutPackedCalls
    }

    private static let tables = """
        CREATE TABLE ledger (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          reading TEXT NOT NULL,         -- the options that decide how inputs are read
          nights INTEGER NOT NULL        -- runs of ingest that were saved
        );
        CREATE TABLE input (             -- a file, by its content: it may have been renamed or compressed
          id INTEGER PRIMARY KEY,
          position INTEGER NOT NULL,     -- the order in which inputs are read
          path TEXT NOT NULL,            -- as it was named when it was last seen
          full_path TEXT NOT NULL,
          device INTEGER NOT NULL,
          number INTEGER NOT NULL,
          size INTEGER NOT NULL,
          modified INTEGER NOT NULL,     -- nanoseconds
          bytes INTEGER NOT NULL,        -- read, as they are stored
          compression TEXT,
          kind TEXT NOT NULL,            -- lines; whole, document, joined: read again as a whole when it changes
          is_settled INTEGER NOT NULL,   -- 0: reading ended with a fault, and is tried again
          head_length INTEGER NOT NULL,  -- the first bytes of its text …
          head BLOB NOT NULL,            -- … and their SHA-256
          read_to INTEGER NOT NULL,      -- bytes of text, to the end of the last whole line
          lines INTEGER NOT NULL,
          tail_length INTEGER NOT NULL,  -- the last bytes before that, likewise
          tail BLOB NOT NULL
        );
        CREATE TABLE part (              -- what one run read of an input, in that order
          id INTEGER PRIMARY KEY,
          input INTEGER REFERENCES input (id),  -- null: calls that were still open when all inputs had ended
          is_provisional INTEGER NOT NULL,      -- a last line without an end: read again
          first_call INTEGER,            -- its calls are those from here …
          last_call INTEGER,             -- … to there
          calls INTEGER NOT NULL,        -- how many they are, background responses at work included
          lines INTEGER NOT NULL,
          records INTEGER NOT NULL,
          ignored INTEGER NOT NULL
        );
        CREATE INDEX part_input ON part (input);
        CREATE TABLE reject (
          part INTEGER NOT NULL REFERENCES part (id),
          reason TEXT NOT NULL,
          records INTEGER NOT NULL,
          PRIMARY KEY (part, reason)
        ) WITHOUT ROWID;
        CREATE TABLE container (
          part INTEGER NOT NULL REFERENCES part (id),
          name TEXT NOT NULL,
          records INTEGER NOT NULL,
          PRIMARY KEY (part, name)
        ) WITHOUT ROWID;
        CREATE TABLE text (              -- of features, users, sessions, conversations, steps
          id INTEGER PRIMARY KEY,
          text TEXT NOT NULL UNIQUE
        );
        CREATE TABLE kind (              -- what many calls have in common
          id INTEGER PRIMARY KEY,
          is_pending INTEGER NOT NULL,   -- no call yet: a response at work in the background
          endpoint TEXT,
          provider TEXT NOT NULL,
          region TEXT,
          deployment TEXT,
          requested_model TEXT,
          served_model TEXT,
          service_tier TEXT,
          tier_is_assumed INTEGER NOT NULL,
          is_batch INTEGER NOT NULL,
          cache_ttl TEXT,
          status TEXT NOT NULL,
          http_status INTEGER,
          finish_reasons TEXT NOT NULL,  -- JSON
          is_streamed INTEGER NOT NULL,
          is_cut_short INTEGER NOT NULL,
          is_cache_hit INTEGER NOT NULL,
          latency_source TEXT NOT NULL,
          usage_fault TEXT,
          project TEXT,
          key TEXT,                      -- masked
          notes TEXT NOT NULL,           -- JSON: what should be noted about such a call
          zeros INTEGER NOT NULL         -- parts of the usage that were told as 0, a bit each
        );
        CREATE TABLE call (
          id INTEGER PRIMARY KEY,        -- the order in which calls were found
          part INTEGER NOT NULL REFERENCES part (id),
          source INTEGER REFERENCES input (id),  -- where it began, unless that is the part's input
          line INTEGER NOT NULL,
          byte INTEGER NOT NULL,         -- of the line's first byte in the text
          kind INTEGER NOT NULL REFERENCES kind (id),
          feature INTEGER REFERENCES text (id),
          user INTEGER REFERENCES text (id),
          session INTEGER REFERENCES text (id),
          conversation INTEGER REFERENCES text (id),
          step INTEGER REFERENCES text (id),
          time INTEGER,                  -- Unix microseconds
          latency INTEGER,               -- microseconds
          stream_duration INTEGER,
          input_tokens INTEGER,
          cached_input_tokens INTEGER,
          output_tokens INTEGER,
          reasoning_tokens INTEGER,
          response_id TEXT,
          request_id TEXT,
          identity INTEGER,              -- a hash of the id by which records of one call are known: the answer's, or its line's in a batch
          is_shared INTEGER NOT NULL,    -- 1: another record may have the same; such calls count in every question, whatever its period
          detail TEXT                    -- JSON: what few calls have
        );
        CREATE INDEX call_shared ON call (id) WHERE is_shared;
        CREATE TABLE stretch (           -- some calls of a part, one after the other, and when they were: a question passes over most of them
          first_call INTEGER PRIMARY KEY,
          last_call INTEGER NOT NULL,
          part INTEGER NOT NULL REFERENCES part (id),
          earliest INTEGER,              -- Unix microseconds; null: none has a time
          latest INTEGER,
          is_timed INTEGER NOT NULL      -- 0: some have no time
        );
        """

    static let identityIndex = "CREATE INDEX call_identity ON call (identity) WHERE identity IS NOT NULL"

    private static let packedCalls = """
        CREATE TABLE packed (            -- what the rows of most calls say, in a form that is read faster
          stretch INTEGER PRIMARY KEY REFERENCES stretch (first_call),
          calls BLOB NOT NULL
        );
        -- Rows are what counts: a stretch of which one changes is read from them.
        CREATE TRIGGER call_changed AFTER UPDATE OF
          id, part, source, kind, feature, user, session, conversation, step, time, latency, stream_duration,
          input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, detail ON call
        BEGIN \(unpacking) END;
        CREATE TRIGGER call_deleted AFTER DELETE ON call
        BEGIN \(unpacking) END;

        """

    /// Takes the stretch of a call out of the packed ones.
    private static let unpacking = """
        DELETE FROM packed WHERE stretch = (
            SELECT CASE WHEN last_call >= old.id THEN first_call END FROM stretch WHERE first_call <= old.id ORDER BY first_call DESC LIMIT 1);
        """

    private static let views = """
        CREATE VIEW records AS
        SELECT call.id, coalesce(own.path, input.path) AS file, call.line,
          strftime('%Y-%m-%dT%H:%M:%fZ', call.time / 1000000.0, 'unixepoch') AS time,
          feature.text AS feature, user.text AS user, session.text AS session, conversation.text AS conversation, step.text AS step,
          coalesce(kind.served_model, kind.requested_model) AS model, kind.provider, kind.endpoint, kind.status, kind.http_status,
          CASE WHEN kind.is_batch THEN 'batch' ELSE kind.service_tier END AS tier, kind.region, kind.project, kind.key,
          call.input_tokens, call.cached_input_tokens, call.output_tokens, call.reasoning_tokens,
          call.latency / 1000.0 AS latency_ms, kind.is_streamed, kind.is_cache_hit, call.response_id, call.request_id, call.detail
        FROM call
          JOIN kind ON kind.id = call.kind
          JOIN part ON part.id = call.part
          LEFT JOIN input ON input.id = part.input
          LEFT JOIN input AS own ON own.id = call.source
          LEFT JOIN text AS feature ON feature.id = call.feature
          LEFT JOIN text AS user ON user.id = call.user
          LEFT JOIN text AS session ON session.id = call.session
          LEFT JOIN text AS conversation ON conversation.id = call.conversation
          LEFT JOIN text AS step ON step.id = call.step
        WHERE NOT kind.is_pending;

        CREATE VIEW calls AS
        SELECT * FROM records WHERE id IN (
          SELECT min(id) FROM records
          GROUP BY CASE WHEN is_cache_hit THEN id ELSE coalesce(response_id, detail ->> '$.custom_id', id) END);
        """
}

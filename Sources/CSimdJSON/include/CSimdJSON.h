// A C face on the parts of simdjson that fluxgate uses.
#ifndef FLUXGATE_CSIMDJSON_H
#define FLUXGATE_CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Finds where the tokens of a JSON text start: braces, brackets, colons, commas, the opening quotes of strings, the first bytes of
/// numbers and words. Also checks that the text is UTF-8 and that its strings end.
typedef struct fg_indexer fg_indexer;

/// The bytes behind a text that may be read (never used).
enum { FG_PADDING = 64 };

typedef enum {
    FG_OK = 0,
    FG_EMPTY,
    FG_TOO_LONG,       // more than 4 GiB less one
    FG_NO_MEMORY,
    FG_BAD_UTF8,
    FG_BAD_STRING,     // a raw control character in a string
    FG_UNCLOSED,       // a string without an end
    FG_BAD_TEXT,       // anything else
} fg_status;

fg_indexer *fg_indexer_create(void);
void fg_indexer_destroy(fg_indexer *indexer);

/// Indexes `length` bytes behind which FG_PADDING more are readable.
/// On success `*tokens` has `*count` ascending positions, valid until the next call; one more slot behind them holds `length`.
fg_status fg_index(fg_indexer *indexer, const uint8_t *text, size_t length, const uint32_t **tokens, size_t *count);

/// Whether simdjson's complete DOM parser takes the text: the reference that tests compare with.
int fg_dom_accepts(const uint8_t *text, size_t length);

/// The GNU searches that Swift's view of the C library lacks; NULL when nothing is found.
const uint8_t *fg_find_last_byte(const uint8_t *text, uint8_t byte, size_t length);
const uint8_t *fg_find(const uint8_t *text, size_t length, const uint8_t *wanted, size_t wanted_length);

/// Looks in the raw content of a JSON string for the end of a server-sent event: two escaped line feeds. Returns the position behind them,
/// `length` + 1 where there is none, or `length` + 2 where an escaped carriage return comes first.
size_t fg_escaped_event_end(const uint8_t *raw, size_t length, size_t from);

/// The name of the CPU kernel that simdjson chose (`icelake`, `haswell`, `westmere`, `arm64`, `fallback`).
const char *fg_kernel_name(void);

#ifdef __cplusplus
}
#endif
#endif

#include "CSimdJSON.h"

#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>
#include <string>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

using namespace simdjson;

// Stage 1 is public in the installed headers but called internal there; this file is the only place that knows of it.
struct fg_indexer {
    std::unique_ptr<internal::dom_parser_implementation> stages;
    size_t capacity = 0;
};

extern "C" fg_indexer *fg_indexer_create(void) {
    return new (std::nothrow) fg_indexer();
}

extern "C" void fg_indexer_destroy(fg_indexer *indexer) {
    delete indexer;
}

static fg_status translate(error_code error) {
    switch (error) {
        case SUCCESS: return FG_OK;
        case EMPTY: return FG_EMPTY;
        case CAPACITY: return FG_TOO_LONG;
        case MEMALLOC: return FG_NO_MEMORY;
        case UTF8_ERROR: return FG_BAD_UTF8;
        case UNCLOSED_STRING: return FG_UNCLOSED;
        case UNESCAPED_CHARS:
        case STRING_ERROR: return FG_BAD_STRING;
        default: return FG_BAD_TEXT;
    }
}

extern "C" fg_status fg_index(fg_indexer *indexer, const uint8_t *text, size_t length, const uint32_t **tokens, size_t *count) {
    *count = 0;
    if (length == 0) { return FG_EMPTY; }
    if (length >= SIMDJSON_MAXSIZE_BYTES) { return FG_TOO_LONG; }
    if (length > indexer->capacity || !indexer->stages) {
        // Grow by doubling: blocks and long lines come in all sizes.
        size_t wanted = indexer->capacity ? indexer->capacity : 4096;
        while (wanted < length) { wanted *= 2; }
        if (wanted > SIMDJSON_MAXSIZE_BYTES) { wanted = SIMDJSON_MAXSIZE_BYTES; }
        indexer->stages.reset();
        indexer->capacity = 0;
        error_code failed = get_active_implementation()->create_dom_parser_implementation(wanted, 1, indexer->stages);
        if (failed) { return translate(failed); }
        indexer->capacity = wanted;
    }
    error_code error = indexer->stages->stage1(text, length, stage1_mode::regular);
    if (error) { return translate(error); }
    *tokens = indexer->stages->structural_indexes.get();
    *count = indexer->stages->n_structural_indexes;
    return FG_OK;
}

extern "C" int fg_dom_accepts(const uint8_t *text, size_t length) {
    dom::parser parser;
    dom::element document;
    return parser.parse(text, length, true).get(document) == SUCCESS;
}

extern "C" const char *fg_kernel_name(void) {
    static const std::string name = get_active_implementation()->name();
    return name.c_str();
}

extern "C" const uint8_t *fg_find_last_byte(const uint8_t *text, uint8_t byte, size_t length) {
    return static_cast<const uint8_t *>(memrchr(text, byte, length));
}

extern "C" const uint8_t *fg_find(const uint8_t *text, size_t length, const uint8_t *wanted, size_t wanted_length) {
    return static_cast<const uint8_t *>(memmem(text, length, wanted, wanted_length));
}

// Looks at the escape at `position`. Returns 0 to go on, 1 for two line feeds, 2 for a carriage return; `*next` is behind the escape.
static inline int look_at_escape(const uint8_t *raw, size_t length, size_t position, size_t *next) {
    *next = position + 2;
    if (position + 1 >= length) { return 0; }
    switch (raw[position + 1]) {
        case 'n':
            return position + 3 < length && raw[position + 2] == '\\' && raw[position + 3] == 'n' ? 1 : 0;
        case 'r': return 2;
        case 'u':
            // Both ends of a line may be written in hexadecimal.
            if (position + 5 < length && raw[position + 2] == '0' && raw[position + 3] == '0' && raw[position + 4] == '0') {
                uint8_t last = raw[position + 5] | 0x20;
                if (last == 'a' || last == 'd') { return 2; }
            }
            return 0;
        default: return 0;
    }
}

extern "C" size_t fg_escaped_event_end(const uint8_t *raw, size_t length, size_t from) {
    size_t position = from;
    // Bytes below this one belong to an escape that was looked at.
    size_t next = from;
#if defined(__SSE2__)
    const __m128i backslash = _mm_set1_epi8('\\');
    while (position + 16 <= length) {
        unsigned found = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(raw + position)), backslash));
        while (found) {
            size_t at = position + __builtin_ctz(found);
            found &= found - 1;
            if (at < next) { continue; }
            int kind = look_at_escape(raw, length, at, &next);
            if (kind == 1) { return at + 4; }
            if (kind == 2) { return length + 2; }
        }
        position += 16;
    }
#endif
    for (position = position > next ? position : next; position < length;) {
        if (raw[position] != '\\') { position++; continue; }
        int kind = look_at_escape(raw, length, position, &position);
        if (kind == 1) { return position + 2; }
        if (kind == 2) { return length + 2; }
    }
    return length + 1;
}

#include "CSimdJSON.h"

#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>
#include <string>

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

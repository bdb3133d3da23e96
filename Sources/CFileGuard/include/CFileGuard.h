// Keeps the process alive when a mapped file shrinks while it is read.
#ifndef FLUXGATE_CFILEGUARD_H
#define FLUXGATE_CFILEGUARD_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Guards a mapping: touching a page of it that its file no longer holds reads zeros instead of ending the process. What was read then is
/// worth nothing; whether the file still holds it is for the reader to ask afterwards.
///
/// Returns a ticket for `fg_guard_end`, or -1 where all places are taken: then the file is better not mapped.
int fg_guard_begin(const void *start, size_t length);

/// Ends the guard, before the memory is unmapped.
void fg_guard_end(int ticket);

#ifdef __cplusplus
}
#endif
#endif

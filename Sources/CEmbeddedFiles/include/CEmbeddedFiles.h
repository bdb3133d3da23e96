// Files of this package, embedded into the executable.
#ifndef CEMBEDDEDFILES_H
#define CEMBEDDEDFILES_H

#include <stddef.h>

/// The built-in price book, prices.jsonl.
extern const unsigned char *const fluxgate_prices;
extern const size_t fluxgate_prices_length;

#endif

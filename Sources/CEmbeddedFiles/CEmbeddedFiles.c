#include "CEmbeddedFiles.h"

static const unsigned char prices[] = {
#embed "prices.jsonl"
};

const unsigned char *const fluxgate_prices = prices;
const size_t fluxgate_prices_length = sizeof prices;

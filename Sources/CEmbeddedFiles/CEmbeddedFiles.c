#include "CEmbeddedFiles.h"

static const unsigned char prices[] = {
#embed "prices.jsonl"
};

const unsigned char *const fluxgate_prices = prices;
const size_t fluxgate_prices_length = sizeof prices;

static const unsigned char report_page[] = {
#embed "report/page.mustache"
};

const unsigned char *const fluxgate_report_page = report_page;
const size_t fluxgate_report_page_length = sizeof report_page;

static const unsigned char report_style[] = {
#embed "report/style.css"
};

const unsigned char *const fluxgate_report_style = report_style;
const size_t fluxgate_report_style_length = sizeof report_style;

static const unsigned char report_script[] = {
#embed "report/script.js"
};

const unsigned char *const fluxgate_report_script = report_script;
const size_t fluxgate_report_script_length = sizeof report_script;

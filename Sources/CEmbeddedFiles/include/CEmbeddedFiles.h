// Files of this package, embedded into the executable.
#ifndef CEMBEDDEDFILES_H
#define CEMBEDDEDFILES_H

#include <stddef.h>

/// The built-in price book, prices.jsonl.
extern const unsigned char *const fluxgate_prices;
extern const size_t fluxgate_prices_length;

/// The HTML report: report/page.mustache, and the style and the script that stand in it.
extern const unsigned char *const fluxgate_report_page;
extern const size_t fluxgate_report_page_length;
extern const unsigned char *const fluxgate_report_style;
extern const size_t fluxgate_report_style_length;
extern const unsigned char *const fluxgate_report_script;
extern const size_t fluxgate_report_script_length;

#endif

function __fluxgate_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __fluxgate_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __fluxgate_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __fluxgate_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __fluxgate_parse_tokens -S
    set -l unparsed_tokens (__fluxgate_tokens -pc)
    switch $unparsed_tokens[1]
    case 'fluxgate'
        __fluxgate_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'report'
            __fluxgate_parse_subcommand -r 1 'ledger=' 'log-format=' 'map=+' 'config=' 'since=' 'until=' 'assume-time=' 'timezone=' 'where=+' 'no-dedupe' 'prices=+' 'service-tier=' 'cost=' 'status-mapping=' 'jobs=' 'rejects=' 'strict' 'progress=' 'q/quiet' 'v/verbose' 'by=+' 'top=' 'sort=' 'budget=' 'format=' 'compare=' 'billing-account=' 'o/output=' 'version' 'h/help'
        case 'events'
            __fluxgate_parse_subcommand -r 1 'ledger=' 'log-format=' 'map=+' 'config=' 'since=' 'until=' 'assume-time=' 'timezone=' 'where=+' 'no-dedupe' 'prices=+' 'service-tier=' 'cost=' 'status-mapping=' 'jobs=' 'rejects=' 'strict' 'progress=' 'q/quiet' 'v/verbose' 'pin-prices' 'source' 'compress' 'o/output=' 'version' 'h/help'
        case 'send'
            __fluxgate_parse_subcommand -r 1 'ledger=' 'log-format=' 'map=+' 'config=' 'since=' 'until=' 'assume-time=' 'timezone=' 'where=+' 'no-dedupe' 'prices=+' 'service-tier=' 'cost=' 'status-mapping=' 'jobs=' 'rejects=' 'strict' 'progress=' 'q/quiet' 'v/verbose' 'endpoint=' 'allow-insecure-endpoint' 'state=' 'concurrency=' 'rate=' 'limit=' 'pin-prices' 'no-pin-prices' 'dry-run' 'api-key-file=' 'report-differences=' 'give-up-after=' 'version' 'h/help'
        case 'ingest'
            __fluxgate_parse_subcommand -r 1 'ledger=' 'log-format=' 'map=+' 'config=' 'since=' 'until=' 'assume-time=' 'timezone=' 'where=+' 'no-dedupe' 'prices=+' 'service-tier=' 'cost=' 'status-mapping=' 'jobs=' 'rejects=' 'strict' 'progress=' 'q/quiet' 'v/verbose' 'version' 'h/help'
        case 'inspect'
            __fluxgate_parse_subcommand -r 1 'ledger=' 'log-format=' 'map=+' 'config=' 'since=' 'until=' 'assume-time=' 'timezone=' 'where=+' 'no-dedupe' 'prices=+' 'service-tier=' 'cost=' 'status-mapping=' 'jobs=' 'rejects=' 'strict' 'progress=' 'q/quiet' 'v/verbose' 'explain' 'o/output=' 'version' 'h/help'
        case 'prices'
            __fluxgate_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __fluxgate_parse_subcommand 0 'at=' 'service-tier=' 'prices=+' 'config=' 'format=' 'version' 'h/help'
            case 'show'
                __fluxgate_parse_subcommand 1 'provider=' 'at=' 'service-tier=' 'prices=+' 'config=' 'format=' 'version' 'h/help'
            end
        case 'config'
            __fluxgate_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'show'
                __fluxgate_parse_subcommand -r 1 'config=' 'format=' 'version' 'h/help'
            end
        case 'help'
            __fluxgate_parse_subcommand -r 1 'version'
        end
    end
end

function __fluxgate_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __fluxgate_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __fluxgate_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __fluxgate_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__fluxgate_tokens -p)
    if test -z "$(__fluxgate_tokens -t)"
        set -l index (count (__fluxgate_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'fluxgate' -f
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate" version' -l 'version' -d 'Show the version.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate" -eq 1' -fa 'report' -d 'What the calls cost: totals, and a table for each grouping.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate" -eq 1' -fa 'events' -d 'FluxGate events as JSON lines, one a call, in input order.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate" -eq 1' -fa 'send' -d 'Delivers the calls to FluxGate, each once; a run that was cut short is taken up by the next one.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate" -eq 1' -fa 'ingest' -d 'Keeps calls in a ledger, reading only what is new; reports answer from it.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate" -eq 1' -fa 'inspect' -d 'What is in the logs: containers found, counts, time span, faults.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate" -eq 1' -fa 'prices' -d 'The price book: what is in it, and what a model costs at a date.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate" -eq 1' -fa 'config' -d 'What is set in the configuration file and in the environment.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate report" -ge 1' -F
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" ledger' -l 'ledger' -d 'A ledger that ingest keeps, in place of inputs.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" log-format' -l 'log-format' -d 'Take every record for one container: auto, openai-batch, har, vcr, nock, wiremock, litellm-payload, litellm-spend, helicone, langfuse, portkey, cloudflare-logpush, cloudflare, bedrock, aws-api-gateway, bifrost, otlp-json, kong, envoy-ai-gateway, azure-apim, azure-openai, openai-listing, realtime, call-lines, chunks, exchange, bodies, http-transcript, curl-verbose, openai-python-log, openai-node-log, vcr-yaml, sse, map.' -rfka 'auto openai-batch har vcr nock wiremock litellm-payload litellm-spend helicone langfuse portkey cloudflare-logpush cloudflare bedrock aws-api-gateway bifrost otlp-json kong envoy-ai-gateway azure-apim azure-openai openai-listing realtime call-lines chunks exchange bodies http-transcript curl-verbose openai-python-log openai-node-log vcr-yaml sse map'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report"' -l 'map' -d 'Where a field of an unknown layout stands, as a JSON Pointer: --map time=/ts. Repeatable; for one field, the first place that holds something counts.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" config' -l 'config' -d 'A configuration file (TOML) with values for options; FLUXGATE_ variables win over it, and what is typed over both.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" since' -l 'since' -d 'Calls from this time on: a date (the whole day, in --timezone) or an RFC 3339 time.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" until' -l 'until' -d 'Calls up to this time: a date (that day included) or an RFC 3339 time (that instant excluded).' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" assume-time' -l 'assume-time' -d 'The time of calls that carry none.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" timezone' -l 'timezone' -d 'IANA zone for dates and for day, week and month groups.' -rfka '(__fluxgate_custom_completion ---completion report -- --timezone (count (__fluxgate_tokens -pc)) (__fluxgate_tokens -tC))'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report"' -l 'where' -d 'Keep matching calls: FIELD=VALUE or FIELD!=VALUE; * matches any run of characters. Repeatable.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" no-dedupe' -l 'no-dedupe' -d 'Count a call again when its id was seen before.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report"' -l 'prices' -d 'A price file over the built-in price book. Repeatable.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" service-tier' -l 'service-tier' -d 'The tier of calls whose log names none: default, batch, flex, priority.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" cost' -l 'cost' -d 'Which cost heads the report where the provider told the call\'s own.' -rfka 'reported computed'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" status-mapping' -l 'status-mapping' -d 'How an answer becomes a status: as it was, or as FluxGate\'s published wrapper says it.' -rfka 'detailed wrapper'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" jobs' -l 'jobs' -d 'Threads; all cores by default.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" rejects' -l 'rejects' -d 'Write a JSON line for every record that could not be read.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" strict' -l 'strict' -d 'Exit with 65 when any record was rejected.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" progress' -l 'progress' -d 'Show progress on standard error.' -rfka 'auto always never'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" q quiet' -l 'quiet' -s 'q' -d 'No notes on standard error, errors alone.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" v verbose' -l 'verbose' -s 'v' -d 'Name every input and every rejected record on standard error.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report"' -l 'by' -d 'Group by FIELD[,FIELD…]; one table for each --by. Fields: feature user session conversation step model provider endpoint status tier region key project day week month hour weekday metadata.NAME.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" top' -l 'top' -d 'Rows a table; the rest is folded into one row.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" sort' -l 'sort' -d 'Order of the rows.' -rfka 'cost calls tokens errors latency'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" budget' -l 'budget' -d 'Exit with 1 when the total cost is above this many US dollars.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" format' -l 'format' -d 'The report\'s form.' -rfka 'table json csv markdown html focus'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" compare' -l 'compare' -d 'Compare with the period of the same length directly before --since; needs --until too.' -rfka 'previous'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" billing-account' -l 'billing-account' -d 'The organisation that is billed, for --format focus.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" o output' -l 'output' -s 'o' -d 'Write to a file, which gets its name only when it is whole.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" version' -l 'version' -d 'Show the version.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate report" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate events" -ge 1' -F
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" ledger' -l 'ledger' -d 'A ledger that ingest keeps, in place of inputs.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" log-format' -l 'log-format' -d 'Take every record for one container: auto, openai-batch, har, vcr, nock, wiremock, litellm-payload, litellm-spend, helicone, langfuse, portkey, cloudflare-logpush, cloudflare, bedrock, aws-api-gateway, bifrost, otlp-json, kong, envoy-ai-gateway, azure-apim, azure-openai, openai-listing, realtime, call-lines, chunks, exchange, bodies, http-transcript, curl-verbose, openai-python-log, openai-node-log, vcr-yaml, sse, map.' -rfka 'auto openai-batch har vcr nock wiremock litellm-payload litellm-spend helicone langfuse portkey cloudflare-logpush cloudflare bedrock aws-api-gateway bifrost otlp-json kong envoy-ai-gateway azure-apim azure-openai openai-listing realtime call-lines chunks exchange bodies http-transcript curl-verbose openai-python-log openai-node-log vcr-yaml sse map'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events"' -l 'map' -d 'Where a field of an unknown layout stands, as a JSON Pointer: --map time=/ts. Repeatable; for one field, the first place that holds something counts.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" config' -l 'config' -d 'A configuration file (TOML) with values for options; FLUXGATE_ variables win over it, and what is typed over both.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" since' -l 'since' -d 'Calls from this time on: a date (the whole day, in --timezone) or an RFC 3339 time.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" until' -l 'until' -d 'Calls up to this time: a date (that day included) or an RFC 3339 time (that instant excluded).' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" assume-time' -l 'assume-time' -d 'The time of calls that carry none.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" timezone' -l 'timezone' -d 'IANA zone for dates and for day, week and month groups.' -rfka '(__fluxgate_custom_completion ---completion events -- --timezone (count (__fluxgate_tokens -pc)) (__fluxgate_tokens -tC))'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events"' -l 'where' -d 'Keep matching calls: FIELD=VALUE or FIELD!=VALUE; * matches any run of characters. Repeatable.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" no-dedupe' -l 'no-dedupe' -d 'Count a call again when its id was seen before.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events"' -l 'prices' -d 'A price file over the built-in price book. Repeatable.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" service-tier' -l 'service-tier' -d 'The tier of calls whose log names none: default, batch, flex, priority.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" cost' -l 'cost' -d 'Which cost heads the report where the provider told the call\'s own.' -rfka 'reported computed'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" status-mapping' -l 'status-mapping' -d 'How an answer becomes a status: as it was, or as FluxGate\'s published wrapper says it.' -rfka 'detailed wrapper'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" jobs' -l 'jobs' -d 'Threads; all cores by default.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" rejects' -l 'rejects' -d 'Write a JSON line for every record that could not be read.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" strict' -l 'strict' -d 'Exit with 65 when any record was rejected.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" progress' -l 'progress' -d 'Show progress on standard error.' -rfka 'auto always never'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" q quiet' -l 'quiet' -s 'q' -d 'No notes on standard error, errors alone.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" v verbose' -l 'verbose' -s 'v' -d 'Name every input and every rejected record on standard error.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" pin-prices' -l 'pin-prices' -d 'Add costOverride with the rates of each call\'s own time and tier.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" source' -l 'source' -d 'Add metadata.source: the file and the line on which the call\'s answer began.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" compress' -l 'compress' -d 'Write gzip.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" o output' -l 'output' -s 'o' -d 'Write to a file, which gets its name only when it is whole.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" version' -l 'version' -d 'Show the version.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate events" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate send" -ge 1' -F
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" ledger' -l 'ledger' -d 'A ledger that ingest keeps, in place of inputs.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" log-format' -l 'log-format' -d 'Take every record for one container: auto, openai-batch, har, vcr, nock, wiremock, litellm-payload, litellm-spend, helicone, langfuse, portkey, cloudflare-logpush, cloudflare, bedrock, aws-api-gateway, bifrost, otlp-json, kong, envoy-ai-gateway, azure-apim, azure-openai, openai-listing, realtime, call-lines, chunks, exchange, bodies, http-transcript, curl-verbose, openai-python-log, openai-node-log, vcr-yaml, sse, map.' -rfka 'auto openai-batch har vcr nock wiremock litellm-payload litellm-spend helicone langfuse portkey cloudflare-logpush cloudflare bedrock aws-api-gateway bifrost otlp-json kong envoy-ai-gateway azure-apim azure-openai openai-listing realtime call-lines chunks exchange bodies http-transcript curl-verbose openai-python-log openai-node-log vcr-yaml sse map'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send"' -l 'map' -d 'Where a field of an unknown layout stands, as a JSON Pointer: --map time=/ts. Repeatable; for one field, the first place that holds something counts.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" config' -l 'config' -d 'A configuration file (TOML) with values for options; FLUXGATE_ variables win over it, and what is typed over both.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" since' -l 'since' -d 'Calls from this time on: a date (the whole day, in --timezone) or an RFC 3339 time.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" until' -l 'until' -d 'Calls up to this time: a date (that day included) or an RFC 3339 time (that instant excluded).' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" assume-time' -l 'assume-time' -d 'The time of calls that carry none.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" timezone' -l 'timezone' -d 'IANA zone for dates and for day, week and month groups.' -rfka '(__fluxgate_custom_completion ---completion send -- --timezone (count (__fluxgate_tokens -pc)) (__fluxgate_tokens -tC))'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send"' -l 'where' -d 'Keep matching calls: FIELD=VALUE or FIELD!=VALUE; * matches any run of characters. Repeatable.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" no-dedupe' -l 'no-dedupe' -d 'Count a call again when its id was seen before.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send"' -l 'prices' -d 'A price file over the built-in price book. Repeatable.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" service-tier' -l 'service-tier' -d 'The tier of calls whose log names none: default, batch, flex, priority.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" cost' -l 'cost' -d 'Which cost heads the report where the provider told the call\'s own.' -rfka 'reported computed'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" status-mapping' -l 'status-mapping' -d 'How an answer becomes a status: as it was, or as FluxGate\'s published wrapper says it.' -rfka 'detailed wrapper'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" jobs' -l 'jobs' -d 'Threads; all cores by default.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" rejects' -l 'rejects' -d 'Write a JSON line for every record that could not be read.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" strict' -l 'strict' -d 'Exit with 65 when any record was rejected.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" progress' -l 'progress' -d 'Show progress on standard error.' -rfka 'auto always never'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" q quiet' -l 'quiet' -s 'q' -d 'No notes on standard error, errors alone.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" v verbose' -l 'verbose' -s 'v' -d 'Name every input and every rejected record on standard error.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" endpoint' -l 'endpoint' -d 'Where events go.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" allow-insecure-endpoint' -l 'allow-insecure-endpoint' -d 'Send over plain HTTP to another machine: events and key can be read on the way.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" state' -l 'state' -d 'The state file.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" concurrency' -l 'concurrency' -d 'Requests in flight at a time.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" rate' -l 'rate' -d 'Requests a second at most.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" limit' -l 'limit' -d 'Send so many events and leave the rest for another run.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" pin-prices' -l 'pin-prices' -d 'Send costOverride with the rates of each call\'s own time; without, FluxGate prices by today\'s.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" no-pin-prices' -l 'no-pin-prices' -d 'Send costOverride with the rates of each call\'s own time; without, FluxGate prices by today\'s.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" dry-run' -l 'dry-run' -d 'Say what would be sent, and send and save nothing.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" api-key-file' -l 'api-key-file' -d 'Take the key from a file.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" report-differences' -l 'report-differences' -d 'Write a JSON line for every delivered event whose cost here and at FluxGate differ.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" give-up-after' -l 'give-up-after' -d 'Give up when nothing has succeeded for so many seconds.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" version' -l 'version' -d 'Show the version.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate send" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate ingest" -ge 1' -F
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" ledger' -l 'ledger' -d 'A ledger that ingest keeps, in place of inputs.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" log-format' -l 'log-format' -d 'Take every record for one container: auto, openai-batch, har, vcr, nock, wiremock, litellm-payload, litellm-spend, helicone, langfuse, portkey, cloudflare-logpush, cloudflare, bedrock, aws-api-gateway, bifrost, otlp-json, kong, envoy-ai-gateway, azure-apim, azure-openai, openai-listing, realtime, call-lines, chunks, exchange, bodies, http-transcript, curl-verbose, openai-python-log, openai-node-log, vcr-yaml, sse, map.' -rfka 'auto openai-batch har vcr nock wiremock litellm-payload litellm-spend helicone langfuse portkey cloudflare-logpush cloudflare bedrock aws-api-gateway bifrost otlp-json kong envoy-ai-gateway azure-apim azure-openai openai-listing realtime call-lines chunks exchange bodies http-transcript curl-verbose openai-python-log openai-node-log vcr-yaml sse map'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest"' -l 'map' -d 'Where a field of an unknown layout stands, as a JSON Pointer: --map time=/ts. Repeatable; for one field, the first place that holds something counts.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" config' -l 'config' -d 'A configuration file (TOML) with values for options; FLUXGATE_ variables win over it, and what is typed over both.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" since' -l 'since' -d 'Calls from this time on: a date (the whole day, in --timezone) or an RFC 3339 time.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" until' -l 'until' -d 'Calls up to this time: a date (that day included) or an RFC 3339 time (that instant excluded).' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" assume-time' -l 'assume-time' -d 'The time of calls that carry none.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" timezone' -l 'timezone' -d 'IANA zone for dates and for day, week and month groups.' -rfka '(__fluxgate_custom_completion ---completion ingest -- --timezone (count (__fluxgate_tokens -pc)) (__fluxgate_tokens -tC))'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest"' -l 'where' -d 'Keep matching calls: FIELD=VALUE or FIELD!=VALUE; * matches any run of characters. Repeatable.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" no-dedupe' -l 'no-dedupe' -d 'Count a call again when its id was seen before.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest"' -l 'prices' -d 'A price file over the built-in price book. Repeatable.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" service-tier' -l 'service-tier' -d 'The tier of calls whose log names none: default, batch, flex, priority.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" cost' -l 'cost' -d 'Which cost heads the report where the provider told the call\'s own.' -rfka 'reported computed'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" status-mapping' -l 'status-mapping' -d 'How an answer becomes a status: as it was, or as FluxGate\'s published wrapper says it.' -rfka 'detailed wrapper'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" jobs' -l 'jobs' -d 'Threads; all cores by default.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" rejects' -l 'rejects' -d 'Write a JSON line for every record that could not be read.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" strict' -l 'strict' -d 'Exit with 65 when any record was rejected.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" progress' -l 'progress' -d 'Show progress on standard error.' -rfka 'auto always never'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" q quiet' -l 'quiet' -s 'q' -d 'No notes on standard error, errors alone.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" v verbose' -l 'verbose' -s 'v' -d 'Name every input and every rejected record on standard error.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" version' -l 'version' -d 'Show the version.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate ingest" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate inspect" -ge 1' -F
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" ledger' -l 'ledger' -d 'A ledger that ingest keeps, in place of inputs.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" log-format' -l 'log-format' -d 'Take every record for one container: auto, openai-batch, har, vcr, nock, wiremock, litellm-payload, litellm-spend, helicone, langfuse, portkey, cloudflare-logpush, cloudflare, bedrock, aws-api-gateway, bifrost, otlp-json, kong, envoy-ai-gateway, azure-apim, azure-openai, openai-listing, realtime, call-lines, chunks, exchange, bodies, http-transcript, curl-verbose, openai-python-log, openai-node-log, vcr-yaml, sse, map.' -rfka 'auto openai-batch har vcr nock wiremock litellm-payload litellm-spend helicone langfuse portkey cloudflare-logpush cloudflare bedrock aws-api-gateway bifrost otlp-json kong envoy-ai-gateway azure-apim azure-openai openai-listing realtime call-lines chunks exchange bodies http-transcript curl-verbose openai-python-log openai-node-log vcr-yaml sse map'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect"' -l 'map' -d 'Where a field of an unknown layout stands, as a JSON Pointer: --map time=/ts. Repeatable; for one field, the first place that holds something counts.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" config' -l 'config' -d 'A configuration file (TOML) with values for options; FLUXGATE_ variables win over it, and what is typed over both.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" since' -l 'since' -d 'Calls from this time on: a date (the whole day, in --timezone) or an RFC 3339 time.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" until' -l 'until' -d 'Calls up to this time: a date (that day included) or an RFC 3339 time (that instant excluded).' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" assume-time' -l 'assume-time' -d 'The time of calls that carry none.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" timezone' -l 'timezone' -d 'IANA zone for dates and for day, week and month groups.' -rfka '(__fluxgate_custom_completion ---completion inspect -- --timezone (count (__fluxgate_tokens -pc)) (__fluxgate_tokens -tC))'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect"' -l 'where' -d 'Keep matching calls: FIELD=VALUE or FIELD!=VALUE; * matches any run of characters. Repeatable.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" no-dedupe' -l 'no-dedupe' -d 'Count a call again when its id was seen before.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect"' -l 'prices' -d 'A price file over the built-in price book. Repeatable.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" service-tier' -l 'service-tier' -d 'The tier of calls whose log names none: default, batch, flex, priority.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" cost' -l 'cost' -d 'Which cost heads the report where the provider told the call\'s own.' -rfka 'reported computed'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" status-mapping' -l 'status-mapping' -d 'How an answer becomes a status: as it was, or as FluxGate\'s published wrapper says it.' -rfka 'detailed wrapper'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" jobs' -l 'jobs' -d 'Threads; all cores by default.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" rejects' -l 'rejects' -d 'Write a JSON line for every record that could not be read.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" strict' -l 'strict' -d 'Exit with 65 when any record was rejected.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" progress' -l 'progress' -d 'Show progress on standard error.' -rfka 'auto always never'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" q quiet' -l 'quiet' -s 'q' -d 'No notes on standard error, errors alone.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" v verbose' -l 'verbose' -s 'v' -d 'Name every input and every rejected record on standard error.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" explain' -l 'explain' -d 'Say for each call how its usage, its status and every term of its cost came about.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" o output' -l 'output' -s 'o' -d 'Write to a file, which gets its name only when it is whole.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" version' -l 'version' -d 'Show the version.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate inspect" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices" version' -l 'version' -d 'Show the version.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate prices" -eq 1' -fa 'list' -d 'All prices that hold at a date.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate prices" -eq 1' -fa 'show' -d 'What one model costs at a date: its rates in every tier, and the fees of its hosted tools.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices list" at' -l 'at' -d 'The date (00:00 UTC) or RFC 3339 time that is asked for; now by default.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices list" service-tier' -l 'service-tier' -d 'One tier alone: standard, batch, flex, priority, ultrafast.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices list"' -l 'prices' -d 'A price file over the built-in price book. Repeatable.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices list" config' -l 'config' -d 'A configuration file (TOML).' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices list" format' -l 'format' -d 'The form of the answer.' -rfka 'table json'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices list" version' -l 'version' -d 'Show the version.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices show" provider' -l 'provider' -d 'The provider that serves it.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices show" at' -l 'at' -d 'The date (00:00 UTC) or RFC 3339 time that is asked for; now by default.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices show" service-tier' -l 'service-tier' -d 'One tier alone: standard, batch, flex, priority, ultrafast.' -rfka ''
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices show"' -l 'prices' -d 'A price file over the built-in price book. Repeatable.' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices show" config' -l 'config' -d 'A configuration file (TOML).' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices show" format' -l 'format' -d 'The form of the answer.' -rfka 'table json'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices show" version' -l 'version' -d 'Show the version.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate prices show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate config" version' -l 'version' -d 'Show the version.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate config" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_positional "fluxgate config" -eq 1' -fa 'show' -d 'Each setting\'s value and where it comes from: a flag, the environment, the configuration file, or nowhere.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate config show" config' -l 'config' -d 'A configuration file (TOML).' -rF
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate config show" format' -l 'format' -d 'The form of the answer.' -rfka 'table json'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate config show" version' -l 'version' -d 'Show the version.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate config show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'fluxgate' -n '__fluxgate_should_offer_completions_for_flags_or_options "fluxgate help" version' -l 'version' -d 'Show the version.'

#!/bin/bash

__fluxgate_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__fluxgate_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__fluxgate_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__fluxgate_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_fluxgate() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __fluxgate_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    report|events|send|ingest|inspect|prices|config|help)
        # Offer subcommand argument completions
        "_fluxgate_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'report events send ingest inspect prices config help' -- "${cur}"))
        ;;
    esac
}

_fluxgate_report() {
    repeating_flags=()
    non_repeating_flags=(--no-dedupe --strict --quiet -q --verbose -v --version -h --help)
    repeating_options=(--map --where --prices --by)
    non_repeating_options=(--ledger --log-format --config --since --until --assume-time --timezone --service-tier --cost --status-mapping --jobs --rejects --progress --top --sort --budget --format --compare --billing-account --output -o)
    __fluxgate_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--ledger')
        __fluxgate_add_completions -f
        return
        ;;
    '--log-format')
        __fluxgate_add_completions -W 'auto'$'\n''openai-batch'$'\n''har'$'\n''vcr'$'\n''nock'$'\n''wiremock'$'\n''litellm-payload'$'\n''litellm-spend'$'\n''helicone'$'\n''langfuse'$'\n''portkey'$'\n''cloudflare-logpush'$'\n''cloudflare'$'\n''bedrock'$'\n''aws-api-gateway'$'\n''bifrost'$'\n''otlp-json'$'\n''kong'$'\n''envoy-ai-gateway'$'\n''azure-apim'$'\n''azure-openai'$'\n''openai-listing'$'\n''realtime'$'\n''call-lines'$'\n''chunks'$'\n''exchange'$'\n''bodies'$'\n''http-transcript'$'\n''curl-verbose'$'\n''openai-python-log'$'\n''openai-node-log'$'\n''vcr-yaml'$'\n''sse'$'\n''map'
        return
        ;;
    '--map')
        return
        ;;
    '--config')
        __fluxgate_add_completions -f
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--assume-time')
        return
        ;;
    '--timezone')
        __fluxgate_add_completions -W "$(__fluxgate_custom_complete ---completion report -- --timezone "${COMP_CWORD}" "$(__fluxgate_cursor_index_in_current_word)")"
        return
        ;;
    '--where')
        return
        ;;
    '--prices')
        __fluxgate_add_completions -f
        return
        ;;
    '--service-tier')
        return
        ;;
    '--cost')
        __fluxgate_add_completions -W 'reported'$'\n''computed'
        return
        ;;
    '--status-mapping')
        __fluxgate_add_completions -W 'detailed'$'\n''wrapper'
        return
        ;;
    '--jobs')
        return
        ;;
    '--rejects')
        __fluxgate_add_completions -f
        return
        ;;
    '--progress')
        __fluxgate_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--by')
        return
        ;;
    '--top')
        return
        ;;
    '--sort')
        __fluxgate_add_completions -W 'cost'$'\n''calls'$'\n''tokens'$'\n''errors'$'\n''latency'
        return
        ;;
    '--budget')
        return
        ;;
    '--format')
        __fluxgate_add_completions -W 'table'$'\n''json'$'\n''csv'$'\n''markdown'$'\n''html'$'\n''focus'
        return
        ;;
    '--compare')
        __fluxgate_add_completions -W 'previous'
        return
        ;;
    '--billing-account')
        return
        ;;
    '--output'|'-o')
        __fluxgate_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __fluxgate_add_completions -f
        return
        ;;
    esac
}

_fluxgate_events() {
    repeating_flags=()
    non_repeating_flags=(--no-dedupe --strict --quiet -q --verbose -v --pin-prices --source --compress --version -h --help)
    repeating_options=(--map --where --prices)
    non_repeating_options=(--ledger --log-format --config --since --until --assume-time --timezone --service-tier --cost --status-mapping --jobs --rejects --progress --output -o)
    __fluxgate_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--ledger')
        __fluxgate_add_completions -f
        return
        ;;
    '--log-format')
        __fluxgate_add_completions -W 'auto'$'\n''openai-batch'$'\n''har'$'\n''vcr'$'\n''nock'$'\n''wiremock'$'\n''litellm-payload'$'\n''litellm-spend'$'\n''helicone'$'\n''langfuse'$'\n''portkey'$'\n''cloudflare-logpush'$'\n''cloudflare'$'\n''bedrock'$'\n''aws-api-gateway'$'\n''bifrost'$'\n''otlp-json'$'\n''kong'$'\n''envoy-ai-gateway'$'\n''azure-apim'$'\n''azure-openai'$'\n''openai-listing'$'\n''realtime'$'\n''call-lines'$'\n''chunks'$'\n''exchange'$'\n''bodies'$'\n''http-transcript'$'\n''curl-verbose'$'\n''openai-python-log'$'\n''openai-node-log'$'\n''vcr-yaml'$'\n''sse'$'\n''map'
        return
        ;;
    '--map')
        return
        ;;
    '--config')
        __fluxgate_add_completions -f
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--assume-time')
        return
        ;;
    '--timezone')
        __fluxgate_add_completions -W "$(__fluxgate_custom_complete ---completion events -- --timezone "${COMP_CWORD}" "$(__fluxgate_cursor_index_in_current_word)")"
        return
        ;;
    '--where')
        return
        ;;
    '--prices')
        __fluxgate_add_completions -f
        return
        ;;
    '--service-tier')
        return
        ;;
    '--cost')
        __fluxgate_add_completions -W 'reported'$'\n''computed'
        return
        ;;
    '--status-mapping')
        __fluxgate_add_completions -W 'detailed'$'\n''wrapper'
        return
        ;;
    '--jobs')
        return
        ;;
    '--rejects')
        __fluxgate_add_completions -f
        return
        ;;
    '--progress')
        __fluxgate_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--output'|'-o')
        __fluxgate_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __fluxgate_add_completions -f
        return
        ;;
    esac
}

_fluxgate_send() {
    repeating_flags=()
    non_repeating_flags=(--no-dedupe --strict --quiet -q --verbose -v --allow-insecure-endpoint --pin-prices --no-pin-prices --dry-run --version -h --help)
    repeating_options=(--map --where --prices)
    non_repeating_options=(--ledger --log-format --config --since --until --assume-time --timezone --service-tier --cost --status-mapping --jobs --rejects --progress --endpoint --state --concurrency --rate --limit --api-key-file --report-differences --give-up-after)
    __fluxgate_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--ledger')
        __fluxgate_add_completions -f
        return
        ;;
    '--log-format')
        __fluxgate_add_completions -W 'auto'$'\n''openai-batch'$'\n''har'$'\n''vcr'$'\n''nock'$'\n''wiremock'$'\n''litellm-payload'$'\n''litellm-spend'$'\n''helicone'$'\n''langfuse'$'\n''portkey'$'\n''cloudflare-logpush'$'\n''cloudflare'$'\n''bedrock'$'\n''aws-api-gateway'$'\n''bifrost'$'\n''otlp-json'$'\n''kong'$'\n''envoy-ai-gateway'$'\n''azure-apim'$'\n''azure-openai'$'\n''openai-listing'$'\n''realtime'$'\n''call-lines'$'\n''chunks'$'\n''exchange'$'\n''bodies'$'\n''http-transcript'$'\n''curl-verbose'$'\n''openai-python-log'$'\n''openai-node-log'$'\n''vcr-yaml'$'\n''sse'$'\n''map'
        return
        ;;
    '--map')
        return
        ;;
    '--config')
        __fluxgate_add_completions -f
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--assume-time')
        return
        ;;
    '--timezone')
        __fluxgate_add_completions -W "$(__fluxgate_custom_complete ---completion send -- --timezone "${COMP_CWORD}" "$(__fluxgate_cursor_index_in_current_word)")"
        return
        ;;
    '--where')
        return
        ;;
    '--prices')
        __fluxgate_add_completions -f
        return
        ;;
    '--service-tier')
        return
        ;;
    '--cost')
        __fluxgate_add_completions -W 'reported'$'\n''computed'
        return
        ;;
    '--status-mapping')
        __fluxgate_add_completions -W 'detailed'$'\n''wrapper'
        return
        ;;
    '--jobs')
        return
        ;;
    '--rejects')
        __fluxgate_add_completions -f
        return
        ;;
    '--progress')
        __fluxgate_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--endpoint')
        return
        ;;
    '--state')
        __fluxgate_add_completions -f
        return
        ;;
    '--concurrency')
        return
        ;;
    '--rate')
        return
        ;;
    '--limit')
        return
        ;;
    '--api-key-file')
        __fluxgate_add_completions -f
        return
        ;;
    '--report-differences')
        __fluxgate_add_completions -f
        return
        ;;
    '--give-up-after')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __fluxgate_add_completions -f
        return
        ;;
    esac
}

_fluxgate_ingest() {
    repeating_flags=()
    non_repeating_flags=(--no-dedupe --strict --quiet -q --verbose -v --version -h --help)
    repeating_options=(--map --where --prices)
    non_repeating_options=(--ledger --log-format --config --since --until --assume-time --timezone --service-tier --cost --status-mapping --jobs --rejects --progress)
    __fluxgate_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--ledger')
        __fluxgate_add_completions -f
        return
        ;;
    '--log-format')
        __fluxgate_add_completions -W 'auto'$'\n''openai-batch'$'\n''har'$'\n''vcr'$'\n''nock'$'\n''wiremock'$'\n''litellm-payload'$'\n''litellm-spend'$'\n''helicone'$'\n''langfuse'$'\n''portkey'$'\n''cloudflare-logpush'$'\n''cloudflare'$'\n''bedrock'$'\n''aws-api-gateway'$'\n''bifrost'$'\n''otlp-json'$'\n''kong'$'\n''envoy-ai-gateway'$'\n''azure-apim'$'\n''azure-openai'$'\n''openai-listing'$'\n''realtime'$'\n''call-lines'$'\n''chunks'$'\n''exchange'$'\n''bodies'$'\n''http-transcript'$'\n''curl-verbose'$'\n''openai-python-log'$'\n''openai-node-log'$'\n''vcr-yaml'$'\n''sse'$'\n''map'
        return
        ;;
    '--map')
        return
        ;;
    '--config')
        __fluxgate_add_completions -f
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--assume-time')
        return
        ;;
    '--timezone')
        __fluxgate_add_completions -W "$(__fluxgate_custom_complete ---completion ingest -- --timezone "${COMP_CWORD}" "$(__fluxgate_cursor_index_in_current_word)")"
        return
        ;;
    '--where')
        return
        ;;
    '--prices')
        __fluxgate_add_completions -f
        return
        ;;
    '--service-tier')
        return
        ;;
    '--cost')
        __fluxgate_add_completions -W 'reported'$'\n''computed'
        return
        ;;
    '--status-mapping')
        __fluxgate_add_completions -W 'detailed'$'\n''wrapper'
        return
        ;;
    '--jobs')
        return
        ;;
    '--rejects')
        __fluxgate_add_completions -f
        return
        ;;
    '--progress')
        __fluxgate_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __fluxgate_add_completions -f
        return
        ;;
    esac
}

_fluxgate_inspect() {
    repeating_flags=()
    non_repeating_flags=(--no-dedupe --strict --quiet -q --verbose -v --explain --version -h --help)
    repeating_options=(--map --where --prices)
    non_repeating_options=(--ledger --log-format --config --since --until --assume-time --timezone --service-tier --cost --status-mapping --jobs --rejects --progress --output -o)
    __fluxgate_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--ledger')
        __fluxgate_add_completions -f
        return
        ;;
    '--log-format')
        __fluxgate_add_completions -W 'auto'$'\n''openai-batch'$'\n''har'$'\n''vcr'$'\n''nock'$'\n''wiremock'$'\n''litellm-payload'$'\n''litellm-spend'$'\n''helicone'$'\n''langfuse'$'\n''portkey'$'\n''cloudflare-logpush'$'\n''cloudflare'$'\n''bedrock'$'\n''aws-api-gateway'$'\n''bifrost'$'\n''otlp-json'$'\n''kong'$'\n''envoy-ai-gateway'$'\n''azure-apim'$'\n''azure-openai'$'\n''openai-listing'$'\n''realtime'$'\n''call-lines'$'\n''chunks'$'\n''exchange'$'\n''bodies'$'\n''http-transcript'$'\n''curl-verbose'$'\n''openai-python-log'$'\n''openai-node-log'$'\n''vcr-yaml'$'\n''sse'$'\n''map'
        return
        ;;
    '--map')
        return
        ;;
    '--config')
        __fluxgate_add_completions -f
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--assume-time')
        return
        ;;
    '--timezone')
        __fluxgate_add_completions -W "$(__fluxgate_custom_complete ---completion inspect -- --timezone "${COMP_CWORD}" "$(__fluxgate_cursor_index_in_current_word)")"
        return
        ;;
    '--where')
        return
        ;;
    '--prices')
        __fluxgate_add_completions -f
        return
        ;;
    '--service-tier')
        return
        ;;
    '--cost')
        __fluxgate_add_completions -W 'reported'$'\n''computed'
        return
        ;;
    '--status-mapping')
        __fluxgate_add_completions -W 'detailed'$'\n''wrapper'
        return
        ;;
    '--jobs')
        return
        ;;
    '--rejects')
        __fluxgate_add_completions -f
        return
        ;;
    '--progress')
        __fluxgate_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--output'|'-o')
        __fluxgate_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __fluxgate_add_completions -f
        return
        ;;
    esac
}

_fluxgate_prices() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __fluxgate_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show)
        # Offer subcommand argument completions
        "_fluxgate_prices_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show' -- "${cur}"))
        ;;
    esac
}

_fluxgate_prices_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=(--prices)
    non_repeating_options=(--at --service-tier --config --format)
    __fluxgate_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--at')
        return
        ;;
    '--service-tier')
        return
        ;;
    '--prices')
        __fluxgate_add_completions -f
        return
        ;;
    '--config')
        __fluxgate_add_completions -f
        return
        ;;
    '--format')
        __fluxgate_add_completions -W 'table'$'\n''json'
        return
        ;;
    esac
}

_fluxgate_prices_show() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=(--prices)
    non_repeating_options=(--provider --at --service-tier --config --format)
    __fluxgate_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--provider')
        return
        ;;
    '--at')
        return
        ;;
    '--service-tier')
        return
        ;;
    '--prices')
        __fluxgate_add_completions -f
        return
        ;;
    '--config')
        __fluxgate_add_completions -f
        return
        ;;
    '--format')
        __fluxgate_add_completions -W 'table'$'\n''json'
        return
        ;;
    esac
}

_fluxgate_config() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __fluxgate_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    show)
        # Offer subcommand argument completions
        "_fluxgate_config_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'show' -- "${cur}"))
        ;;
    esac
}

_fluxgate_config_show() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--config --format)
    __fluxgate_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--config')
        __fluxgate_add_completions -f
        return
        ;;
    '--format')
        __fluxgate_add_completions -W 'table'$'\n''json'
        return
        ;;
    esac
}

_fluxgate_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __fluxgate_offer_flags_options -1
}

complete -o filenames -F _fluxgate fluxgate

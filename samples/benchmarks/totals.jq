# jq -n -c -f totals.jq LOG: {"FEATURE": [calls, input, output]}
reduce inputs as $record ({};
  ($record.response
   | if .sse then
       # Usage stands in one of the last events; the others need not be parsed.
       [.sse | split("\n")[] | select(startswith("data: {") and contains("\"usage\":{")) | .[6:] | fromjson | .usage // .response.usage | values] | last
     else .body.usage end) as $usage
  | .[$record.context.feature] |= [
      .[0] + 1,
      .[1] + ($usage.prompt_tokens // $usage.input_tokens // 0),
      .[2] + ($usage.completion_tokens // $usage.output_tokens // 0)
    ])

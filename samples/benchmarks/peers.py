#!/usr/bin/env python3
"""The same question put to another tool: how many calls, input tokens and output tokens has each feature?

usage: peers.py orjson|polars|duckdb|clickhouse FILE.jsonl[.gz]

Prints {"FEATURE": [calls, input, output]}. Usage stands in the body of an answer, under one of two pairs of names, or in the last events of a
stream's text: there the columnar tools look with a regular expression, as their users would. They are told the few columns to read, and their
options stand as they come: tried were also the text of whole lines with JSON functions, other engines and buffers, and two expressions for the
two counts, which all took as long or longer. All may use every core; Python with orjson is the script that one writes in five minutes.
"""
import json
import sys


def with_orjson(path):
    import gzip
    import orjson

    sums = {}
    with gzip.open(path) if path.endswith(".gz") else open(path, "rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            response = record["response"]
            usage = streamed_usage(orjson, response["sse"]) if "sse" in response else response["body"].get("usage")
            sum = sums.setdefault(record["context"]["feature"], [0, 0, 0])
            sum[0] += 1
            if usage:
                sum[1] += usage.get("prompt_tokens") or usage.get("input_tokens") or 0
                sum[2] += usage.get("completion_tokens") or usage.get("output_tokens") or 0
    return sums


def streamed_usage(orjson, transcript):
    # It stands near the end: searched from there, nothing else needs to be parsed.
    for line in reversed(transcript.split("\n")):
        if line.startswith("data: {"):
            event = orjson.loads(line[6:])
            usage = event.get("usage") or (event.get("response") or {}).get("usage")
            if usage:
                return usage
    return None


# Input and output in a transcript's usage object; both API families write them in this order.
STREAMED = r'"usage":\{"(?:prompt|input)_tokens":(\d+)[^\n]*?"(?:completion|output)_tokens":(\d+)'
NAMES = ["prompt_tokens", "completion_tokens", "input_tokens", "output_tokens"]


def with_polars(path):
    import polars as pl

    counts = pl.Struct({name: pl.Int64 for name in NAMES})
    schema = {
        "context": pl.Struct({"feature": pl.String}),
        "response": pl.Struct({"sse": pl.String, "body": pl.Struct({"usage": counts})}),
    }
    response = pl.col("response").struct
    usage = response.field("body").struct.field("usage").struct
    streamed = response.field("sse").str.extract_groups(STREAMED).struct
    rows = (
        pl.scan_ndjson(path, schema=schema)
        .select(
            feature=pl.col("context").struct.field("feature"),
            input=pl.coalesce(usage.field("prompt_tokens"), usage.field("input_tokens"), streamed.field("1").cast(pl.Int64), 0),
            output=pl.coalesce(usage.field("completion_tokens"), usage.field("output_tokens"), streamed.field("2").cast(pl.Int64), 0),
        )
        .group_by("feature")
        .agg(pl.len(), pl.col("input").sum(), pl.col("output").sum())
        .collect()
        .rows()
    )
    return {feature: list(sums) for feature, *sums in rows}


def with_duckdb(path):
    import duckdb

    counts = ", ".join(f"{name} BIGINT" for name in NAMES)
    rows = duckdb.execute(
        f"""
        SELECT feature, count(*),
               sum(coalesce(usage.prompt_tokens, usage.input_tokens, try_cast(streamed.input AS BIGINT), 0))::BIGINT,
               sum(coalesce(usage.completion_tokens, usage.output_tokens, try_cast(streamed.output AS BIGINT), 0))::BIGINT
        FROM (
            SELECT context.feature AS feature, response.body.usage AS usage, regexp_extract(response.sse, $streamed, ['input', 'output']) AS streamed
            FROM read_json($path, format = 'newline_delimited',
                           columns = {{context: 'STRUCT(feature VARCHAR)', response: 'STRUCT(sse VARCHAR, body STRUCT(usage STRUCT({counts})))'}})
        )
        GROUP BY feature
        """,
        {"path": path, "streamed": STREAMED},
    ).fetchall()
    return {feature: list(sums) for feature, *sums in rows}


def with_clickhouse(path):
    import chdb

    counts = ", ".join(f"{name} Nullable(Int64)" for name in NAMES)
    # In SQL text a backslash is written twice.
    pattern = STREAMED.replace("\\", "\\\\")
    text = chdb.query(
        f"""
        SELECT feature, count(),
               sum(coalesce(usage.prompt_tokens, usage.input_tokens, toInt64OrZero(streamed[1]))),
               sum(coalesce(usage.completion_tokens, usage.output_tokens, toInt64OrZero(streamed[2])))
        FROM (
            SELECT context.feature AS feature, response.body.usage AS usage, extractGroups(response.sse, '{pattern}') AS streamed
            FROM file('{path}', JSONEachRow, 'context Tuple(feature String), response Tuple(sse String, body Tuple(usage Tuple({counts})))')
        )
        GROUP BY feature
        SETTINGS input_format_json_ignore_unknown_keys_in_named_tuple = 1, input_format_skip_unknown_fields = 1,
                 input_format_json_defaults_for_missing_elements_in_named_tuple = 1
        """,
        "JSONCompactEachRow",
    )
    rows = [json.loads(line) for line in str(text).splitlines()]
    return {feature: [int(sum) for sum in sums] for feature, *sums in rows}


TOOLS = {"orjson": with_orjson, "polars": with_polars, "duckdb": with_duckdb, "clickhouse": with_clickhouse}

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in TOOLS:
        sys.exit(__doc__)
    print(json.dumps(TOOLS[sys.argv[1]](sys.argv[2])))

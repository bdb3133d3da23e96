#!/usr/bin/env python3
"""Writes invented OpenAI traffic as a log of JSON lines, and beside it (OUT.truth.json) what any right reader must find in it.

usage: traffic.py mixed OUT.jsonl MEGABYTES
       traffic.py lean OUT.jsonl CALLS [SESSIONS]

mixed: full bodies; of 20 calls, eleven chats, four streamed chats (raw server-sent events), two Responses, one streamed Responses, one
embedding, one error. Bodies come from a pool of 4,096, and each call has ids, a time, a user and a session of its own: no call repeats another.
lean: chat calls of about 500 bytes, in SESSIONS sessions (default: one for every three calls).

The same arguments, the same bytes.
"""
import json
import random
import sys

FEATURES = ["assistant", "search", "triage", "digest", "translation", "review", "extraction", "titles"]
MODELS = ["gpt-4o-2024-08-06", "gpt-4o-mini-2024-07-18", "gpt-4.1-2025-04-14", "gpt-4.1-mini-2025-04-14", "gpt-5-2025-08-07", "o4-mini-2025-04-16"]
SYLLABLES = "ba dor el fin gu ha io kel lum mar no pra qui ros su tem ul ver wy zen".split()
# What a careless reader stumbles over.
AWKWARD = ["crème", "東京", 'a "quoted" word', "C:\\logs\\new", "two\nlines", "a\ttab", "🚀", "data: [DONE]", '{"usage":{"prompt_tokens":7}}', "</div>"]
POOL = 4096
# Stands for the call's own id until the call is written; never part of any text.
ID = "@CALL-ID@"


def dumps(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


class Body:
    """What is in the pool: the request and response of a call, as JSON text, and what they count."""

    def __init__(self, rest, prompt, completion):
        self.rest = rest.encode()
        self.prompt = prompt
        self.completion = completion


class Inventor:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.words = AWKWARD + ["".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4))) for _ in range(2000)]

    def text(self, words):
        return " ".join(self.random.choices(self.words, k=words))

    def body(self, number):
        kind = number % 20
        model = self.random.choice(MODELS)
        prompt, completion = self.random.randint(50, 4000), self.random.randint(5, 1000)
        cached = self.random.choice([0, 0, 0, prompt // 128 * 128])
        if kind < 15:
            return self.chat(model, prompt, completion, cached, streams=kind >= 11)
        if kind < 18:
            return self.response(model, prompt, completion, cached, streams=kind == 17)
        return self.embedding(prompt) if kind == 18 else self.error(model)

    def made(self, path, request, response, prompt, completion):
        request = {"method": "POST", "url": "https://api.openai.com/v1/" + path, "body": request}
        return Body(f'"request":{dumps(request)},"response":{dumps(response)}}}\n', prompt, completion)

    def messages(self):
        return [{"role": "system", "content": self.text(40)}, {"role": "user", "content": self.text(self.random.randint(20, 500))}]

    def chat(self, model, prompt, completion, cached, streams):
        usage = {
            "prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion,
            "prompt_tokens_details": {"cached_tokens": cached, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": completion // 4, "audio_tokens": 0, "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0},
        }
        head = {"id": "chatcmpl-" + ID, "object": "chat.completion", "created": 1777593600, "model": model, "service_tier": "default", "system_fingerprint": "fp_1"}
        request = {"model": model, "messages": self.messages(), "stream": streams, "temperature": 0.2}
        headers = {"content-type": "application/json", "x-request-id": "req_" + ID}
        if not streams:
            message = {"role": "assistant", "content": self.text(completion // 3 + 1), "refusal": None, "annotations": []}
            choices = [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}]
            response = {"status": 200, "headers": headers, "body": {**head, "choices": choices, "usage": usage}}
        else:
            request["stream_options"] = {"include_usage": True}
            head["object"] = "chat.completion.chunk"
            chunks = [
                {**head, "choices": [{"index": 0, "delta": {"content": " " + word}, "logprobs": None, "finish_reason": None}], "usage": None}
                for word in self.random.choices(self.words, k=min(120, completion))
            ]
            chunks.append({**head, "choices": [{"index": 0, "delta": {}, "logprobs": None, "finish_reason": "stop"}], "usage": None})
            chunks.append({**head, "choices": [], "usage": usage})
            response = {"status": 200, "headers": headers, "sse": "".join(f"data: {dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"}
        return self.made("chat/completions", request, response, prompt, completion)

    def response(self, model, prompt, completion, cached, streams):
        usage = {
            "input_tokens": prompt, "input_tokens_details": {"cached_tokens": cached}, "output_tokens": completion,
            "output_tokens_details": {"reasoning_tokens": completion // 4}, "total_tokens": prompt + completion,
        }
        words = self.random.choices(self.words, k=min(100, completion) if streams else completion // 3 + 1)
        content = [{"type": "output_text", "text": " ".join(words), "annotations": []}]
        answer = {
            "id": "resp_" + ID, "object": "response", "created_at": 1777593600, "status": "completed", "error": None, "incomplete_details": None, "model": model,
            "output": [{"type": "message", "id": "msg_" + ID, "status": "completed", "role": "assistant", "content": content}],
            "parallel_tool_calls": True, "service_tier": "default", "store": True, "tool_choice": "auto", "tools": [], "usage": usage, "metadata": {},
        }
        request = {"model": model, "input": self.text(self.random.randint(20, 500)), "stream": streams}
        response = {"status": 200, "headers": {"x-request-id": "req_" + ID}}
        if not streams:
            response["body"] = answer
        else:
            begun = {**answer, "status": "in_progress", "output": [], "usage": None}
            events = [{"type": "response.created", "sequence_number": 0, "response": begun}]
            events += [
                {"type": "response.output_text.delta", "sequence_number": number, "item_id": "msg_" + ID, "output_index": 0, "content_index": 0, "delta": " " + word}
                for number, word in enumerate(words, 1)
            ]
            events.append({"type": "response.completed", "sequence_number": len(words) + 1, "response": answer})
            response["sse"] = "".join(f"event: {event['type']}\ndata: {dumps(event)}\n\n" for event in events)
        return self.made("responses", request, response, prompt, completion)

    def embedding(self, prompt):
        numbers = [round(self.random.uniform(-0.1, 0.1), 8) for _ in range(256)]
        answer = {
            "object": "list", "data": [{"object": "embedding", "index": 0, "embedding": numbers}], "model": "text-embedding-3-small",
            "usage": {"prompt_tokens": prompt, "total_tokens": prompt},
        }
        request = {"model": "text-embedding-3-small", "input": self.text(self.random.randint(20, 300))}
        return self.made("embeddings", request, {"status": 200, "headers": {"x-request-id": "req_" + ID}, "body": answer}, prompt, 0)

    def error(self, model):
        error = {"message": f"Rate limit reached for {model}", "type": "requests", "param": None, "code": "rate_limit_exceeded"}
        response = {"status": 429, "headers": {"retry-after": "2", "x-request-id": "req_" + ID}, "body": {"error": error}}
        return self.made("chat/completions", {"model": model, "messages": self.messages()}, response, 0, 0)


class Log:
    """Writes calls and keeps the truth about them."""

    def __init__(self, path, seed):
        self.path = path
        self.file = open(path, "wb", buffering=1 << 20)
        self.random = random.Random(seed)
        self.calls = self.prompt = self.completion = self.bytes = 0
        self.by_feature = {}

    def write(self, feature, user, session, rest, prompt, completion):
        day, second = self.random.randint(1, 30), self.random.randrange(86_400)
        head = (
            f'{{"timestamp":"2026-05-{day:02}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{self.random.randrange(1000):03}Z",'
            f'"duration_ms":{self.random.randint(80, 9_000)},"context":{{"feature":"{feature}","user":"{user}","sessionId":"{session}"}},'
        )
        line = head.encode() + rest
        self.file.write(line)
        self.bytes += len(line)
        self.calls += 1
        self.prompt += prompt
        self.completion += completion
        sums = self.by_feature.setdefault(feature, [0, 0, 0])
        sums[0] += 1
        sums[1] += prompt
        sums[2] += completion

    def close(self):
        self.file.close()
        truth = {"bytes": self.bytes, "calls": self.calls, "prompt": self.prompt, "completion": self.completion, "by_feature": self.by_feature}
        with open(self.path + ".truth.json", "w") as file:
            json.dump(truth, file, indent=1, sort_keys=True)


def write_mixed(path, megabytes):
    inventor = Inventor(seed=1)
    # No larger than the log: a small one needs few bodies.
    pool = [inventor.body(number) for number in range(min(POOL, megabytes * 100))]
    log = Log(path, seed=2)
    marker = ID.encode()
    while log.bytes < megabytes * 1_000_000:
        body = pool[log.calls % len(pool)]
        user = int(log.random.paretovariate(0.9) * 3) % 50_000
        name = b"%024x" % log.random.getrandbits(96)
        rest = body.rest.replace(marker, name)
        log.write(log.random.choice(FEATURES), f"user-{user:05}", f"sess-{user:05}-{log.random.randrange(30)}", rest, body.prompt, body.completion)
    log.close()


def write_lean(path, calls, sessions):
    log = Log(path, seed=3)
    for number in range(calls):
        prompt, completion = log.random.randint(50, 4000), log.random.randint(5, 1000)
        rest = (
            '"request":{"method":"POST","url":"https://api.openai.com/v1/chat/completions","body":{"model":"gpt-4o-mini"}},"response":{"status":200,"body":{'
            f'"id":"chatcmpl-{log.random.getrandbits(96):024x}","object":"chat.completion","model":"gpt-4o-mini-2024-07-18",'
            '"choices":[{"index":0,"finish_reason":"stop"}],'
            f'"usage":{{"prompt_tokens":{prompt},"completion_tokens":{completion},"total_tokens":{prompt + completion}}}}}}}}}\n'
        )
        # Every session occurs; which call belongs to which has no order.
        session = number * 7_919 % sessions
        log.write(log.random.choice(FEATURES), f"user-{session % 50_000:05}", f"sess-{session:07}", rest.encode(), prompt, completion)
    log.close()


def main():
    match sys.argv[1:]:
        case ["mixed", path, megabytes]:
            write_mixed(path, int(megabytes))
        case ["lean", path, calls]:
            write_lean(path, int(calls), max(int(calls) // 3, 1))
        case ["lean", path, calls, sessions]:
            write_lean(path, int(calls), int(sessions))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()

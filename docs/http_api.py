#!/usr/bin/python3
"""Writes docs/http-api.md from docs/openapi.json; `./dev golden` runs it, and the documents' test compares."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

HEAD = """# The HTTP API

Written by `./dev golden` from [openapi.json](openapi.json), which the server also gives at `/api/v1/openapi.json`.

- JSON in UTF-8. Times are RFC 3339 in UTC, durations are written `30d`, ratios are shares of 1.
- Send `Authorization: Bearer plm_...`; the right that a route needs is in the table. A browser's session needs the header
  `X-CSRF-Token` beside its cookie for everything but GET.
- Errors are `application/problem+json` (RFC 9457): `code`, `title`, `detail`, `remedy`, and every field's fault in `errors`.
- Lists are `{items, next_cursor}`; give the cursor back as `cursor` until it is empty.
- `Idempotency-Key` makes a repeated POST safe. A reply with an `ETag` answers 304 to its `If-None-Match`.
"""

DEPTH = 3


def kind(schema, depth=0):
    """The shape of a schema in a line."""
    if "$ref" in schema:
        return "`" + schema["$ref"].rsplit("/", 1)[1] + "`"
    if "anyOf" in schema:
        return " or ".join(kind(s, depth) for s in schema["anyOf"])
    if "enum" in schema:
        return " ".join(f"`{v}`" for v in schema["enum"])
    word = schema.get("type", "any")
    if word == "array":
        return "list of " + kind(schema.get("items", {}), depth)
    if word == "object":
        return "`" + schema["title"] + "`" if schema.get("title") else "object"
    return {"date-time": "time"}.get(schema.get("format"), schema.get("description", word) if word == "string" else word)


def fields(schema, prefix="", depth=0):
    """Rows of (field, shape), objects within objects as a.b, lists as a[].b."""
    if schema.get("type") == "array":
        yield from fields(schema.get("items", {}), prefix + "[]", depth)
        return
    for name, inner in schema.get("properties", {}).items():
        path = f"{prefix}.{name}" if prefix else name
        yield path, kind(inner), name not in schema.get("required", [])
        if depth < DEPTH:
            for each in inner.get("anyOf", [inner]):
                if each.get("type") in ("object", "array"):
                    yield from fields(each, path, depth + 1)


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def body_of(content):
    for media, body in content.items():
        return media, body.get("schema", {})
    return "", {}


def named(media, schema):
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    if not name:
        return "nothing"
    return f"[{name}](#{name.lower()})" if media == "application/json" else f"{name} (`{media}`)"


def operation(path, method, op):
    lines = [f"### `{method.upper()} {path}`", "", op["summary"] + "."]
    lines += ["", f"Right: `{op['x-plimsoll-right']}`." if "x-plimsoll-right" in op else "Needs no right."]
    taken = body_of(op.get("requestBody", {}).get("content", {}))
    given = body_of(op["responses"].get("2XX", {}).get("content", {}))
    lines[-1] += f" Takes {named(*taken)}; gives {named(*given)}."
    rows = op.get("parameters", [])
    if rows:
        lines += ["", "| parameter | in | |", "| --- | --- | --- |"]
        lines += [f"| `{p['name']}` | {p['in']} | {cell(p.get('description', ''))} |" for p in rows]
    return lines + [""]


def text():
    with open(os.path.join(HERE, "openapi.json"), encoding="utf-8") as source:
        document = json.load(source)
    out = [HEAD]
    out.append("## Routes\n")
    for path, methods in sorted(document["paths"].items()):
        for method, op in methods.items():
            out += operation(path, method, op)
    out.append("## Types\n")
    for name, schema in sorted(document["components"]["schemas"].items()):
        rows = list(fields(schema))
        if not rows:
            continue
        out += [f"### {name}", "", "| field | shape |", "| --- | --- |"]
        out += [f"| `{path}` | {cell(shape)}{' (may be absent)' if optional else ''} |" for path, shape, optional in rows]
        out.append("")
    return "\n".join(out).rstrip() + "\n"


def main():
    target = os.path.join(HERE, "http-api.md")
    if "--check" in sys.argv:
        with open(target, encoding="utf-8") as written:
            if written.read() != text():
                sys.exit("docs/http-api.md is not what docs/openapi.json says: run ./dev golden")
        return
    with open(target, "w", encoding="utf-8") as out:
        out.write(text())


if __name__ == "__main__":
    main()

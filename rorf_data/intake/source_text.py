"""The description of a source as the TOML text that it can be kept and handed on as."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from rorf_data.intake.described import Condition, Rule, Source


def source_to_toml(source: Source) -> str:
    """The description as TOML text that ``read_source`` reads back to an equal source."""
    lines = [
        *_head(source),
        "",
        "[columns]",
        *(f"{key} = {_list(headings)}" for key, headings in source.columns.items()),
        "",
        "[fixed]",
        *(f"{key} = {_quoted(value)}" for key, value in source.fixed.items()),
    ]
    for key, lists in source.words.items():
        lines += ["", f"[words.{key}]", *(f"{_quoted(word)} = {_list(texts)}" for word, texts in lists.items())]
    for refused in source.refuse_when:
        lines += ["", "[[refuse_when]]", f"column = {_quoted(refused.column)}"]
        lines += [f"values = {_list(refused.values)}", f"reason = {_quoted(refused.reason)}"]
    for rule in source.rules:
        lines += ["", *_rule(rule)]
    for layout in source.layouts:
        lines += ["", "[[layouts]]", f"headings = {_list(layout.headings)}"]
        lines += [f"place = {_quoted(layout.place)}", f"state = {_quoted(layout.state)}"]
    for variant in source.variants:
        lines += ["", "[[variants]]", f"title = {_quoted(variant.title)}", f"marks = {_list(variant.marks)}"]
    return "\n".join(lines) + "\n"


def _head(source: Source) -> list[str]:
    return [
        f"name = {_quoted(source.name)}",
        f"title = {_quoted(source.title)}",
        f"feed = {_quoted(source.feed.value)}",
        f"required = {_list(source.required)}",
        f"signs = {_list(source.signs)}",
        f"marks = {_list(source.marks)}",
        f"unless = {_list(source.unless)}",
        f"identity = {_list(source.identity)}",
        f"identity_within = {_list(source.identity_within)}",
        f"one_record = {_quoted(source.one_record)}",
        f"date_formats = {_list(source.date_formats)}",
        f"date_order = {_quoted(source.date_order)}",
        f"time_marks = {_quoted(source.time_marks)}",
        f"since = {_quoted(source.since)}",
        f"release = {_quoted(source.release)}",
        f"default_state = {_quoted(source.default_state)}",
    ]


def _rule(rule: Rule) -> Iterator[str]:
    yield "[[rules]]"
    yield f"field = {_quoted(rule.field)}"
    yield f"value = {_quoted(rule.value)}"
    yield f"otherwise = {_quoted(rule.otherwise)}"
    yield f"says = {_quoted(rule.says)}"
    yield f"reason = {_quoted(rule.reason)}"
    yield f"side_by_side = {_flag(rule.side_by_side)}"
    for kind, conditions in (("all", rule.all), ("any", rule.any)):
        for condition in conditions:
            yield from (f"[[rules.{kind}]]", *_condition(condition))


def _condition(condition: Condition) -> Iterator[str]:
    yield f"columns = {_list(condition.columns)}"
    yield f"equals = {_list(condition.equals)}"
    yield f"starts = {_list(condition.starts)}"
    yield f"contains = {_list(condition.contains)}"
    yield f"between = [{', '.join(map(repr, condition.between))}]"
    yield f"is_given = {_flag(condition.is_given)}"
    yield f"but_not = {_list(condition.but_not)}"


def _flag(is_so: bool) -> str:
    return "true" if is_so else "false"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(_quoted(text) for text in texts) + "]"

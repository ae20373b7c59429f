"""What each kind of file looks like: the descriptions of sources, read from small TOML files.

A description names the feed, and for each canonical field the headings under which files have been seen to carry it.
Headings are compared without regard to case, spaces, line breaks and punctuation; ``*`` stands for any words.
The order of a list is the order of preference.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rorf_data.errors import SettingsRefused
from rorf_data.intake.canonical import MUST_BE_GIVEN
from rorf_data.intake.described import (
    CAN_STAY_INSIDE,
    INTERNAL,
    OPEN,
    Condition,
    Layout,
    RefuseWhen,
    Rule,
    Source,
    Variant,
)
from rorf_data.intake.headings import joined
from rorf_data.intake.source_text import source_to_toml
from rorf_data.model import Feed

__all__ = [
    "CAN_STAY_INSIDE",
    "INTERNAL",
    "OPEN",
    "SHIPPED",
    "Condition",
    "Layout",
    "RefuseWhen",
    "Rule",
    "Source",
    "Variant",
    "find_broken_sources",
    "read_source",
    "read_sources",
    "source_from_mapping",
    "source_to_toml",
    "variant_of",
]

SHIPPED = Path(__file__).with_name("sources")

ENTRIES = {
    "name", "title", "feed", "required", "signs", "marks", "unless", "columns", "identity", "identity_within",
    "one_record", "date_formats", "date_order", "time_marks", "since", "release", "default_state", "fixed", "words",
    "refuse_when", "rules", "layouts", "variants",
}  # fmt: skip
OF_A_RULE = {"field", "value", "otherwise", "says", "reason", "side_by_side", "all", "any"}
OF_A_CONDITION = {"columns", "equals", "starts", "contains", "between", "is_given", "but_not"}


def read_sources(*folders: Path) -> tuple[Source, ...]:
    """The shipped sources, then those of each folder in order of file name; a later one replaces one of the same name.

    A folder that isn't there holds no sources. A file of a folder that describes none is passed over, so that one slip
    stops no other source; :func:`find_broken_sources` tells of it.
    """
    own = [found for _, found in _own(folders) if isinstance(found, Source)]
    return tuple({source.name: source for source in (*_shipped(), *own)}.values())


@cache
def _shipped() -> tuple[Source, ...]:
    return tuple(read_source(path, is_own=False) for path in sorted(SHIPPED.glob("*.toml")))


def find_broken_sources(*folders: Path) -> tuple[str, ...]:
    """A sentence for each file of the folders that is called the description of a source and is none."""
    return tuple(
        f"A description of a source is passed over. {found}. Until it is mended or taken away, a file of that source "
        "may be taken for another's."
        for _, found in _own(folders)
        if isinstance(found, SettingsRefused)
    )


def _own(folders: Sequence[Path]) -> Iterator[tuple[Path, Source | SettingsRefused]]:
    """Each file of the folders with the source that it describes, or with what is wrong with it."""
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            try:
                file = path.stat()
            except OSError:
                yield path, SettingsRefused(f"{path.name}: the file can't be opened")
            else:
                yield path, _described_in(path, (file.st_mtime_ns, file.st_size, file.st_ino))


@lru_cache(maxsize=256)
def _described_in(path: Path, state: tuple[int, ...]) -> Source | SettingsRefused:
    """What a file in this state describes: every page asks for it several times."""
    try:
        return read_source(path)
    except SettingsRefused as problem:
        return problem


def read_source(path: Path, *, is_own: bool = True) -> Source:
    """The source that a TOML file describes; raises :class:`SettingsRefused` naming the file and what is wrong."""
    try:
        return _source_from(tomllib.loads(path.read_text(encoding="utf-8")), is_own=is_own)
    except OSError:
        raise SettingsRefused(f"{path.name}: the file can't be opened") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsRefused(f"{path.name}: this is no TOML ({problem})") from None
    except KeyError as problem:
        raise SettingsRefused(f"{path.name}: the entry {problem} is missing") from None
    except (AttributeError, TypeError, ValueError) as problem:
        raise SettingsRefused(f"{path.name}: {problem}") from None
    except SettingsRefused as problem:
        raise SettingsRefused(f"{path.name}: {problem}") from None


def source_from_mapping(
    name: str,
    title: str,
    feed: Feed,
    columns: Mapping[str, str | Sequence[str]],
    *,
    identity: Sequence[str] = (),
    identity_within: Sequence[str] = (),
    one_record: str = "",
    date_formats: Sequence[str] = (),
    date_order: str = "",
    time_marks: str = "as-written",
    since: str = "",
    release: str = OPEN,
    default_state: str = "CT",
    fixed: Mapping[str, str] | None = None,
    words: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    refuse_when: Sequence[RefuseWhen] = (),
) -> Source:
    """The source that a person's own mapping of one file's headings makes; every heading mapped is then required.

    Raises :class:`SettingsRefused` when the mapping leaves out what a row of the feed must give, or names what is no
    field of it.
    """
    mapped = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in columns.items()}
    return Source(
        name=name,
        title=title,
        feed=feed,
        columns=mapped,
        required=tuple(mapped),
        identity=tuple(identity),
        identity_within=tuple(identity_within),
        one_record=one_record,
        date_formats=tuple(date_formats),
        date_order=date_order,
        time_marks=time_marks,
        since=since,
        release=release,
        default_state=default_state,
        fixed=dict(fixed or {}),
        words=_word_lists(words or {}),
        refuse_when=tuple(refuse_when),
    )


def variant_of(source: Source, headings: Sequence[str]) -> str:
    """The tool or edition that a file of the source with these headings comes from, empty where none is known."""
    there = {joined(heading) for heading in headings}
    for variant in source.variants:
        if all(any(joined(name) in there for name in mark.split("|")) for mark in variant.marks):
            return variant.title
    return ""


def _source_from(entries: Mapping[str, Any], *, is_own: bool) -> Source:
    _check_known(entries, ENTRIES)
    feed = _feed(entries["feed"])
    return Source(
        name=entries["name"],
        title=entries.get("title", entries["name"]),
        feed=feed,
        columns={key: _texts(headings) for key, headings in entries.get("columns", {}).items()},
        required=_texts(entries.get("required", list(MUST_BE_GIVEN[feed]))),
        signs=_texts(entries.get("signs", [])),
        marks=_texts(entries.get("marks", [])),
        unless=_texts(entries.get("unless", [])),
        identity=_texts(entries.get("identity", [])),
        identity_within=_texts(entries.get("identity_within", [])),
        one_record=str(entries.get("one_record", "")),
        date_formats=_texts(entries.get("date_formats", [])),
        date_order=str(entries.get("date_order", "")),
        time_marks=str(entries.get("time_marks", "as-written")),
        since=str(entries.get("since", "")),
        release=str(entries.get("release", OPEN)),
        default_state=str(entries.get("default_state", "CT")),
        fixed={key: str(value) for key, value in entries.get("fixed", {}).items()},
        words=_word_lists(entries.get("words", {})),
        refuse_when=tuple(
            RefuseWhen(str(rule["column"]), _texts(rule["values"]), str(rule["reason"]))
            for rule in entries.get("refuse_when", [])
        ),
        rules=tuple(_rule_from(rule) for rule in entries.get("rules", [])),
        layouts=tuple(
            Layout(_texts(layout["headings"]), str(layout["place"]), str(layout["state"]))
            for layout in entries.get("layouts", [])
        ),
        variants=tuple(
            Variant(str(variant["title"]), _texts(variant["marks"])) for variant in entries.get("variants", [])
        ),
        is_own=is_own,
    )


def _feed(word: str) -> Feed:
    if word not in list(Feed):
        raise SettingsRefused(f"“feed” is one of {', '.join(Feed)}")
    return Feed(word)


def _rule_from(entries: Mapping[str, Any]) -> Rule:
    _check_known(entries, OF_A_RULE)
    return Rule(
        field=str(entries["field"]),
        value=str(entries["value"]),
        says=str(entries["says"]),
        otherwise=str(entries.get("otherwise", "")),
        reason=str(entries.get("reason", "")),
        side_by_side=entries.get("side_by_side", False) is True,
        all=tuple(_condition_from(condition) for condition in entries.get("all", [])),
        any=tuple(_condition_from(condition) for condition in entries.get("any", [])),
    )


def _condition_from(entries: Mapping[str, Any]) -> Condition:
    _check_known(entries, OF_A_CONDITION)
    return Condition(
        columns=_texts(entries["columns"]),
        equals=_texts(entries.get("equals", [])),
        starts=_texts(entries.get("starts", [])),
        contains=_texts(entries.get("contains", [])),
        between=tuple(float(number) for number in entries.get("between", [])),
        is_given=entries.get("is_given", False) is True,
        but_not=_texts(entries.get("but_not", [])),
    )


def _check_known(entries: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(entries) - known):
        raise SettingsRefused(f"the entry “{unknown[0]}” is not known")


def _texts(entry: Any) -> tuple[str, ...]:
    listed = [entry] if isinstance(entry, str) else entry
    if not isinstance(listed, list | tuple) or not all(isinstance(text, str) for text in listed):
        raise ValueError(f"{entry!r} should be a text or a list of texts")
    return tuple(listed)


def _word_lists(entry: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {key: {word: _texts(list(texts)) for word, texts in lists.items()} for key, lists in entry.items()}

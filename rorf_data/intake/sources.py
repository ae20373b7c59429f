"""What each kind of file looks like: the descriptions of sources, read from small TOML files.

A description names the feed, and for each canonical field the headings under which files have been seen to carry it.
Headings are compared without regard to case, spaces, line breaks and punctuation; ``*`` stands for any words.
The order of a list is the order of preference.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rorf_data.errors import SettingsRefused
from rorf_data.intake.canonical import MAIN_DATES, MUST_BE_GIVEN, Form, fields_of
from rorf_data.intake.words import words_of
from rorf_data.model import Feed

SHIPPED = Path(__file__).with_name("sources")

NAME = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
PLACING = ("place", "zip", "latitude+longitude")
ENTRIES = {
    "name", "title", "feed", "required", "signs", "unless", "columns", "identity", "identity_within",
    "date_formats", "date_order", "time_marks", "since", "default_state", "fixed", "words", "refuse_when", "layouts",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RefuseWhen:
    """Rows whose cell under ``column`` is one of ``values`` are refused; ``reason`` goes on from "this row"."""

    column: str
    values: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A published file known by its ``headings``, whose every row lies in one ``place`` and ``state``."""

    headings: tuple[str, ...]
    place: str
    state: str


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of file.

    ``required``: fields that must have a column (``a|b`` either, ``a+b`` both). ``signs``: fields of the same form
    that must be there besides for a file to be recognised without being told its source. ``unless``: headings that
    show that a file is another thing. ``identity``: headings that together tell one record from another;
    ``record_id`` in ``columns`` is a list of alternatives for a single one. ``identity_within``: canonical fields
    that such a number is unique within, such as the agency that counted; where one is blank, the feed's main date
    stands in for it. ``date_order``: ``month-first`` or ``day-first``, for dates that a file can't settle by itself; empty
    where nobody has said. ``time_marks``: ``as-written`` keeps each day as it is written, ``convert`` moves a time with
    a UTC or zone mark to the programme's own time zone. ``since``: ``programme`` where a day before the programme began
    can't be right, or such a day as 2023-07-01; empty where any day may be. ``fixed``: values of fields that the file has no column for. ``words``: further words for
    coded fields. ``layouts``: published files of which it is known where all their rows lie. ``is_own``: kept by
    the programme itself rather than shipped.
    """

    name: str
    title: str
    feed: Feed
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    signs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    identity_within: tuple[str, ...] = ()
    date_formats: tuple[str, ...] = ()
    date_order: str = ""
    time_marks: str = "as-written"
    since: str = ""
    default_state: str = "CT"
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    refuse_when: tuple[RefuseWhen, ...] = ()
    layouts: tuple[Layout, ...] = ()
    is_own: bool = field(default=True, compare=False)

    def __post_init__(self) -> None:
        _check(self)

    @property
    def has_own_identity(self) -> bool:
        """Whether files of this source may carry an identifier of their own for each record."""
        return bool(self.identity) or "record_id" in self.columns


def read_sources(*folders: Path) -> tuple[Source, ...]:
    """The shipped sources, then those of each folder in order of file name; a later one replaces one of the same name.

    A folder that isn't there holds no sources. Raises :class:`SettingsRefused` naming the file and the entry.
    """
    found: dict[str, Source] = {}
    for folder in (SHIPPED, *folders):
        for path in sorted(folder.glob("*.toml")):
            source = read_source(path, is_own=folder != SHIPPED)
            found[source.name] = source
    return tuple(found.values())


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
    date_formats: Sequence[str] = (),
    date_order: str = "",
    time_marks: str = "as-written",
    since: str = "",
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
        date_formats=tuple(date_formats),
        date_order=date_order,
        time_marks=time_marks,
        since=since,
        default_state=default_state,
        fixed=dict(fixed or {}),
        words=_word_lists(words or {}),
        refuse_when=tuple(refuse_when),
    )


def source_to_toml(source: Source) -> str:
    """The description as TOML text that :func:`read_source` reads back to an equal source."""
    lines = [
        f"name = {_quoted(source.name)}",
        f"title = {_quoted(source.title)}",
        f"feed = {_quoted(source.feed.value)}",
        f"required = {_list(source.required)}",
        f"signs = {_list(source.signs)}",
        f"unless = {_list(source.unless)}",
        f"identity = {_list(source.identity)}",
        f"identity_within = {_list(source.identity_within)}",
        f"date_formats = {_list(source.date_formats)}",
        f"date_order = {_quoted(source.date_order)}",
        f"time_marks = {_quoted(source.time_marks)}",
        f"since = {_quoted(source.since)}",
        f"default_state = {_quoted(source.default_state)}",
        "",
        "[columns]",
        *(f"{key} = {_list(headings)}" for key, headings in source.columns.items()),
        "",
        "[fixed]",
        *(f"{key} = {_quoted(value)}" for key, value in source.fixed.items()),
    ]
    for key, lists in source.words.items():
        lines += ["", f"[words.{key}]", *(f"{_quoted(word)} = {_list(texts)}" for word, texts in lists.items())]
    for rule in source.refuse_when:
        lines += ["", "[[refuse_when]]", f"column = {_quoted(rule.column)}"]
        lines += [f"values = {_list(rule.values)}", f"reason = {_quoted(rule.reason)}"]
    for layout in source.layouts:
        lines += ["", "[[layouts]]", f"headings = {_list(layout.headings)}"]
        lines += [f"place = {_quoted(layout.place)}", f"state = {_quoted(layout.state)}"]
    return "\n".join(lines) + "\n"


def _source_from(entries: Mapping[str, Any], *, is_own: bool) -> Source:
    if unknown := sorted(set(entries) - ENTRIES):
        raise SettingsRefused(f"the entry “{unknown[0]}” is not known")
    feed = Feed(entries["feed"])
    return Source(
        name=entries["name"],
        title=entries.get("title", entries["name"]),
        feed=feed,
        columns={key: _texts(headings) for key, headings in entries.get("columns", {}).items()},
        required=_texts(entries.get("required", list(MUST_BE_GIVEN[feed]))),
        signs=_texts(entries.get("signs", [])),
        unless=_texts(entries.get("unless", [])),
        identity=_texts(entries.get("identity", [])),
        identity_within=_texts(entries.get("identity_within", [])),
        date_formats=_texts(entries.get("date_formats", [])),
        date_order=str(entries.get("date_order", "")),
        time_marks=str(entries.get("time_marks", "as-written")),
        since=str(entries.get("since", "")),
        default_state=str(entries.get("default_state", "CT")),
        fixed={key: str(value) for key, value in entries.get("fixed", {}).items()},
        words=_word_lists(entries.get("words", {})),
        refuse_when=tuple(
            RefuseWhen(str(rule["column"]), _texts(rule["values"]), str(rule["reason"]))
            for rule in entries.get("refuse_when", [])
        ),
        layouts=tuple(
            Layout(_texts(layout["headings"]), str(layout["place"]), str(layout["state"]))
            for layout in entries.get("layouts", [])
        ),
        is_own=is_own,
    )


def _check(source: Source) -> None:
    if not NAME.match(source.name):
        raise SettingsRefused(f"the name “{source.name[:60]}” may hold only small letters, digits and hyphens")
    known = fields_of(source.feed)
    if source.date_order not in ("", "month-first", "day-first"):
        raise SettingsRefused("“date_order” is month-first, day-first or empty")
    if source.time_marks not in ("as-written", "convert"):
        raise SettingsRefused("“time_marks” is as-written or convert")
    if source.since not in ("", "programme") and not DAY.match(source.since):
        raise SettingsRefused("“since” is programme, a day such as 2023-07-01, or empty")
    for key in (*source.columns, *source.fixed, *source.identity_within, *_alternatives(source)):
        if key not in known:
            raise SettingsRefused(f"“{key}” is no field of {source.feed.value}")
    if twice := sorted(set(source.columns) & set(source.fixed)):
        raise SettingsRefused(f"“{twice[0]}” has both a column and a fixed value")
    for key in MUST_BE_GIVEN[source.feed]:
        if key not in source.columns and key not in source.fixed:
            raise SettingsRefused(f"nothing says where “{key}” comes from, which {source.feed.value} need")
    if MAIN_DATES[source.feed] in source.fixed:
        raise SettingsRefused(f"“{MAIN_DATES[source.feed]}” can't be the same for every row")
    for key, lists in source.words.items():
        if known.get(key) is not Form.WORD:
            raise SettingsRefused(f"“{key}” is no field of {source.feed.value} that is told by words")
        if unknown := sorted(set(lists) - set(words_of(key))):
            raise SettingsRefused(f"“{unknown[0]}” is no value of “{key}”")


def _alternatives(source: Source) -> list[str]:
    return [name for entry in (*source.required, *source.signs) for name in re.split(r"[|+]", entry)]


def _texts(entry: Any) -> tuple[str, ...]:
    listed = [entry] if isinstance(entry, str) else entry
    if not isinstance(listed, list | tuple) or not all(isinstance(text, str) for text in listed):
        raise ValueError(f"{entry!r} should be a text or a list of texts")
    return tuple(listed)


def _word_lists(entry: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {key: {word: _texts(list(texts)) for word, texts in lists.items()} for key, lists in entry.items()}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(_quoted(text) for text in texts) + "]"

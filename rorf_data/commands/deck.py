"""``rorf deck``: the slides of a monthly meeting, as files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rorf_data.commands.dates import as_month, month_to_show
from rorf_data.errors import FolderRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rorf_data.answers.reader import Reader
    from rorf_data.meetings.deck_files import MadeFile
    from rorf_data.model import Period
    from rorf_data.store.meetings import Meeting

ALL = "all"


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the command."""
    deck = commands.add_parser("deck", help="make the slides of a monthly meeting")
    which = deck.add_mutually_exclusive_group()
    which.add_argument("--month", type=as_month, metavar="M", help="as 2026-10; the newest whole month without it")
    which.add_argument("--meeting", type=int, metavar="NUMBER", help="that of a past meeting, just as it stood then")
    deck.add_argument("--town", action="append", default=[], metavar="T", help="only this town; may be repeated")
    deck.add_argument(
        "--internal", action="store_true", help="exact figures, marked INTERNAL; not to be passed on outside"
    )
    deck.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where the files go; here without it")
    deck.add_argument("--form", default=ALL, metavar="F", help="pptx, pdf, html or all (as without it)")
    deck.set_defaults(run=_run_deck)


def _run_deck(given: argparse.Namespace) -> int:
    from rorf_data.meetings.deck_files import FORMS, deck_files
    from rorf_data.meetings.whole_deck import whole_deck
    from rorf_data.model import Audience
    from rorf_data.towns import gazetteer
    from rorf_data.workplace import utc_now

    try:
        towns = [gazetteer.code_of(name) for name in given.town]
        if given.form not in (ALL, *FORMS):
            raise ValueError(f"--form {given.form}: there are {', '.join([*FORMS, ALL])}")
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    reader, month, meeting = _asked(given)
    document = whole_deck(
        reader,
        month,
        audience=Audience.INTERNAL if given.internal else Audience.SHARED,
        towns=towns,
        meeting=meeting,
        progress=lambda subject: print(f"{month}: {subject}"),
    )
    files = deck_files(
        reader,
        document,
        month=month,
        forms=list(FORMS) if given.form == ALL else [given.form],
        by=given.who(),
        now=utc_now(),
        progress=lambda form: print(f"{month}: {form}"),
    )
    write_files(files, given.out)
    return 0


def _asked(given: argparse.Namespace) -> tuple[Reader, Period, Meeting | None]:
    """Who asks, of which month, and of which snapshot."""
    from rorf_data.answers.meetings import month_of_meeting, reader_of_meeting
    from rorf_data.store.meetings import load_meeting

    reader = given.workplace().reader()
    if given.meeting is None:
        return reader, month_to_show(reader, given.month), None
    with reader.engine.connect() as connection:
        meeting = load_meeting(connection, given.meeting)
    return reader_of_meeting(reader, given.meeting), month_of_meeting(meeting), meeting


def write_files(files: Sequence[MadeFile], folder: Path) -> None:
    """Put files into a folder, which is made if need be, and say so; :class:`FolderRefused` where that can't be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            (folder / file.name).write_bytes(file.content)
            print(f"{folder / file.name}: {len(file.content):,} bytes")
    except OSError:
        raise FolderRefused(f"Nothing can be put into the folder “{folder.name}”. Name another with --out.") from None

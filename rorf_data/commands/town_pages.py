"""``rorf town-pages``: a page for each town's first selectman, as files that may be passed on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from rorf_data.commands.dates import as_month, month_to_show
from rorf_data.commands.deck import ALL, write_files


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the command."""
    pages = commands.add_parser("town-pages", help="make a page for each member town, to be passed on")
    pages.add_argument("--month", type=as_month, metavar="M", help="as 2026-10; the newest whole month without it")
    pages.add_argument("--town", action="append", default=[], metavar="T", help="only this town; may be repeated")
    pages.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where the files go; here without it")
    pages.add_argument("--form", metavar="F", help="pptx, pdf, html or all; pdf without it")
    pages.set_defaults(run=_run_town_pages)


def _run_town_pages(given: argparse.Namespace) -> int:
    """All member towns' pages in one zip; of towns that are named, the pages themselves."""
    from rorf_data.meetings.deck_files import FORMS, MadeFile
    from rorf_data.meetings.town_pages import town_page_files, usual_forms, zip_name, zipped
    from rorf_data.towns import gazetteer
    from rorf_data.workplace import utc_now

    try:
        towns = [gazetteer.code_of(name) for name in given.town]
        if given.form not in (None, ALL, *FORMS):
            raise ValueError(f"--form {given.form}: there are {', '.join([*FORMS, ALL])}")
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    reader = given.workplace().reader()
    month = month_to_show(reader, given.month)
    files = town_page_files(
        reader,
        month,
        towns=towns,
        forms={None: usual_forms(), ALL: list(FORMS)}.get(given.form, [given.form]),
        by=given.who(),
        now=utc_now(),
        progress=lambda town: print(f"{month}: {town}"),
    )
    if not towns:
        files = [MadeFile(zip_name(month, is_sample=reader.is_sample), "zip", zipped(files))]
    write_files(files, given.out)
    return 0

"""From raw files to the files for the meeting: how long each step takes, beside the time that people are promised."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.measuring import Line, Section, in_s, ratio, seconds_of
from rorf_data.answers.protected import protection_of
from rorf_data.exports.document import Document
from rorf_data.intake.read import open_file
from rorf_data.meetings.deck_files import FORMS
from rorf_data.meetings.town_pages import town_page_files
from rorf_data.meetings.whole_deck import whole_deck
from rorf_data.model import Audience
from rorf_data.store.kept import Memory
from rorf_data.workplace import open_workplace, utc_now

PROMISED_SECONDS, ALL_PROMISED_SECONDS = 10, 60
SAMPLE = Path(__file__).parents[1] / "sample_data"
FIRST = ("sample-calls-2023*", "sample-kit-log-a-2023*", "sample-kit-log-b*", "sample-request-form*", "sample-stock*")
LATER = ("sample-calls-2025*", "sample-kit-log-a-2024*", "sample-kit-log-c*")


def time_deck(folder: Path) -> Section:
    """One line for each step: three files loaded on top of others, what may leave decided, the deck in each form, the
    page of every town; and the two promises, for the deck as PPTX and for all of it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    work = open_workplace({"RORF_DATA_DIR": str(folder)}, folder)

    def load(patterns: tuple[str, ...]) -> None:
        for pattern in patterns:
            (path,) = SAMPLE.glob(pattern)
            file = open_file(path)
            work.load(file, work.recognise(file), loaded_by="bench")

    load(FIRST)
    first = seconds_of(lambda: protection_of(work.reader()))
    loaded = seconds_of(lambda: load(LATER))
    again = seconds_of(lambda: protection_of(work.reader()))
    reader = replace(work.reader(), memory=Memory())
    made: list[Document] = []

    def make() -> None:
        made.append(whole_deck(reader, reader.newest_full_month(), audience=Audience.SHARED))

    steps = {
        "first decision on what may leave": first,
        "three more files loaded": loaded,
        "decided anew": again,
        "the deck's figures and charts": seconds_of(make),
    }
    written = {f"written as {form.upper()}": seconds_of(partial(write, made[-1])) for form, write in FORMS.items()}
    month = reader.newest_full_month()
    pages = {"every town’s page": seconds_of(lambda: town_page_files(reader, month, by="bench", now=utc_now()))}
    work.engine.dispose()
    deck = steps["the deck's figures and charts"]
    promised = {
        f"the deck as PPTX ({PROMISED_SECONDS} s promised)": (deck + written["written as PPTX"], PROMISED_SECONDS),
        f"all of it ({ALL_PROMISED_SECONDS} s promised)": (
            deck + sum(written.values()) + sum(pages.values()), ALL_PROMISED_SECONDS,
        ),
    }  # fmt: skip
    lines = [Line(step, (in_s(time), "")) for step, time in (steps | written | pages).items()]
    lines += [Line(said, (in_s(time), ratio(limit, time))) for said, (time, limit) in promised.items()]
    return Section("From files to a deck", ("time", "goes into it"), tuple(lines))

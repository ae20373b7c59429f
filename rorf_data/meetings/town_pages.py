"""A page for each member town that its first selectman may pass on: the town's own numbers, with the region beside.

Every number on it is a cell of a frame that may leave. Where a town's own is hidden, the page tells the next longer
time or the neighbouring towns together, and says so.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from rorf_data.answers.audited import check_pack
from rorf_data.answers.protected import protection_of
from rorf_data.answers.reader import Reader
from rorf_data.answers.requests import requests_summary
from rorf_data.answers.settlement import settlement_by_town
from rorf_data.answers.towns import COUNTED, towns_table
from rorf_data.answers.trends import trend
from rorf_data.charts import trend_lines
from rorf_data.disclosure.families import MEMBERS
from rorf_data.disclosure.release import Released
from rorf_data.errors import DisclosureRefused
from rorf_data.exports.check_code import check_code
from rorf_data.exports.document import Document, Slide
from rorf_data.exports.names import slug
from rorf_data.exports.taking import log_taken
from rorf_data.meetings.deck import A_YEAR, Asking
from rorf_data.meetings.deck_files import FORMS, MadeFile
from rorf_data.meetings.empty import without_empty_pictures
from rorf_data.meetings.findings import are, cell_at, has_numbers, many, newest_of_trend, of_twelve_months
from rorf_data.model import Audience, Filters, Grain, Period, add_months, end_of, start_of
from rorf_data.plain_words import requests_in_words
from rorf_data.plain_words.phrases import CALLS, KITS, REQUESTS, Nouns, amount, capital, dollars, joined, still_to_come
from rorf_data.store.kept import Memory
from rorf_data.towns import gazetteer
from rorf_data.wording import NO_RECORD, Cell

NOT_HERE: Final = "How many were delivered, and how fast, is not in shared pages."
SMALL: Final = "because it is small or protects a number that is"

KITS_BOUGHT: Final = "kits_dollars"

Counted = Literal["requests", "calls"]
_Span = Grain | Literal["12 months"]
_TWELVE: Final = "12 months"
_REGION: Final[dict[Literal["kits", "requests", "calls"], Nouns]] = {
    "kits": KITS, "requests": REQUESTS, "calls": CALLS,
}  # fmt: skip
_NOUNS: Final[dict[Counted, Nouns]] = {"requests": REQUESTS, "calls": CALLS}
_SPANS: Final[dict[Counted, tuple[_Span, ...]]] = {
    "requests": (_TWELVE, Grain.YEAR),
    "calls": (Grain.MONTH, Grain.QUARTER, _TWELVE, Grain.YEAR),
}
"""The times of which a count is told, the one that is wanted most first."""


@dataclass(frozen=True, slots=True)
class TownPage:
    """The page of one town (its code), with every frame that its words, its chart and its table come from."""

    code: str
    document: Document
    frames: tuple[Released, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence, the frames that its numbers come from, and whether the town's own is hidden, or on record at all."""

    sentence: str
    frames: tuple[Released, ...] = ()
    is_hidden: bool = False
    is_on_record: bool = True


@dataclass(frozen=True, slots=True)
class _Asked:
    """A count of some towns over one time in words, and its number if it can be told, or whether it is hidden."""

    released: Released
    towns: tuple[str, ...]
    time: str
    number: int | float | None
    is_hidden: bool


def town_page(reader: Reader, code: str, month: Period, *, audience: Audience = Audience.SHARED) -> Document:
    """One page of the town with this code: the twelve months that end with the month, for one audience."""
    return page_with_frames(reader, code, month, audience=audience).document


def page_with_frames(reader: Reader, code: str, month: Period, *, audience: Audience) -> TownPage:
    """The same page, with every frame that it tells something of."""
    asking = Asking(reader if reader.memory else replace(reader, memory=Memory()), month, (code,), audience)
    totals = asking.leaving(towns_table(asking.reader, asking.year))
    slide = _slide(asking, totals)
    settings = reader.settings
    town = gazetteer.area_label(code)
    document = Document(
        title=f"{town}: {month}",
        programme=settings.programme,
        period=str(asking.year.period),
        towns=town,
        as_of=max(one.about.as_of for one in slide.frames),
        data_version=max(one.about.data_version for one in slide.frames),
        audience=audience,
        is_sample=reader.is_sample,
        slides=(slide,),
    )
    return TownPage(code, document, _each_once(slide.frames))


def _slide(asking: Asking, totals: Released) -> Slide:
    name = gazetteer.area_label(asking.towns[0])
    kits = asking.leaving_or_none(_kits_by_month(asking))
    money = asking.leaving_or_none(settlement_by_town(asking.reader, asking.year))
    requests, calls = (_or_why(one, asking) for one in (_requests, _calls))
    told = [requests, calls, _money(money, name), _or_why(_region, asking)]
    hidden = _most_hidden(name) if requests.is_hidden and calls.is_hidden else ()
    said = (*_newest(kits), *(one.sentence for one in told), *hidden)
    page = Slide(
        title=_title(name, cell_at(totals, 0, "total_kits"), asking.month, has_gaps=_has_gaps(kits)),
        sentences=said,
        pictures=(trend_lines(kits, value="total_kits", is_rolling=False),)
        if kits and has_numbers(kits, "total_kits")
        else (),
        tables=(money,) if money and _names_money(money) else (),
        spoken=said,
        told=(totals, *([kits] if kits else []), *(frame for one in told for frame in one.frames)),
    )
    return without_empty_pictures(page)


def _newest(kits: Released | None) -> tuple[str, ...]:
    if kits is None:
        return ()
    said = f"{newest_of_trend(kits, 'total_kits', KITS, 'left')}."
    return (" ".join([said, *still_to_come(kits), *_months_on_record(kits)]),)


def _months_on_record(kits: Released) -> tuple[str, ...]:
    """For how many months kits are on record, where it is for some of them."""
    known = int(kits.frame["total_kits"].notna().sum())
    return (f"Kits left are on record for {known} of these {len(kits.frame)} months.",) if _has_gaps(kits) else ()


def _has_gaps(kits: Released | None) -> bool:
    """Whether some of the months are on record, and others aren't."""
    return kits is not None and has_numbers(kits, "total_kits") and bool(kits.frame["total_kits"].isna().any())


def _kits_by_month(asking: Asking) -> Released:
    return trend(asking.reader, asking.year, "kits", Grain.MONTH, by_town=False, rolling=False)


def _title(name: str, kits: Cell, month: Period, *, has_gaps: bool) -> str:
    """``Kent: 6 kits were left in the 12 months to October 2026``; on record, where some months have none."""
    verb = ("is on record" if kits == 1 else "are on record") if has_gaps else "was left" if kits == 1 else "were left"
    if kits is None:
        verb = "left"
    return f"{name}: {many(kits, KITS)} {verb} in the {A_YEAR} months to {month}"


def _or_why(told: Callable[[Asking], _Told], asking: Asking) -> _Told:
    """What is told; where its figures may not leave, a sentence that says so."""
    try:
        return told(asking)
    except DisclosureRefused as problem:
        return _Told(str(problem), is_hidden=True)


def _requests(asking: Asking) -> _Told:
    if asking.audience is Audience.INTERNAL:
        summary = requests_summary(asking.reader, asking.year)
        return _Told(" ".join(requests_in_words(summary)[:2]), (summary,))
    told = _nearest(asking, "requests")
    return replace(told, sentence=f"{told.sentence} {NOT_HERE}") if told.is_on_record else told


def _calls(asking: Asking) -> _Told:
    return _nearest(asking, "calls")


def _nearest(asking: Asking, measure: Counted) -> _Told:
    """The count at the finest span of the town that can be shown; else that of the towns it was put together with."""
    nouns, name = _NOUNS[measure], gazetteer.area_label(asking.towns[0])
    untold: list[_Asked] = []
    for one in (_asked(asking, measure, span, asking.towns) for span in _SPANS[measure]):
        if one.number is not None:
            why = next((f"; those {finer.time} are hidden" for finer in untold if finer.is_hidden), "")
            return _Told(f"{capital(_on_record(one.number, nouns))} in {name} {one.time}{why}.", (one.released,))
        untold.append(one)
    frames = tuple(one.released for one in untold)
    if not any(one.is_hidden for one in untold):
        return _Told(f"There is {NO_RECORD} of {nouns[1]} in {name}.", frames, is_on_record=False)
    opening = f"The number of {nouns[1]} in {name} is hidden, {SMALL}"
    together = next(_told_together(asking, measure), None)
    if together is None:
        return _Told(f"{opening}.", frames, is_hidden=True)
    names = joined(sorted(gazetteer.area_label(town) for town in together.towns))
    said = f"{opening}; {names} together had {amount(together.number or 0, nouns)} {together.time}."
    return _Told(said, (*frames, together.released), is_hidden=True)


def _told_together(asking: Asking, measure: Counted) -> Iterator[_Asked]:
    """What can be shown of the neighbouring towns that this one was put together with."""
    if asking.audience is Audience.INTERNAL:
        return
    decided = protection_of(asking.reader).decided.get(measure)
    for name, towns in sorted(decided.groups.items()) if decided else ():
        if name != MEMBERS and towns.issuperset(asking.towns):
            found = (_asked(asking, measure, span, tuple(sorted(towns))) for span in _SPANS[measure])
            yield from (one for one in found if one.number is not None)


def _asked(asking: Asking, measure: Counted, span: _Span, towns: tuple[str, ...]) -> _Asked:
    """The count of the newest such time, as it may leave."""
    if span == _TWELVE:
        released, time = _rolling(asking, measure, towns), f"in the {A_YEAR} months to {asking.month}"
    else:
        grain = Grain(span)
        days = _newest_whole(grain, asking.month)
        released = trend(asking.reader, Filters(days, towns), measure, grain, by_town=False, rolling=False)
        time = f"in {days.first.year}" if grain is Grain.YEAR else f"{'in' if grain is Grain.MONTH else 'from'} {days}"
    shown = asking.leaving(released)
    number = cell_at(shown, -1, COUNTED[measure])
    is_hidden = isinstance(number, str)
    return _Asked(shown, towns, time, None if isinstance(number, str) else number, is_hidden)


def _rolling(asking: Asking, measure: Literal["kits", "requests", "calls"], towns: tuple[str, ...]) -> Released:
    """The count of the twelve months that end with the month, in one row."""
    return trend(asking.reader, Filters(asking.month, towns), measure, Grain.MONTH, by_town=False, rolling=True)


def _newest_whole(grain: Grain, month: Period) -> Period:
    """The newest span of this length that is over at the end of the month."""
    start = start_of(grain, month.last)
    whole = start if end_of(grain, start) <= month.last else start_of(grain, add_months(start, -1))
    return Period(whole, end_of(grain, whole))


def _on_record(number: int | float, nouns: Nouns) -> str:
    return f"{amount(number, nouns)} {are(number)} on record"


def _region(asking: Asking) -> _Told:
    """Kits, requests and calls of all member towns together in the same twelve months."""
    frames: list[Released] = asking.reader.recall(
        ("the region of town pages", asking.month, asking.audience),
        lambda: [asking.leaving(_rolling(asking, measure, ())) for measure in _REGION],
    )
    counts = [
        (cell_at(frame, -1, COUNTED[measure]), nouns, " left" if measure == "kits" else "")
        for frame, (measure, nouns) in zip(frames, _REGION.items(), strict=True)
    ]
    towns = frames[0].about.towns.replace("All ", "all ", 1)
    said = f"In the region ({towns}) in these {A_YEAR} months: {of_twelve_months(counts, ' and ')}."
    return _Told(said, tuple(frames))


def _money(money: Released | None, name: str) -> _Told:
    """What the town put into the pool in the twelve months, and what was bought for it and for no single town."""
    if money is None or not _names_money(money):
        return _Told(f"No settlement money of {name} is on record in these {A_YEAR} months.")
    paid, by_name, together, kits = (
        dollars(_sum(money, place, column)) if _sum(money, place, column) else "nothing"
        for place, column in ((0, "contributed_dollars"), (0, "spent_dollars"), (1, "spent_dollars"), (1, KITS_BOUGHT))
    )
    return _Told(
        f"{name} put {paid} into the settlement pool; {by_name} was spent for {name} by name, {together} for no single "
        f"town ({kits} of it on kits).",
        (money,),
    )


def _sum(money: Released, place: int, column: str) -> float:
    """A sum of the town (the first row) or of what names no town (the second, where there is such money)."""
    return float(money.frame[column].iloc[place]) if place < len(money.frame) else 0.0


def _names_money(money: Released) -> bool:
    """Whether any money stands in the frame."""
    return any((money.frame[column].fillna(0) != 0).any() for column in money.frame.columns if "dollars" in column)


def _most_hidden(name: str) -> tuple[str, ...]:
    return (f"Most of {name}’s own numbers of requests and calls are hidden, because few people stand behind them.",)


def _each_once(frames: Sequence[Released]) -> tuple[Released, ...]:
    return tuple({check_code(one): one for one in frames}.values())


def town_page_files(
    reader: Reader,
    month: Period,
    *,
    towns: Sequence[str] = (),
    audience: Audience = Audience.SHARED,
    forms: Sequence[str] = (),
    by: str,
    now: datetime,
    progress: Callable[[str], None] = lambda said: None,
) -> list[MadeFile]:
    """The pages of these towns (their codes; none: all members of the month), a file of each form for each.

    ``forms``: endings of :data:`rorf_data.meetings.deck_files.FORMS`; without any those of :func:`usual_forms`. Every
    page is checked before the first is written, and each file is written down as taken away; ``by`` and ``now`` (UTC)
    are who takes it and when, ``progress`` is told of each town and then of each file. Raises
    :class:`rorf_data.errors.StoreRefused` where they can't be written down, and
    :class:`rorf_data.errors.DisclosureRefused` where a shared page would tell a number that was not decided to be
    shown. ValueError for an unknown form.
    """
    wanted = list(dict.fromkeys(forms)) or usual_forms()
    if unknown := sorted({*wanted} - {*FORMS}):
        raise ValueError(f"there is no page of the form {unknown[0]}")
    asked = replace(reader, memory=reader.memory or Memory())
    pages = {}
    for code in towns or asked.towns_of(Filters(month)):
        town = gazetteer.area_label(code)
        progress(town)
        pages[town] = page_with_frames(asked, code, month, audience=audience)
    check_pack(asked, _each_once([frame for page in pages.values() for frame in page.frames]))
    files = []
    for town, page in pages.items():
        for form in wanted:
            progress(f"{town}, {form.upper()}")
            content = FORMS[form](page.document)
            log_taken(reader, content, page.frames, form=form, by=by, now=now, title=page.document.title)
            files.append(MadeFile(page_name(page.document, month, form), form, content))
    return files


def town_pages_zip(
    reader: Reader,
    month: Period,
    *,
    audience: Audience = Audience.SHARED,
    forms: Sequence[str] = (),
    by: str,
    now: datetime,
    progress: Callable[[str], None] = lambda said: None,
) -> bytes:
    """The files of :func:`town_page_files` for all member towns in one zip; the same pages give the same bytes."""
    return zipped(town_page_files(reader, month, audience=audience, forms=forms, by=by, now=now, progress=progress))


def zipped(files: Sequence[MadeFile]) -> bytes:
    """The files in one zip without any date of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in files:
            entry = zipfile.ZipInfo(file.name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, file.content)
    return stream.getvalue()


def usual_forms() -> list[str]:
    """PDF where it can be made, which is read and printed anywhere; else every form there is."""
    return ["pdf"] if "pdf" in FORMS else [*FORMS]


def page_name(document: Document, month: Period, form: str) -> str:
    """``kent_2026-10.pdf``; ``sample_`` before invented data, INTERNAL where it is."""
    return _named(document.towns, month, form, audience=document.audience, is_sample=document.is_sample)


def zip_name(month: Period, *, audience: Audience = Audience.SHARED, is_sample: bool) -> str:
    """``town-pages_2026-10.zip``, marked like the pages in it."""
    return _named("town pages", month, "zip", audience=audience, is_sample=is_sample)


def _named(what: str, month: Period, form: str, *, audience: Audience, is_sample: bool) -> str:
    parts = [
        "sample" if is_sample else "",
        slug(what),
        f"{month.first:%Y-%m}",
        "INTERNAL" if audience is Audience.INTERNAL else "",
    ]
    return f"{'_'.join(part for part in parts if part)}.{form}"

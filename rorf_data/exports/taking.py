"""Every file that is made for somebody is written down: who took what away, when, in which form."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rorf_data.answers.protected import share
from rorf_data.answers.reader import Reader
from rorf_data.charts import Chart
from rorf_data.disclosure.protection import Protection, for_sharing
from rorf_data.disclosure.release import Released
from rorf_data.errors import DisclosureRefused, ExportRefused
from rorf_data.exports.check_code import check_code, content_sha256
from rorf_data.exports.pictures import SIZES, to_png, to_svg
from rorf_data.exports.tables import to_csv, to_xlsx
from rorf_data.maps import TownMap
from rorf_data.model import Audience
from rorf_data.policies import Policy
from rorf_data.store.queries import load_data_version
from rorf_data.store.taken import Taken, keep_taken

Form = Literal["png", "svg", "pptx", "csv", "xlsx"]
DRAWN_BY_BROWSER: tuple[Form, ...] = ("png", "svg")
TABLES: tuple[Form, ...] = ("csv", "xlsx")


def log_taken(
    reader: Reader, content: bytes, frames: Sequence[Released], *, form: str, by: str, now: datetime, title: str = ""
) -> None:
    """Write down that a file with these frames is taken away; ``form`` is its ending, ``now`` is in UTC.

    ``title`` names a picture or a document where the frames' own titles don't. Raises
    :class:`rorf_data.errors.StoreRefused` where it can't be written down; then the file is not given out.
    """
    file_sha256 = hashlib.sha256(content).hexdigest()
    policy = str(reader.settings.sharing.policy)
    entries = [
        Taken(
            taken_at=now,
            taken_by=by,
            audience=released.audience.value,
            form=form,
            title=title or released.about.title,
            asked=released.asked.written() if released.asked else "",
            filters="; ".join(part for part in (released.about.period, released.about.towns) if part),
            policy=policy if released.audience is Audience.SHARED else "",
            data_version=released.about.data_version,
            content_sha256=content_sha256(released),
            file_sha256=file_sha256,
            check_code=check_code(released),
        )
        for released in frames
    ]
    keep_taken(reader.engine, list(dict.fromkeys(entries)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file as somebody asks for it: its form, the name of a picture's size, and whether it may hold exact numbers."""

    form: Form
    size: str = "page"
    is_internal: bool = False

    @property
    def audience(self) -> Audience:
        """For whom the file is."""
        return Audience.INTERNAL if self.is_internal else Audience.SHARED


def take(
    reader: Reader, released: Released, drawn: Chart | TownMap | None, wanted: Wanted, *, by: str, now: datetime
) -> bytes:
    """Make one file of a frame or of the picture of it, and write down that it is taken away.

    Unless it is asked for as internal, it is made of what may be shared, and the picture is drawn again of that. Raises
    :class:`rorf_data.errors.RorfDataError` where it can't be made, can't be shared or can't be written down.
    """
    shown = released if wanted.is_internal else _shared(reader, released)
    drawn = None if wanted.form == "csv" else drawn
    picture = drawn if drawn is None or wanted.is_internal else drawn.redrawn(shown)
    content = _made(shown, picture, wanted)
    log_taken(
        reader, content, [shown], form=wanted.form, by=by, now=now,
        title=picture.title if picture and wanted.form not in TABLES else "",
    )  # fmt: skip
    return content


def why_no_picture(drawn: Chart | TownMap, policy: Policy) -> str:
    """Why the picture can't be drawn for sharing, in a sentence; empty where it can. It decides nothing.

    It is drawn as if every sensitive number were hidden, so nothing of them can be told by what comes of it.
    """
    released = drawn.released
    measures = {one.measure for column in released.rests.values() for sums in column for one in sums or ()}
    try:
        drawn.redrawn(for_sharing(released, Protection(policy, {}, dict.fromkeys(measures, ""))))
    except DisclosureRefused as problem:
        return str(problem)
    return ""


def _shared(reader: Reader, released: Released) -> Released:
    """What may be shared of the frame, which must be of the data as they stand: only of those it is decided."""
    with reader.connect() as connection:
        version = load_data_version(connection, reader.as_of)
    if version != released.about.data_version:
        raise ExportRefused("The data have changed since these figures were shown. Load the page again.")
    return share(reader, released)


def _made(shown: Released, picture: Chart | TownMap | None, wanted: Wanted) -> bytes:
    if wanted.form == "csv":
        return to_csv(shown)
    if wanted.form == "xlsx":
        return _workbook(shown, picture)
    if picture is None:
        raise ValueError(f"a table has no form {wanted.form!r}")
    if wanted.form == "pptx":
        from rorf_data.exports.native_pptx import to_pptx  # only slides need its library

        return to_pptx(picture)
    size = SIZES[wanted.size]
    return to_png(picture, size) if wanted.form == "png" else to_svg(picture, size)


def _workbook(shown: Released, picture: Chart | TownMap | None) -> bytes:
    """With the chart where there is one; a spreadsheet has no maps of towns."""
    if not isinstance(picture, Chart):
        return to_xlsx(shown)
    from rorf_data.exports.native_xlsx import to_chart_xlsx  # only charts need what it takes to draw them there

    return to_chart_xlsx(picture)

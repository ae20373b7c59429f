"""A page for each town that may be passed on, and ``rorf town-pages``."""

from __future__ import annotations

import hashlib
import html
import io
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from rorf_data.__main__ import main
from rorf_data.answers.audited import check_pack
from rorf_data.answers.reader import Reader
from rorf_data.errors import DisclosureRefused
from rorf_data.exports.check_code import check_code
from rorf_data.exports.deck_pptx import to_deck_pptx
from rorf_data.exports.document import Slide
from rorf_data.exports.printed import printed
from rorf_data.exports.web import to_html
from rorf_data.meetings import town_pages
from rorf_data.meetings.deck_files import FORMS
from rorf_data.meetings.town_pages import (
    NOT_HERE,
    TownPage,
    page_name,
    page_with_frames,
    town_page,
    town_pages_zip,
    zip_name,
)
from rorf_data.model import Audience, Period
from rorf_data.store.taken import load_taken
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace, open_sample, open_workplace
from tests.unit.conftest import Load
from tests.unit.meetings.conftest import CALLS, KITS, REQUESTS, TODAY, reader_of

SAMPLE = Path(__file__).parents[3] / "sample_data"
OCTOBER = Period.of_months(TODAY.replace(month=10), 1)
NOW = datetime(2026, 11, 22, 15)  # noqa: DTZ001  # the store keeps moments without a mark
KENT, SHARON, WARREN = (gazetteer.code_of(name) for name in ("Kent", "Sharon", "Warren"))
ONE_CALL = "date,city,outcome,naloxone given,agency\n2026-10-01,Kent,nonfatal,yes,Agency A\n"
MANY_CALLS = "date,city,outcome,naloxone given,agency\n" + "".join(
    f"2026-10-{day:02d},Kent,nonfatal,yes,Agency A\n" for day in range(1, 13)
)
MONEY = """date,type,fund,town,amount,category,purpose
2026-01-05,Contribution,Fund,Kent,100.00,,
2026-02-05,Spent,Fund,,60.00,harm-reduction,kits
"""


def slide_of(reader: Reader, code: str = KENT, audience: Audience = Audience.SHARED) -> Slide:
    """The one slide of a town's page of October 2026."""
    [slide] = town_page(reader, code, OCTOBER, audience=audience).slides
    return slide


def words(slide: Slide) -> str:
    """Everything that is written or said with a page."""
    return "\n".join((slide.title, *slide.sentences, *slide.spoken))


def test_a_town_reads_its_own_kits_first_and_the_region_last(region: Reader) -> None:
    """A title, a few sentences, one chart; what is small or rests on what is small is not there."""
    slide = slide_of(region)

    assert slide.title == "Kent: 6 kits were left in the 12 months to October 2026"
    assert slide.sentences[0].startswith("3 kits were left in October 2026; 4 a year before: too few to say.")
    assert 4 <= len(slide.sentences) <= 6
    assert any(
        "In the region (all 11 member towns) in these 12 months: 9 kits left" in said for said in slide.sentences
    )
    assert (len(slide.pictures), len(slide.tables)) == (1, 0)
    assert "No settlement money of Kent is on record in these 12 months." in slide.sentences


def test_hidden_numbers_stand_in_no_sentence(region: Reader) -> None:
    """Kent's two calls of October and its three requests are said to be hidden."""
    said = words(slide_of(region))

    assert "The number of requests in Kent is hidden, because it is small or protects a number that is." in said
    assert "those in October 2026 are hidden" in said
    assert town_pages.NOT_HERE in said
    for number in ("2 overdose", "3 overdose", "4 overdose", "2 requests", "3 requests", "4 requests"):
        assert number not in said


def test_a_page_is_the_same_whether_a_town_had_one_call_or_none(workplace: Workplace, load: Load) -> None:
    """Kent had one and Sharon none: the two pages read alike but for the names, and say that most is hidden."""
    load(KITS, name="kits.csv")
    load(ONE_CALL, name="calls.csv", source="calls")
    load(REQUESTS, name="requests.csv", source="request-form")
    reader = reader_of(workplace)

    kent, sharon = (
        [said for said in slide_of(reader, code).sentences if "calls in" in said or "Most of" in said]
        for code in (KENT, SHARON)
    )
    assert [said.replace("Kent", "Sharon") for said in kent] == sharon
    assert kent == [
        "The number of overdose calls in Kent is hidden, because it is small or protects a number that is.",
        "Most of Kent’s own numbers of requests and calls are hidden, because few people stand behind them.",
    ]


def test_calls_are_told_for_the_shortest_time_that_may_be(workplace: Workplace, load: Load) -> None:
    """Twelve calls in a month may be told, and are."""
    load(KITS, name="kits.csv")
    load(MANY_CALLS, name="calls.csv", source="calls")

    said = words(slide_of(reader_of(workplace)))

    assert "12 overdose calls are on record in Kent" in said


def test_a_town_of_which_nothing_is_on_record_says_so(nothing: Reader) -> None:
    """No record is neither none nor hidden; no chart is drawn of it."""
    slide = slide_of(nothing)

    assert slide.title == "Kent: no record of kits left in the 12 months to October 2026"
    assert "There is no record of overdose calls in Kent." in slide.sentences
    assert "hidden" not in words(slide)
    assert not slide.pictures
    assert not slide.tables


def test_a_town_with_nothing_in_a_region_with_something(region: Reader) -> None:
    """No kit was left in Warren; its page is a page all the same, without a chart of noughts."""
    slide = slide_of(region, WARREN)

    assert slide.title == "Warren: no kits were left in the 12 months to October 2026"
    assert not slide.pictures
    assert "“Kits left by month, together” is not drawn: every number on record for it is 0." in slide.sentences
    assert NOT_HERE in words(slide)


def test_money_is_told_by_who_put_it_in_and_for_whom_it_was_spent(workplace: Workplace, load: Load) -> None:
    """Kits that were bought for all are no town's own."""
    load(KITS, name="kits.csv")
    load(MONEY, name="money.csv", source="settlement")

    slide = slide_of(reader_of(workplace))

    assert (
        "Kent put $100 into the settlement pool; nothing was spent for Kent by name, $60 for no single town ($60 of it "
        "on kits)."
    ) in slide.sentences
    assert [table.about.title for table in slide.tables] == ["Settlement money by town"]


def test_an_internal_page_tells_exact_numbers(region: Reader) -> None:
    """Requests with how they were served, and calls of the month."""
    said = words(slide_of(region, audience=Audience.INTERNAL))

    assert "2 overdose calls are on record in Kent in October 2026." in said
    assert "3 requests were received in Kent" in said
    assert "hidden" not in said


def test_every_frame_that_a_page_tells_of_is_shared(region: Reader) -> None:
    """Those of its sentences too."""
    page = page_with_frames(region, KENT, OCTOBER, audience=Audience.SHARED)

    assert {frame.audience for frame in page.frames} == {Audience.SHARED}
    assert {check_code(one) for one in page.document.slides[0].released} <= {check_code(one) for one in page.frames}


def test_the_zip_holds_every_member_town_and_is_the_same_twice(region: Reader) -> None:
    """Byte for byte, and each file in it is written down as taken away."""
    told: list[str] = []
    first = town_pages_zip(region, OCTOBER, forms=["pptx"], by="A. Staff", now=NOW, progress=told.append)
    again = town_pages_zip(region, OCTOBER, forms=["pptx"], by="A. Staff", now=NOW)

    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        entries = {entry.filename: packed.read(entry) for entry in packed.infolist()}
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert len(entries) == 11
    assert told[0] == "Canaan"
    assert [said.removesuffix(", PPTX") for said in told[11:]] == told[:11]
    assert "kent_2026-10.pptx" in entries
    assert "north-canaan_2026-10.pptx" in entries
    with region.connect() as connection:
        taken = load_taken(connection)
    assert {one.file_sha256 for one in taken} == {hashlib.sha256(content).hexdigest() for content in entries.values()}
    assert {(one.taken_by, one.audience, one.form) for one in taken} == {("A. Staff", "shared", "pptx")}
    assert zip_name(OCTOBER, is_sample=True) == "sample_town-pages_2026-10.zip"


def test_no_page_is_written_where_one_holds_a_number_that_may_not_leave(
    region: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kent's calls are put back into a frame of its page; no town's file is made and nothing is written down."""
    honest = page_with_frames

    def forged(reader: Reader, code: str, month: Period, *, audience: Audience) -> TownPage:
        page = honest(reader, code, month, audience=audience)
        if code != KENT:
            return page
        totals = page.frames[0]
        frame, hidden = totals.frame.copy(), totals.hidden.copy()
        frame.loc[0, "total_calls"], hidden.loc[0, "total_calls"] = 3, False
        return replace(page, frames=(replace(totals, frame=frame, hidden=hidden), *page.frames[1:]))

    monkeypatch.setattr(town_pages, "page_with_frames", forged)
    with pytest.raises(DisclosureRefused, match="holds a number that may not leave"):
        town_pages_zip(region, OCTOBER, forms=["pptx"], by="A. Staff", now=NOW)
    with region.connect() as connection:
        assert not load_taken(connection)


def test_an_unknown_form_is_a_wrong_call(region: Reader) -> None:
    """Nothing is made."""
    with pytest.raises(ValueError, match="no page of the form doc"):
        town_pages_zip(region, OCTOBER, forms=["doc"], by="A. Staff", now=NOW)


def test_every_page_of_the_sample_has_a_chart_and_a_table(tmp_path: Path) -> None:
    """And passes the last look; the same page gives the same bytes."""
    workplace = open_workplace({"RORF_DATA_DIR": str(tmp_path)}, tmp_path)
    sample = open_sample(workplace, SAMPLE)
    reader = sample.reader()
    pages = [page_with_frames(reader, code, OCTOBER, audience=Audience.SHARED) for code in (KENT, SHARON, WARREN)]
    check_pack(reader, [frame for page in pages for frame in page.frames])
    sample.engine.dispose()
    workplace.engine.dispose()

    for page in pages:
        [slide] = page.document.slides
        assert 4 <= len(slide.sentences) <= 6
        assert (len(slide.pictures), len(slide.tables)) == (1, 1)
        assert {one.about.is_sample for one in page.frames} == {True}
        assert FORMS["pptx"](page.document) == FORMS["pptx"](page.document)


def test_the_command_makes_a_zip_or_the_page_of_one_town(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says which town it is at; what it doesn't know is refused in words."""
    (tmp_path / "log.csv").write_text(KITS)
    (tmp_path / "calls.csv").write_text(CALLS)
    assert main(["load", str(tmp_path / "log.csv"), "--source", "kit-log"]) == 0
    assert main(["load", str(tmp_path / "calls.csv"), "--source", "calls"]) == 0
    out = ["town-pages", "--month", "2026-10", "--form", "pptx", "--out", str(tmp_path / "out")]

    assert main(out) == 0
    assert main([*out, "--town", "Kent"]) == 0

    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == [
        "kent_2026-10.pptx", "town-pages_2026-10.zip",
    ]  # fmt: skip
    assert "October 2026: North Canaan" in capsys.readouterr().out
    assert main(["town-pages", "--form", "doc"]) == 1
    assert main(["town-pages", "--town", "Nowhere"]) == 1
    assert "--form doc: there are pptx" in capsys.readouterr().err


def test_each_page_says_at_its_foot_what_is_hidden(region: Reader) -> None:
    """Slide, paper and web page alike, also where the numbers of its chart and its table may all be told."""
    page = town_page(region, KENT, OCTOBER)
    [protection] = page.protections
    assert not any(one.about.protection for one in page.slides[0].released)

    shown = Presentation(io.BytesIO(to_deck_pptx(page))).slides[0]
    foot = next(place for place in shown.placeholders if place.placeholder_format.type == PP_PLACEHOLDER.FOOTER)
    assert foot.text_frame.text.endswith(protection)
    assert printed(page).protection == protection
    assert html.unescape(to_html(page).decode()).partition("<footer>")[2].count(protection) == 1


def test_an_internal_page_says_so_and_hides_nothing(region: Reader) -> None:
    """Its name says it too."""
    page = town_page(region, KENT, OCTOBER, audience=Audience.INTERNAL)

    assert page.protections == ()
    assert printed(page).marks[0].startswith("INTERNAL")
    assert page_name(page, OCTOBER, "pdf") == "kent_2026-10_INTERNAL.pdf"

"""Load data: what is seen before anything is stored, what is stored, and what the pages show then."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from pages._shared.escaping import plain
from pages._shared.layout import DOTS, examples_under
from pages._shared.reader import own
from rorf_data.intake.read import open_bytes
from rorf_data.intake.recognise import recognise
from rorf_data.intake.sources import read_source, source_from_mapping, source_to_toml
from rorf_data.model import Feed
from rorf_data.store import tables
from rorf_data.workplace import open_workplace
from tests.pages.visiting import KIT_LOG, notices, table, visit

LOAD = "pages/manage/load.py"
PAPER = b"""When,Village,How many
2026-08-03,Kent,2
2026-08-09,Lakeville,1
"""
DISPATCH = b"""Inc #,Disp Time,Unit,Nature,Muni,Narcan?,Result
26-001,2026-08-03 10:11,A1,OVERDOSE,Kent,Y,survived
26-002,2026-08-04 10:11,A2,OVERDOSE,Sharon,N,died
26-003,2026-08-05 10:11,A2,FALL,Sharon,N,survived
"""
PRIVATE = b"""Day,Who came,Tel,Remarks,Where,How many
2026-08-03,Jane Roe,860-555-0112,left at the door of the house,Kent,2
2026-08-04,Jane Roe,860-555-0113,the door was ajar then,Kent,1
"""
COUNTS = ["Rows read", "New", "Corrected", "Already on record", "Waiting for a person", "Refused"]


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """The Load page with these files chosen."""
    visit(app, LOAD)
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files])
    return app.run()


def counts(app: AppTest) -> dict[str, str]:
    """The counts of the first report on the page."""
    return {metric.label: metric.value for metric in app.metric[: len(COUNTS)]}


def lines(app: AppTest) -> dict[str, str]:
    """What each column of the file is said to be, by its heading; those left out are not there."""
    found = {}
    for box in app.selectbox:
        if box.label.startswith("“") and box.label.endswith("” is") and box.value:
            found[plain_of(box.label)[1:-4]] = box.format_func(box.value)
    return found


def choose_line(app: AppTest, heading: str, field: str) -> None:
    """Say what the column with this heading is."""
    next(box for box in app.selectbox if plain_of(box.label) == f"“{heading}” is").select(field).run()


def word(app: AppTest, text: str) -> Selectbox[str]:
    """The choice of a word for what is written in a coded column."""
    return next(box for box in app.selectbox if plain_of(box.label) == text)


def write(app: AppTest, label: str, text: str) -> None:
    """Fill the text box whose label begins so."""
    next(box for box in app.text_input if box.label.startswith(label)).input(text).run()


def press(app: AppTest, label: str) -> None:
    """Press the button with this label."""
    next(button for button in app.button if button.label == label).click().run()


def open_section(app: AppTest, label: str) -> None:
    """Open the section whose title begins so."""
    section = next(box for box in app.expander if box.label.startswith(label))
    app.session_state[section.proto.id.split("-", 2)[2]] = True
    app.run()


def plain_of(text: str) -> str:
    """The words as they are read, without the marks that keep them plain."""
    return re.sub(r"\\([^\w\s])", r"\1", text)


def log_of(*days: int) -> bytes:
    """A kit log of July with one kit in Kent on each of these days, and no number of its own for the records."""
    return b"date,agency,town,kits\n" + b"".join(b"2026-07-%02d,Trial Rescue,Kent,1\n" % day for day in days)


def test_a_chosen_file_is_shown_before_it_is_loaded(app: AppTest, data_folder: Path) -> None:
    """Four rows: two to be new, one that waits for a person and one refused, each with its row and reason."""
    upload(app, ("log.csv", KIT_LOG))

    assert dict(zip(COUNTS, ["4", "2", "0", "0", "1", "1"], strict=True)) == counts(app)
    issues = table(app, "2 notes on rows of log.csv")
    assert issues["Row in the file"] == [4, 5]
    assert issues["What became of it"] == ["waits for a person", "refused"]
    assert "invented" in notices(app)


def test_a_load_replaces_the_sample_by_the_programmes_own_figures(app: AppTest) -> None:
    """After the button the banner is gone, the report accounts for every row, and the towns show the kits."""
    upload(app, ("log.csv", KIT_LOG))
    app.button(key="load").click().run()

    assert "invented" not in notices(app)
    assert any("log.csv is loaded" in box.value for box in app.success)
    assert any("4 read = 2 new + 0 corrected + 0 already on record + 1 waiting" in text.value for text in app.caption)

    app.switch_page("pages/see/towns.py").run()
    towns = table(app, "Kits, requests")
    kits = dict(zip(towns["town"], towns["total_kits"], strict=True))
    assert (kits["Kent"], kits["Warren"], kits["Canaan"], kits["Sharon"]) == (2, 3, 0, 0)
    assert "invented" not in notices(app)


def test_the_same_file_again_changes_nothing(app: AppTest) -> None:
    """A file that was loaded is seen to bring nothing new."""
    upload(app, ("log.csv", KIT_LOG))
    app.button(key="load").click().run()
    app.file_uploader[0].set_value([("again.csv", KIT_LOG, "text/csv")])
    app.run()

    assert dict(zip(COUNTS, ["4", "0", "0", "2", "1", "1"], strict=True)) == counts(app)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", b"", "is empty"),
        ("notes.csv", b"%PDF-1.7 ...", "is a PDF document"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n0000", "is a picture"),
    ],
)
def test_a_file_that_cant_be_read_is_refused_in_words(app: AppTest, name: str, content: bytes, told: str) -> None:
    """One sentence that names the file, no way to load it, and no broken page."""
    upload(app, (name, content))

    assert name in app.error[0].value
    assert told in app.error[0].value
    assert not app.exception
    assert [] == [button for button in app.button if button.key == "load"]


def test_one_bad_file_does_not_hold_up_a_good_one(app: AppTest) -> None:
    """The good file can be loaded, and the page says that the other can't."""
    upload(app, ("empty.csv", b""), ("log.csv", KIT_LOG))

    assert "1 of 2 files can't be loaded" in notices(app)
    assert app.button(key="load").label == "Load 1 file (4 rows)"


def test_an_unknown_file_can_be_called_by_a_known_source(app: AppTest) -> None:
    """A file whose headings tell too little offers the known sources; one that can't fit says what is missing."""
    upload(app, ("paper.csv", PAPER))
    assert "This kind of file is not known yet" in notices(app)
    assert any("fits no known source" in text.value for text in app.caption)

    choice = next(box for box in app.selectbox if box.label == "What kind of file is this?")
    choice.select("kit-log").run()

    assert "can't be read as" in notices(app)
    assert not app.exception


def test_a_new_layout_is_mapped_by_its_proposal(app: AppTest, data_folder: Path) -> None:
    """Every column is proposed; what no column tells is asked for; kept, the file is recognised by itself."""
    upload(app, ("Paper log 2026-08.csv", PAPER))
    assert lines(app) == {"When": "date left (needed)", "Village": "place", "How many": "number of kits (needed)"}
    assert "Still needed: agency" in notices(app)

    write(app, "The agency of all rows", "Trial Rescue")
    assert "With this mapping: 2 rows read, 2 would be taken, 0 wait for a person, 0 refused." in notices(app)
    press(app, "Keep this source")

    kept = read_source(data_folder / "sources" / "paper-log.toml")
    assert kept.title == "Paper log"
    assert kept.columns == {"left_date": ("When",), "place": ("Village",), "kits": ("How many",)}
    assert kept.fixed == {"agency": "Trial Rescue"}
    assert dict(zip(COUNTS, ["2", "2", "0", "0", "0", "0"], strict=True)) == counts(app)


def test_next_months_file_of_a_kept_layout_needs_two_clicks(app: AppTest) -> None:
    """Choose it, and load it: nothing else is asked."""
    upload(app, ("Paper log 2026-08.csv", PAPER))
    write(app, "The agency of all rows", "Trial Rescue")
    press(app, "Keep this source")
    press(app, "Load 1 file (2 rows)")

    upload(app, ("Paper log 2026-09.csv", PAPER.replace(b"2026-08", b"2026-09")))
    press(app, "Load 1 file (2 rows)")

    assert any("Paper log 2026-09" in plain_of(box.value) for box in app.success)


def test_a_column_said_to_be_something_else_changes_what_comes_of_it(app: AppTest) -> None:
    """The trial follows the mapping at once, and a field at two columns is told about."""
    upload(app, ("paper.csv", PAPER.replace(b"How many", b"How many,Spare").replace(b",2\n", b",2,9\n")))
    write(app, "The agency of all rows", "Trial Rescue")

    choose_line(app, "Spare", "kits")
    assert "Both “How many” and “Spare” are said to be the number of kits" in plain_of(notices(app))
    choose_line(app, "How many", "")

    assert "1 would be taken, 0 wait for a person, 1 refused" in notices(app)
    assert "The number of kits is missing." in table(app, "1 notes on rows of paper.csv")["What is the matter"]


def test_words_of_a_coded_column_are_asked_for(app: AppTest, data_folder: Path) -> None:
    """Known words are read as they are, a near one is proposed, and what a person says of the rest is kept."""
    content = b"Date,Agency,Town,Kits,Left with\n" + b"".join(
        b"2026-08-0%d,Kent Fire Dept,Kent,1,%s\n" % (day, who)
        for day, who in enumerate([b"Patient", b"thier mum", b"thier mum", b"freind"], 1)
    )
    upload(app, ("words.csv", content.replace(b"Date,", b"Day of it,")))
    assert word(app, "freind").value == "friend"
    assert word(app, "thier mum").value is None

    word(app, "thier mum").select("family").run()
    press(app, "Keep this source")

    kept = read_source(data_folder / "sources" / "words.toml")
    assert kept.words == {"recipient": {"family": ("thier mum",), "friend": ("freind",)}}


def test_rows_can_be_left_out_by_what_stands_in_a_column(app: AppTest, data_folder: Path) -> None:
    """A column and some of its values; the trial refuses those rows, and the source says so in words."""
    upload(app, ("squad calls.csv", DISPATCH))
    choice = next(box for box in app.selectbox if box.label == "Rows are left out by what stands under")
    choice.select(next(option for option in range(9) if choice.format_func(option) == "Nature")).run()
    next(box for box in app.multiselect if box.label == "when it is one of").select("FALL").run()

    assert "3 rows read, 2 would be taken, 0 wait for a person, 1 refused" in notices(app)
    press(app, "Keep this source")
    (rule,) = read_source(data_folder / "sources" / "squad-calls.toml").refuse_when
    assert (rule.column, rule.values) == ("Nature", ("FALL",))


def test_rows_can_be_kept_inside_the_programme(app: AppTest, data_folder: Path) -> None:
    """As those of ODMAP are: asked of overdose calls, changed again, and known where sources are cleared."""
    upload(app, ("squad calls.csv", DISPATCH))
    stays = next(box for box in app.checkbox if box.label.startswith("These rows stay inside"))
    assert not stays.value
    stays.check().run()
    press(app, "Keep this source")
    assert read_source(data_folder / "sources" / "squad-calls.toml").release == "internal"
    assert "squad-calls" in own().rules().sharing.withheld_sources

    open_section(app, "Change this mapping")
    next(box for box in app.checkbox if box.label.startswith("These rows stay inside")).uncheck().run()
    press(app, "Keep this source")
    assert read_source(data_folder / "sources" / "squad-calls.toml").release == "open"


def test_a_kept_source_can_be_corrected(app: AppTest, data_folder: Path) -> None:
    """The mapping stands there as it was kept; what is changed replaces the source."""
    upload(app, ("paper.csv", PAPER))
    write(app, "The agency of all rows", "Trial Rescue")
    press(app, "Keep this source")

    open_section(app, "Change this mapping")
    assert next(box for box in app.text_input if box.label.startswith("The agency")).value == "Trial Rescue"
    write(app, "The agency of all rows", "Trial Ambulance")
    press(app, "Keep this source")

    assert read_source(data_folder / "sources" / "paper.toml").fixed == {"agency": "Trial Ambulance"}
    assert [path.name for path in (data_folder / "sources").iterdir()] == ["paper.toml"]


def test_correcting_a_source_keeps_what_the_page_does_not_ask_for(app: AppTest, data_folder: Path) -> None:
    """What somebody wrote by hand stays: since when, a column that this file lacks, a word it doesn't use."""
    by_hand = source_from_mapping(
        "paper", "Paper", Feed.DISTRIBUTIONS, {"left_date": "When", "place": ["Village", "Place"], "kits": "How many"},
        fixed={"agency": "Trial Rescue"}, since="2023-07-01",
    )  # fmt: skip
    by_hand = replace(
        by_hand,
        columns={**by_hand.columns, "recipient": ("To whom",)},
        required=("left_date", "kits", "place"),
        words={"recipient": {"family": ("kin",)}},
    )
    (data_folder / "sources").mkdir()
    (data_folder / "sources" / "paper.toml").write_text(source_to_toml(by_hand), encoding="utf-8")

    upload(app, ("paper.csv", PAPER))
    open_section(app, "Change this mapping")
    write(app, "The agency of all rows", "Trial Ambulance")
    press(app, "Keep this source")

    kept = read_source(data_folder / "sources" / "paper.toml")
    assert replace(by_hand, fixed={"agency": "Trial Ambulance"}) == kept


@pytest.mark.parametrize(
    "content",
    [
        b"x",
        b"Wann,Wer\n",
        b"#,-,?\n1,2,3\n",
        b"When,When,Village,Village\n2026-08-03,2026-08-04,Kent,Sharon\n",
        b"When,Village\n2026-08-03,Kent,2,3,4\n,,\n2026-08-03\n",
        b"When,Vill\x00age\n2026-08-03,K\x00ent\n",
        b"**a**,`b`,:red[z],$q$,- l\n2026-08-03,Kent,1,2,3\n",
    ],
)
def test_any_table_can_be_looked_at(app: AppTest, content: bytes) -> None:
    """However odd its headings are, each is asked about, for every kind of records, and the page stands."""
    upload(app, ("odd.csv", content))

    for feed in Feed:
        next(box for box in app.selectbox if box.label == "The rows of this file are").select(feed).run()
        assert not app.exception


def test_what_tells_records_apart_stays_while_they_are_on_file(app: AppTest, data_folder: Path) -> None:
    """Other identifying columns would count the same records twice; the sentence says what to do."""
    upload(app, ("squad calls.csv", DISPATCH))
    press(app, "Keep this source")
    press(app, "Load 1 file (3 rows)")
    before = (data_folder / "sources" / "squad-calls.toml").read_bytes()

    upload(app, ("squad calls.csv", DISPATCH))
    open_section(app, "Change this mapping")
    next(box for box in app.multiselect if box.label.startswith("Columns that number")).set_value([]).run()
    press(app, "Keep this source")

    assert "would count twice" in notices(app)
    assert (data_folder / "sources" / "squad-calls.toml").read_bytes() == before


def test_names_and_free_text_are_shown_as_dots(app: AppTest) -> None:
    """Nobody's name, number or remark stands on the page, not even as an example."""
    upload(app, ("private.csv", PRIVATE))

    shown = "\n".join(text.value for text in app.markdown)
    assert DOTS in shown
    assert not any(private in shown for private in ("Jane", "860", "door"))


def test_a_heading_is_shown_as_it_is_written(app: AppTest) -> None:
    """What Markdown would read as a picture or a colour stays text, so that no file makes a browser ask anybody."""
    heading = "![x](http://example.com/x.png)"
    upload(app, ("odd.csv", PAPER.replace(b"Village", heading.encode())))

    assert not any("![x]" in text.value for text in app.markdown)
    assert any(plain(heading) in text.value for text in app.markdown)


def test_pasted_cells_are_read_as_a_file(app: AppTest) -> None:
    """Cells from a spreadsheet, parted by tabs, are recognised and loaded like a file."""
    visit(app, LOAD)
    app.text_area[0].input(KIT_LOG.decode().replace(",", "\t")).run()

    assert dict(zip(COUNTS, ["4", "2", "0", "0", "1", "1"], strict=True)) == counts(app)
    press(app, "Load 1 file (4 rows)")
    assert any("is loaded" in box.value for box in app.success)
    assert app.text_area[0].value == ""


def test_the_order_of_dates_is_asked_once(app: AppTest, data_folder: Path) -> None:
    """Dates that could be two wait until a person has said which; an own source remembers it."""
    source = source_from_mapping(
        "paper", "Paper", Feed.DISTRIBUTIONS, {"left_date": "When", "kits": "How many", "place": "Village"},
        fixed={"agency": "Trial Rescue"},
    )  # fmt: skip
    (data_folder / "sources").mkdir()
    (data_folder / "sources" / "paper.toml").write_text(source_to_toml(source), encoding="utf-8")
    content = b"When,Village,How many\n03/08/2026,Kent,2\n09/08/2026,Lakeville,1\n"

    upload(app, ("paper.csv", content))
    assert counts(app)["Waiting for a person"] == "2"
    assert "tells day from month" in notices(app)
    next(box for box in app.radio if box.label == "Dates in this file have").set_value("day-first").run()
    assert counts(app)["New"] == "2"
    press(app, "Load 1 file (2 rows)")

    assert read_source(data_folder / "sources" / "paper.toml").date_order == "day-first"
    upload(app, ("next.csv", content.replace(b"/08/", b"/09/")))
    assert not [box for box in app.radio if box.label == "Dates in this file have"]
    assert counts(app)["New"] == "2"


def test_what_is_gone_is_asked_about_before_it_is_withdrawn(app: AppTest) -> None:
    """A file that holds few of its months' records waits for an answer; what it would withdraw is listed."""
    upload(app, ("july.csv", log_of(*range(1, 9))))
    press(app, "Load 1 file (8 rows)")
    upload(app, ("again.csv", log_of(1, 2, 9)))

    assert app.button(key="load").disabled
    question = next(box for box in app.radio if box.label.startswith("This file lacks"))
    assert question.value is None
    assert "withdraw the 6 records that it no longer holds" in question.options[0]
    assert "What would change: 6 gone, 1 added" in [box.label for box in app.expander]

    question.set_value("adds").run()
    assert not app.button(key="load").disabled
    next(box for box in app.radio if box.label.startswith("This file lacks")).set_value("whole").run()
    assert "6 records on file for the months of this file are not in it any more" in notices(app)
    press(app, "Load 1 file (3 rows)")
    assert "6 records on file for the months of this file are not in it any more and were withdrawn" in notices(app)


def test_events_told_by_another_source_count_once_unless_somebody_says_otherwise(app: AppTest) -> None:
    """The same hand-overs in another layout are refused; said to be others, they are counted too."""
    upload(app, ("log.csv", log_of(*range(1, 9))))
    press(app, "Load 1 file (8 rows)")
    upload(app, ("other.csv", log_of(*range(1, 9)).replace(b"date,", b"Day of it,")))
    press(app, "Keep this source")
    assert "count twice" in app.error[0].value
    assert not [button for button in app.button if button.key == "load"]

    next(box for box in app.checkbox if box.label.startswith("These are other events")).check().run()
    press(app, "Load 1 file (8 rows)")
    assert any("is loaded" in box.value for box in app.success)


def test_dates_that_are_read_as_usual_can_be_turned_round(app: AppTest) -> None:
    """Nothing in the file tells 4 March from 3 April: it is read as this source's files are, unless a person says."""
    upload(app, ("log.csv", b"date,agency,town,kits\n04/03/2026,Trial Rescue,Kent,2\n"))
    assert "read month first, as this source's files are" in plain_of(" ".join(text.value for text in app.caption))

    next(box for box in app.radio if box.label.startswith("If the dates of this file")).set_value("day-first").run()
    assert "read day first, as was said for this file" in plain_of(" ".join(text.value for text in app.caption))
    press(app, "Load 1 file (1 row)")

    upload(app, ("log 2.csv", b"date,agency,town,kits\n04/05/2026,Trial Rescue,Kent,2\n"))
    assert "read day first, as those of “log.csv” are" in plain_of(" ".join(text.value for text in app.caption))


def test_a_day_that_is_early_counts_once_a_person_says_that_it_is_right(app: AppTest) -> None:
    """The question stands with the number of rows; a day to come is not asked about and waits."""
    early = b"date,agency,town,kits\n2019-03-04,Trial Rescue,Kent,2\n2199-03-04,Trial Rescue,Kent,1\n"
    upload(app, ("log.csv", early))
    assert "2" == counts(app)["Waiting for a person"]

    next(box for box in app.checkbox if box.label.startswith("The days of 1 row that are before")).check().run()
    assert ("1", "1") == (counts(app)["New"], counts(app)["Waiting for a person"])
    press(app, "Load 1 file (2 rows)")
    assert any("is loaded" in box.value for box in app.success)


def test_whoever_loads_and_undoes_can_say_who_it_was(app: AppTest, data_folder: Path) -> None:
    """Initials are asked once in a visit; the history names them with the load and with its undoing."""
    upload(app, ("log.csv", KIT_LOG))
    app.text_input(key="initials_loading").set_value(" KW ").run()
    press(app, "Load 1 file (4 rows)")

    visit(app, "pages/manage/history.py", opened="1")
    assert "by KW" in " ".join(text.value for text in app.markdown)
    press(app, "Undo this load …")
    assert "KW" == app.text_input(key="initials_undo").value
    press(app, "Undo load 1")
    own = open_workplace({"RORF_DATA_DIR": str(data_folder)}, data_folder)
    with own.engine.connect() as connection:
        assert ["KW", "KW"] == list(connection.scalars(sa.select(tables.loads.c.loaded_by)))


def test_a_file_that_fits_two_sources_asks_which_it_is(app: AppTest, data_folder: Path) -> None:
    """The two are named, and the choice is remembered for this file alone."""
    for name in ("one", "two"):
        source = source_from_mapping(name, name, Feed.REQUESTS, {"received_date": "When", "place": "Village"})
        (data_folder / "sources").mkdir(exist_ok=True)
        (data_folder / "sources" / f"{name}.toml").write_text(source_to_toml(source), encoding="utf-8")
    upload(app, ("paper.csv", PAPER))

    assert "could be “one” (one) or “two” (two)" in plain_of(notices(app))
    assert lines(app) == {}
    next(box for box in app.selectbox if box.label == "What kind of file is this?").select("two").run()
    assert counts(app)["New"] == "2"


def test_a_broken_description_of_a_source_is_named_and_stops_nothing(app: AppTest, data_folder: Path) -> None:
    """Files of the other sources are loaded as ever."""
    (data_folder / "sources").mkdir()
    (data_folder / "sources" / "county.toml").write_text('name = "county"\n', encoding="utf-8")
    upload(app, ("log.csv", KIT_LOG))

    assert "county.toml: the entry 'feed' is missing" in plain_of(notices(app))
    assert "2" == counts(app)["New"]


def test_a_correction_is_shown_from_and_to(app: AppTest) -> None:
    """A record that a file changes stands there with what it was and what it will be."""
    numbered = b"log id,date,agency,town,kits\n1,2026-08-03,Trial Rescue,Kent,2\n2,2026-08-04,Trial Rescue,Kent,1\n"
    upload(app, ("log.csv", numbered))
    press(app, "Load 1 file (2 rows)")
    upload(app, ("mended.csv", numbered.replace(b"Kent,2", b"Kent,5")))

    assert table(app, "1 records that mended.csv would change")["What is different"] == ["number of kits: 2 → 5"]
    press(app, "Load 1 file (2 rows)")
    restated = table(app, "Load 2: earlier months changed")
    kits = restated["measure"].index("Kits left")
    assert (restated["before"][kits], restated["after"][kits], restated["town"][kits]) == (3, 6, "Kent")


def test_a_load_that_somebody_else_overtook_is_checked_again(app: AppTest, data_folder: Path) -> None:
    """Nothing is loaded on an old look; the page says so and shows what would happen now."""
    upload(app, ("log.csv", KIT_LOG))
    own = open_workplace({"RORF_DATA_DIR": str(data_folder)}, data_folder)
    file = open_bytes(KIT_LOG, "theirs.csv")
    own.load(file, recognise(file, own.sources()), loaded_by="somebody else")
    own.engine.dispose()
    press(app, "Load 1 file (4 rows)")

    assert "Something else was loaded while this page was open" in notices(app)
    assert counts(app)["Already on record"] == "2"
    press(app, "Load 1 file (4 rows)")
    assert any("is loaded" in box.value for box in app.success)


def test_a_source_is_taken_away_and_added_elsewhere(app: AppTest, data_folder: Path) -> None:
    """The section lists every source; one that is brought in is added, and an own one without loads can be deleted."""
    source = source_from_mapping("van", "Van log", Feed.DISTRIBUTIONS, {"left_date": "D", "agency": "A", "kits": "K"})
    visit(app, LOAD)
    open_section(app, "Sources")
    assert "Van log" not in table(app, "Known sources")["Source"]

    add = next(box for box in app.file_uploader if box.label.startswith("Add a source"))
    add.set_value([("van.toml", source_to_toml(source).encode(), "application/toml")]).run()
    press(app, "Add this source")
    assert read_source(data_folder / "sources" / "van.toml") == source

    next(box for box in app.selectbox if box.label == "Look at a source").select("van").run()
    press(app, "Delete this source")
    assert list((data_folder / "sources").iterdir()) == []


def test_a_description_that_says_nonsense_is_refused_in_a_sentence(app: AppTest, data_folder: Path) -> None:
    """What is wrong with it is said; nothing is kept."""
    visit(app, LOAD)
    open_section(app, "Sources")
    add = next(box for box in app.file_uploader if box.label.startswith("Add a source"))
    add.set_value([("van.toml", b'name = "van"\nfeed = "weather"', "application/toml")]).run()

    assert "“feed” is one of distributions" in app.error[0].value
    assert not (data_folder / "sources").exists()


def test_a_shipped_source_is_never_replaced_in_passing(app: AppTest, data_folder: Path) -> None:
    """A description of the same name says that it takes the other's place before it does."""
    source = source_from_mapping("kit-log", "Ours", Feed.DISTRIBUTIONS, {"left_date": "D", "agency": "A", "kits": "K"})
    visit(app, LOAD)
    open_section(app, "Sources")
    add = next(box for box in app.file_uploader if box.label.startswith("Add a source"))
    add.set_value([("kit-log.toml", source_to_toml(source).encode(), "application/toml")]).run()

    assert "would take its place" in plain_of(notices(app))
    assert not (data_folder / "sources").exists()
    press(app, "Replace the source that is here")
    assert read_source(data_folder / "sources" / "kit-log.toml") == source


def test_examples_are_short_and_few() -> None:
    """Up to three different values from under a heading, cut where they are long, dots for what may not be kept."""
    records = [[text] for text in ("Kent", "Kent", "b" * 80, "860-555-0112", "Morris")]

    assert examples_under(records, 0) == f"Kent, {'b' * 29}…, {DOTS}"

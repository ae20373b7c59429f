"""The programme's own sources: kept as TOML, replaced only when that is said, taken away, brought in from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from rorf_data.errors import SettingsRefused
from rorf_data.intake.keeping import keep, let_go, name_from, source_from
from rorf_data.intake.sources import Source, read_sources, source_from_mapping, source_to_toml
from rorf_data.model import Feed


def paper_log(heading: str = "When") -> Source:
    """A source as a person's mapping makes it."""
    return source_from_mapping(
        "paper-log",
        "Paper log",
        Feed.DISTRIBUTIONS,
        {"left_date": heading, "kits": "How many", "place": "Village"},
        fixed={"agency": "Kent Rescue"},
        date_order="day-first",
    )


def test_a_kept_source_is_read_with_the_others(tmp_path: Path) -> None:
    """The folder is made on first need, and holds nothing but the description."""
    folder = tmp_path / "sources"

    keep(folder, paper_log())

    assert {source.name: source for source in read_sources(folder)}["paper-log"] == paper_log()
    assert [path.name for path in folder.iterdir()] == ["paper-log.toml"]


def test_a_source_is_never_replaced_in_passing(tmp_path: Path) -> None:
    """The same name again is refused, unless whoever keeps it says that it takes the other's place."""
    keep(tmp_path, paper_log())

    with pytest.raises(SettingsRefused, match="already a source called “paper-log”"):
        keep(tmp_path, paper_log("Day"))
    keep(tmp_path, paper_log("Day"), may_replace=True)

    (kept,) = (source for source in read_sources(tmp_path) if source.is_own)
    assert kept.columns["left_date"] == ("Day",)


def test_a_source_is_known_by_its_name_whatever_its_file_is_called(tmp_path: Path) -> None:
    """A file that somebody put there by hand is replaced and taken away by the name in it."""
    (tmp_path / "from the office.toml").write_text(source_to_toml(paper_log()), encoding="utf-8")

    keep(tmp_path, paper_log("Day"), may_replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["from the office.toml"]
    let_go(tmp_path, "paper-log")

    assert list(tmp_path.iterdir()) == []
    with pytest.raises(SettingsRefused, match="No source called “paper-log”"):
        let_go(tmp_path, "paper-log")


def test_a_file_that_nobody_can_read_stops_no_other_and_is_not_written_over(tmp_path: Path) -> None:
    """It may be a description that somebody wrote by hand, with one slip in it."""
    (tmp_path / "other.toml").write_text("name = ", encoding="utf-8")
    keep(tmp_path, paper_log())
    (tmp_path / "paper-log.toml").write_text('name = "paper-log', encoding="utf-8")

    with pytest.raises(SettingsRefused, match="“paper-log.toml” .* can't be read"):
        keep(tmp_path, paper_log(), may_replace=True)
    assert 'name = "paper-log' == (tmp_path / "paper-log.toml").read_text(encoding="utf-8")


def test_a_description_that_was_given_out_is_taken_in_again() -> None:
    """The text that one programme gives out is the same source in another's hands."""
    assert source_from(source_to_toml(paper_log()).encode(), "Paper log (2).toml") == paper_log()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"feed = [", "this is no TOML"),
        (b"\xff\xfe", "this is no TOML"),
        (b'name = "x"\ntitle = "X"', "the entry 'feed' is missing"),
        (b'name = "x"\nfeed = "weather"', "“feed” is one of"),
        (b'name = "../x"\nfeed = "calls"\n[columns]\ncall_date = ["When"]', "may hold only small letters"),
        (b'name = "x"\nfeed = "calls"\n[columns]\ncall_date = ["When"]\nphone = ["Phone"]', "“phone” is no field"),
        (b"#" * 300_000, "too large"),
    ],
)
def test_what_is_no_description_is_refused_in_a_sentence(content: bytes, told: str) -> None:
    """The file is named, and what is wrong with it."""
    with pytest.raises(SettingsRefused, match=told):
        source_from(content, "given.toml")


@pytest.mark.parametrize(
    ("title", "name"),
    [("Kent ambulance log", "kent-ambulance-log"), ("  Log #2 (2026) ", "log-2-2026"), ("…", ""), ("x" * 60, "x" * 40)],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    """Small letters, digits and hyphens, at most forty of them."""
    assert name == name_from(title)

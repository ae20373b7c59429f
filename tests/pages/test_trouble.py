"""What can go wrong around the pages is told in a sentence; a traceback never reaches a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rorf_data.settings import SHIPPED
from tests.pages.visiting import PAGES, notices, visit

SETTINGS = SHIPPED.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_a_database_that_is_none_is_told_of(app: AppTest, data_folder: Path, page: str) -> None:
    """A file full of something else in the database's place: every page says that it can't be opened."""
    (data_folder / "rorf.sqlite").write_bytes(b"this is no database " * 100)
    visit(app, page)

    assert len(app.error) == 1
    assert "The database can't be opened" in app.error[0].value
    assert not app.exception


def test_settings_that_cant_be_read_are_told_of(app: AppTest, data_folder: Path) -> None:
    """The sentence names the file."""
    (data_folder / "settings.toml").write_text("[programme\n", encoding="utf-8")
    app.run()

    assert "settings.toml: this is no TOML" in app.error[0].value
    assert not app.exception


def test_a_sources_file_that_is_wrong_is_told_of(app: AppTest, data_folder: Path) -> None:
    """A description in the programme's own folder that names no feed is named, and everything else goes on."""
    (data_folder / "sources").mkdir()
    (data_folder / "sources" / "mine.toml").write_text('name = "mine"\n', encoding="utf-8")
    visit(app, "pages/manage/load.py")
    app.file_uploader[0].set_value([("log.csv", b"date,agency,town,kits\n", "text/csv")])
    app.run()

    assert any("mine.toml" in warning.value for warning in app.warning)
    assert not app.error
    assert not app.exception


def test_a_confirmed_list_of_towns_is_not_called_unconfirmed(app: AppTest, data_folder: Path) -> None:
    """As soon as the settings say who confirmed the list and when, the header is silent about it."""
    confirmed = SETTINGS.replace('towns_confirmed_by = ""', 'towns_confirmed_by = "Council of Governments"')
    confirmed = confirmed.replace('towns_confirmed_on = ""', 'towns_confirmed_on = "2026-11-01"')
    (data_folder / "settings.toml").write_text(confirmed, encoding="utf-8")
    app.run()

    assert not any("Town list not confirmed" in text.value for text in app.markdown)
    assert not app.exception


def test_one_member_town_is_enough(app: AppTest, data_folder: Path) -> None:
    """Nothing counts on there being eleven towns."""
    alone = SETTINGS[: SETTINGS.index("[[members]]")]
    alone += '[[members]]\ntown = "Kent"\nstatus = "confirmed"\nmember_from = 2023-07-01\n'
    (data_folder / "settings.toml").write_text(alone, encoding="utf-8")

    for page in PAGES:
        visit(app, page)
        assert not app.exception, page
        assert not app.error, page
    assert "no member town" not in notices(app)

"""The programme's own facts come from a file, and a bad one is named."""

from datetime import date
from pathlib import Path

import pytest

from rorf_data.errors import SettingsRefused
from rorf_data.model import Period
from rorf_data.settings import find_places, find_settings_file, read_settings

SHIPPED_MEMBERS = {
    "Canaan", "Cornwall", "Goshen", "Kent", "Litchfield", "Morris",
    "Norfolk", "North Canaan", "Salisbury", "Sharon", "Warren",
}  # fmt: skip


def write(folder, text):
    """A settings file with this text."""
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_two_towns_are_confirmed_as_shipped_and_nine_are_placeholders():
    """Only Litchfield and Warren are named by a source; the list is not confirmed by anyone."""
    settings = read_settings()

    confirmed = {member.town for member in settings.members if member.status == "confirmed"}
    assert confirmed == {"Litchfield", "Warren"}
    assert {member.town for member in settings.members} == SHIPPED_MEMBERS
    assert not settings.is_town_list_confirmed


def test_a_list_of_ones_own_replaces_the_shipped_members(tmp_path):
    """Membership is a setting: any number of towns, each with its own dates; other tables stay as shipped."""
    path = write(tmp_path, '[[members]]\ntown = "Kent"\nstatus = "confirmed"\nmember_from = 2025-07-01\n')

    settings = read_settings(path)

    assert settings.member_towns() == ("Kent",)
    assert settings.doses_per_kit == 2


@pytest.mark.parametrize(
    ("month", "is_member"), [(date(2025, 6, 1), False), (date(2025, 7, 1), True), (date(2026, 1, 1), False)]
)
def test_a_town_is_a_member_only_between_its_dates(tmp_path, month, is_member):
    """The months before a town joined and after it left are not its own."""
    path = write(
        tmp_path,
        '[[members]]\ntown = "Kent"\nstatus = "confirmed"\nmember_from = 2025-07-01\nmember_to = 2025-12-31\n',
    )

    towns = read_settings(path).member_towns(Period.of_month(month))

    assert towns == (("Kent",) if is_member else ())


@pytest.mark.parametrize("text", ["this is = = no toml", "[kit]\ndoses = 'many'\n", "[[members]]\nplace = 'Kent'\n"])
def test_settings_that_cannot_be_used_are_refused_by_name(tmp_path, text):
    """The sentence names the file."""
    with pytest.raises(SettingsRefused, match="settings.toml"):
        read_settings(write(tmp_path, text))


MEMBER = '[[members]]\ntown = "Kent"\nstatus = "confirmed"\nmember_from = 2025-07-01\n'


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (MEMBER.replace("2025-07-01", '"2025-07-01"'), "member_from of Kent is no date"),
        (MEMBER + "member_to = 2025-06-30\n", "leaves before it joins"),
        (MEMBER.replace("confirmed", "maybe"), "confirmed or placeholder"),
        (MEMBER + 'colour = "red"\n', "colour"),
    ],
)
def test_a_member_town_that_cannot_be_is_refused_by_its_entry(tmp_path, text, named):
    """The sentence says which entry and what is wrong with it."""
    with pytest.raises(SettingsRefused, match=named):
        read_settings(write(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[disclosure]\nwithheld_sources = "odmap"\n', "withheld_sources is a list of names"),
        ('[disclosure]\nsensitive = ""\n', "sensitive is a list of names"),
        ("[disclosre]\nwithheld_sources = []\n", "'disclosre' is no table of the settings"),
        ("disclosure = []\n", "'disclosure' is of another shape"),
        ('members = ""\n', "'members' is of another shape"),
        ("[members]\ntown = 'Kent'\n", "'members' is of another shape"),
        ("[kit]\ndoses = -1\n", "doses is a whole number from 1 on"),
        ("[kit]\ncontents = 'gloves'\n", "contents is a list of words"),
        ("[kit]\ndozes = 2\n", "the table kit has the entry 'dozes'"),
        ("[intake]\nlargest_upload_mb = 1.5\n", "largest_upload_mb is a whole number"),
        ("[analysis]\nsignal_windows = []\n", "signal_windows must list whole numbers"),
        ("[analysis]\nplanning_kits_per_1000 = nan\n", "planning_kits_per_1000 must be a number"),
    ],
)
def test_an_entry_that_would_be_read_as_something_else_is_refused(tmp_path, text, named):
    """Above all where it would let leave what is withheld."""
    with pytest.raises(SettingsRefused, match=named):
        read_settings(write(tmp_path, text))


def test_one_entry_of_a_table_may_be_replaced_alone(tmp_path):
    """The other entries of the table stay as shipped."""
    settings = read_settings(write(tmp_path, "[intake]\nlargest_upload_mb = 7\n"))

    assert settings.largest_upload_mb == 7
    assert settings.most_kits_in_one_row == read_settings().most_kits_in_one_row


def test_data_lie_where_the_environment_says(tmp_path):
    """Without settings in the environment everything is under the data folder; the key is never in the database."""
    places = find_places({}, tmp_path)
    elsewhere = find_places(
        {"RORF_DATABASE_URL": "postgresql://localhost/kits", "RORF_DATA_DIR": "/srv/kits"}, tmp_path
    )

    assert places.database_url == f"sqlite:///{tmp_path / 'data' / 'rorf.sqlite'}"
    assert places.key_file == tmp_path / "data" / "rorf.key"
    assert elsewhere.database_url == "postgresql://localhost/kits"
    assert str(elsewhere.key_file.parent) == "/srv/kits"


def test_a_settings_file_in_the_data_folder_is_found(tmp_path):
    """RORF_SETTINGS comes first, then settings.toml in the data folder, then the shipped file."""
    places = find_places({"RORF_DATA_DIR": str(tmp_path)}, tmp_path)

    assert find_settings_file({}, places) is None
    kept = write(tmp_path, "")
    assert find_settings_file({}, places) == kept
    assert find_settings_file({"RORF_SETTINGS": "other.toml"}, places) == Path("other.toml")


@pytest.mark.parametrize(
    ("text", "began"),
    [
        ("", date(2023, 7, 1)),
        ("[programme]\nbegan = 2022-10-01\n", date(2022, 10, 1)),
        ('[[members]]\ntown = "Kent"\nstatus = "confirmed"\nmember_from = 2025-07-01\n', date(2025, 7, 1)),
        ("members = []\n", None),
    ],
)
def test_the_programme_began_when_the_settings_say_so_or_when_its_first_town_joined(tmp_path, text, began):
    """Kits and requests of earlier days wait for a person."""
    assert read_settings(write(tmp_path, text)).began == began


@pytest.mark.parametrize("day", ['"2022-10-01"', "2022", "2022-10-01T09:00:00"])
def test_the_day_on_which_the_programme_began_is_a_date(tmp_path, day):
    """Without quotation marks, as the days of membership."""
    with pytest.raises(SettingsRefused, match="the day on which the programme began is no date"):
        read_settings(write(tmp_path, f"[programme]\nbegan = {day}\n"))

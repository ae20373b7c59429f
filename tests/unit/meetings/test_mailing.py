"""The list of those who get the pack by e-mail, and what is refused of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rorf_data.errors import SettingsRefused
from rorf_data.meetings.mailing import Mailing, read_mailing
from rorf_data.towns import gazetteer

SERVER = """
[server]
host = "smtp.example.org"
port = 465
security = "ssl"
sender = "The programme <reports@example.org>"
user = "reports@example.org"
password_from = "MAIL_PASSWORD"
"""
LIST = f"""{SERVER}
[schedule]
day = 6

[[recipient]]
address = "first@example.org"
towns = ["Kent", "Sharon"]

[[recipient]]
address = "second@example.org"
forms = ["pptx"]
"""
PASSWORD = {"MAIL_PASSWORD": "kept outside the file"}


def read(text: str, folder: Path, environment: dict[str, str] = PASSWORD) -> Mailing:
    """The list as this text says it."""
    (folder / "mailing.toml").write_text(text, encoding="utf-8")
    return read_mailing(folder / "mailing.toml", environment)


def test_the_list_is_read_with_towns_as_codes(tmp_path: Path) -> None:
    """Without towns a recipient gets the deck of all members, without forms all that are sent."""
    found = read(LIST, tmp_path)

    assert (found.server.host, found.server.port, found.server.security) == ("smtp.example.org", 465, "ssl")
    assert found.server.password == "kept outside the file"
    assert found.day == 6
    assert [one.address for one in found.recipients] == ["first@example.org", "second@example.org"]
    assert found.recipients[0].towns == tuple(gazetteer.code_of(name) for name in ("Kent", "Sharon"))
    assert found.recipients[0].forms == ("pptx", "pdf")
    assert (found.recipients[1].towns, found.recipients[1].forms) == ((), ("pptx",))


def test_neither_password_nor_address_shows_when_the_list_is_printed(tmp_path: Path) -> None:
    """A traceback or a log would hold what is printed."""
    found = read(LIST, tmp_path)

    assert "kept outside" not in repr(found)
    assert "first@" not in repr(found)


RECIPIENT = '[[recipient]]\naddress = "a@example.org"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[server", "this is no TOML"),
        (RECIPIENT, "the entry 'server' is missing"),
        (SERVER, "there is no recipient"),
        (SERVER + RECIPIENT + "[sever]\n", "nothing is called “sever” here"),
        (SERVER + RECIPIENT + 'town = "Kent"\n', "recipient 1: nothing is called “town” here"),
        (SERVER + '[[recipient]]\naddress = "nobody"\n', "recipient 1 has no e-mail address"),
        (SERVER + '[[recipient]]\naddress = "a@b.org\\nBcc: c@d.org"\n', "recipient 1 has no e-mail address"),
        (SERVER + '[[recipient]]\naddress = "a@b.org, c@d.org"\n', "recipient 1 has no e-mail address"),
        (SERVER + RECIPIENT + RECIPIENT.upper().replace("RECIPIENT", "recipient").replace("ADDRESS", "address"),
         "recipient 2 has the same address"),
        (SERVER + RECIPIENT + 'towns = ["Nowhere"]\n', "recipient 1: no town of the region is called 'Nowhere'"),
        (SERVER + RECIPIENT + 'towns = "Kent"\n', "recipient 1: towns is a list of names"),
        (SERVER + RECIPIENT + 'forms = [["pdf"]]\n', "recipient 1: forms is a list of"),
        (SERVER + RECIPIENT + 'forms = ["xlsx"]\n', "recipient 1: forms is a list of pptx and pdf"),
        (SERVER + RECIPIENT + "forms = []\n", "recipient 1: forms is a list of pptx and pdf"),
        (SERVER + RECIPIENT + "[schedule]\nday = 29\n", "day is a number from 1 to 28"),
        (SERVER + RECIPIENT + "[schedule]\nday = true\n", "day is a number from 1 to 28"),
        (SERVER + RECIPIENT + "[schedule]\n", "the entry 'day' is missing"),
        (SERVER.replace("465", "0") + RECIPIENT, "port is a number"),
        (SERVER.replace('"ssl"', '"tls"') + RECIPIENT, "security can be starttls, ssl, none"),
        (SERVER.replace('"ssl"', '"none"') + RECIPIENT, "never sent without encryption"),
        (SERVER.replace("<reports@example.org>", "") + RECIPIENT, "sender is no e-mail address"),
        (SERVER + 'password = "secret"\n' + RECIPIENT, "a password stands in no file"),
        (SERVER.replace("MAIL_PASSWORD", "OTHER") + RECIPIENT, "the environment variable OTHER holds no password"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(text: str, said: str, tmp_path: Path) -> None:
    """The message names the file and the entry, and quotes no address and no password."""
    with pytest.raises(SettingsRefused, match="^mailing.toml: ") as refused:
        read(text, tmp_path)

    assert said in str(refused.value)
    assert "@" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_without_a_file_there_is_no_list(tmp_path: Path) -> None:
    """It says where the file would lie."""
    with pytest.raises(SettingsRefused, match="there is none in the data folder"):
        read_mailing(tmp_path / "mailing.toml", {})

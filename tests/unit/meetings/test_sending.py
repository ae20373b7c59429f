"""The pack sent through a real mail server on this machine: each recipient gets theirs, once, and nobody else's."""

from __future__ import annotations

import io
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from pptx import Presentation

from rorf_data.__main__ import main
from rorf_data.answers.reader import Reader
from rorf_data.errors import DisclosureRefused, MailRefused
from rorf_data.meetings.deck import meeting_document
from rorf_data.meetings.deck_files import deck_files
from rorf_data.meetings.mailing import Mailing, Recipient, Server
from rorf_data.meetings.sending import Marks, Pack, Post, Posted, letter_for, month_due, planned
from rorf_data.model import Audience, Period
from rorf_data.store.taken import load_taken
from rorf_data.towns import gazetteer
from rorf_data.workplace import Workplace
from tests.unit.meetings.conftest import KITS, TODAY

OCTOBER = Period.of_months(TODAY.replace(month=10), 1)
NOW = datetime(2026, 11, 22, 15)  # noqa: DTZ001  # the store keeps moments without a mark
KENT = gazetteer.code_of("Kent")
HOST = "127.0.0.1"


@dataclass
class Postbox:
    """What came in: who was named to the server, and the letter; ``refused`` addresses are not taken."""

    letters: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802  # the server looks for this name
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the address or not."""
        if address in self.refused:
            return f"550 no such box {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802  # as above
        """Keep the letter."""
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append((list(envelope.rcpt_tos), letter))
        return "250 OK"


@pytest.fixture
def postbox() -> Postbox:
    """An empty one."""
    return Postbox()


Serve = Callable[..., Server]


@pytest.fixture
def serve(postbox: Postbox) -> Iterator[Serve]:
    """A mail server on a free port of this machine alone, for as long as the test runs."""
    running: list[Controller] = []

    def start(**how: Any) -> Server:
        with socket.create_server((HOST, 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(postbox, hostname=HOST, port=port, **how)
        controller.start()
        running.append(controller)
        return Server(HOST, port, "none", "The programme <reports@example.org>")

    yield start
    for one in running:
        one.stop()


@pytest.fixture
def post(region: Reader, serve: Serve, tmp_path: Path) -> Post:
    """October's letters to two recipients, one of them with a town of their own."""
    people = (Recipient("kent@example.org", (KENT,), ("pptx",)), Recipient("all@example.org", (), ("pptx",)))
    return Post(region, Mailing(serve(), people, day=6), OCTOBER, Marks(tmp_path), by="A. Staff", now=NOW)


def attachments(letter: EmailMessage) -> dict[str, bytes]:
    """The files of a letter by their names."""
    return {str(part.get_filename()): part.get_content() for part in letter.iter_attachments()}


def test_each_recipient_gets_the_deck_of_their_towns_and_sees_nobody_else(post: Post, postbox: Postbox) -> None:
    """One letter for each, with one address in it."""
    posted = post.send()

    assert [one.is_sent for one in posted] == [True, True]
    [(to_kent, kent), (to_all, everything)] = postbox.letters
    assert (to_kent, to_all) == (["kent@example.org"], ["all@example.org"])
    assert (kent["To"], everything["To"]) == ("kent@example.org", "all@example.org")
    assert kent["Cc"] is None
    assert kent["Bcc"] is None
    assert "all@example.org" not in kent.as_string()
    assert "kent@example.org" not in everything.as_string()
    assert list(attachments(kent)) == ["meeting-deck_kent_2026-10.pptx"]
    assert list(attachments(everything)) == ["meeting-deck_2026-10.pptx"]
    deck = Presentation(io.BytesIO(attachments(kent)["meeting-deck_kent_2026-10.pptx"]))
    assert "Kent" in deck.slides[0].placeholders[1].text_frame.text
    assert "Sharon" not in "".join(shape.text_frame.text for shape in deck.slides[3].shapes if shape.has_text_frame)


def test_a_letter_says_what_it_brings_in_plain_words(post: Post, postbox: Postbox) -> None:
    """Subject, period, day and what is hidden; it names no machine."""
    post.send()
    letter = postbox.letters[0][1]
    body = letter.get_body(("plain",))
    assert body is not None

    assert letter["Subject"] == "Regional Opioid Response Fund: October 2026, Kent"
    said = " ".join(body.get_content().split())
    assert re.search(r"figures for the meeting on October 2026 \(Kent\), as of \d+ [A-Z][a-z]+ 20\d\d\. ", said)
    assert letter["Date"] == "Sun, 22 Nov 2026 15:00:00 -0000" or letter["Date"].endswith("15:00:00 +0000")
    assert letter["Message-ID"].endswith("@example.org>")


def test_what_was_sent_is_written_down_once_for_each_pack(post: Post) -> None:
    """As every file that is taken away."""
    post.send()

    with post.reader.connect() as connection:
        entries = load_taken(connection)
    assert {(entry.taken_by, entry.audience, entry.form) for entry in entries} == {
        ("A. Staff, by e-mail", "shared", "pptx")
    }
    assert len({entry.file_sha256 for entry in entries}) == 2


def test_a_second_run_of_the_month_sends_nothing(post: Post, postbox: Postbox) -> None:
    """Unless it is asked for again."""
    post.send()
    second = post.send()

    assert len(postbox.letters) == 2
    assert all("has it already (sent 2026-11-22" in one.said for one in second)
    replace(post, again=True).send()
    assert len(postbox.letters) == 4


def test_an_address_that_the_server_refuses_keeps_nobody_else_from_theirs(post: Post, postbox: Postbox) -> None:
    """The refusal is told without the address, and the next run tries again."""
    postbox.refused.add("kent@example.org")
    first, second = post.send()

    assert (first.said, first.is_failed) == ("was refused by the server (answer 550)", True)
    assert second.is_sent
    postbox.refused.clear()
    again = {one.number: one for one in post.send()}
    assert again[1].is_sent
    assert "already" in again[2].said
    assert [to for to, _ in postbox.letters] == [["all@example.org"], ["kent@example.org"]]


def test_a_run_that_was_cut_off_while_sending_sends_no_second_letter(post: Post, postbox: Postbox) -> None:
    """Whether it arrived nobody knows, so a person decides."""
    recipient = post.mailing.recipients[0]
    with pytest.raises(KeyboardInterrupt), post.marks.kept(OCTOBER, recipient, now=NOW):
        raise KeyboardInterrupt

    told = {one.number: one.said for one in post.send()}
    assert "may have it already" in told[1]
    assert [to for to, _ in postbox.letters] == [["all@example.org"]]


def test_an_internal_file_is_never_sent(post: Post, postbox: Postbox) -> None:
    """Nor a shared document with an internal frame, nor a file whose name says INTERNAL."""
    internal = meeting_document(post.reader, OCTOBER, audience=Audience.INTERNAL)
    shared = meeting_document(post.reader, OCTOBER, audience=Audience.SHARED)
    files = deck_files(post.reader, internal, month=OCTOBER, forms=["pptx"], by="A. Staff", now=NOW)
    recipient = post.mailing.recipients[0]

    for pack in (
        Pack(internal, ()),
        Pack(shared, tuple(files)),
        Pack(replace(shared, slides=internal.slides), ()),
        Pack(replace(internal, audience=Audience.SHARED), ()),
    ):
        with pytest.raises(DisclosureRefused, match="never sent by e-mail"):
            letter_for(post.mailing.server, recipient, pack, month=OCTOBER, now=NOW)
    post.send()
    assert all("INTERNAL" not in name for _, letter in postbox.letters for name in attachments(letter))


def test_the_schedule_sends_the_month_before_from_its_day_on(post: Post) -> None:
    """On the day before there is nothing due, nor without a schedule."""
    assert month_due(post.mailing, date(2026, 11, 5)) is None
    assert month_due(post.mailing, date(2026, 11, 6)) == OCTOBER
    assert month_due(post.mailing, date(2027, 1, 31)) == Period.of_month(date(2026, 12, 1))
    assert month_due(replace(post.mailing, day=None), TODAY) is None


def test_a_dry_run_says_who_would_get_what_and_leaves_no_trace(post: Post, postbox: Postbox) -> None:
    """No letter, no mark and no entry in the log."""
    told = planned(post.reader, post.mailing, OCTOBER, post.marks)

    assert told == [
        Posted(1, "would get meeting-deck_kent_2026-10.pptx"), Posted(2, "would get meeting-deck_2026-10.pptx"),
    ]  # fmt: skip
    assert not postbox.letters
    assert all(not post.marks.find(OCTOBER, one) for one in post.mailing.recipients)
    with post.reader.connect() as connection:
        assert not load_taken(connection)


def test_a_server_that_is_not_there_is_told_in_words(post: Post) -> None:
    """No letter is marked as sent."""
    server = replace(post.mailing.server, port=1)
    with pytest.raises(MailRefused, match="can't be reached on port 1"):
        replace(post, mailing=replace(post.mailing, server=server)).send()
    assert not post.marks.find(OCTOBER, post.mailing.recipients[0])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine, made for this run alone."""
    program = shutil.which("openssl")
    assert program, "openssl is not installed"
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", folder / "key.pem",
         "-out", folder / "c.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder / "c.pem", folder / "key.pem"


@pytest.mark.parametrize("password", ["right", "wrong"])
def test_a_password_goes_only_over_an_encrypted_connection(
    post: Post, serve: Serve, postbox: Postbox, certificate: tuple[Path, Path], password: str
) -> None:
    """With STARTTLS and the right password the letters go; with a wrong one none does."""

    def is_known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert session.ssl
        return AuthResult(success=data.login == b"reports" and data.password == b"right", handled=False)

    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(*certificate)
    started = serve(tls_context=own, require_starttls=True, auth_required=True, authenticator=is_known)
    server = replace(started, security="starttls", user="reports", password=password)
    trusting = ssl.create_default_context(cafile=certificate[0])
    sender = replace(post, mailing=replace(post.mailing, server=server), context=trusting)

    if password == "wrong":
        with pytest.raises(MailRefused, match="doesn't take the user and the password"):
            sender.send()
        assert not postbox.letters
        return
    sender.send()
    assert len(postbox.letters) == 2
    with pytest.raises(MailRefused, match="SSLCertVerificationError"):
        replace(sender, context=None, again=True).send()


def test_the_command_sends_what_is_due_once(
    tmp_path: Path, serve: Serve, postbox: Postbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run each day by a scheduler, it sends each month once, and prints no address."""
    monkeypatch.setattr(Workplace, "today", lambda workplace: TODAY)
    (tmp_path / "data").mkdir()
    (tmp_path / "log.csv").write_text(KITS)
    port = serve().port
    (tmp_path / "data" / "mailing.toml").write_text(
        f'[server]\nhost = "{HOST}"\nport = {port}\nsecurity = "none"\nsender = "reports@example.org"\n'
        '[schedule]\nday = 6\n[[recipient]]\naddress = "kent@example.org"\ntowns = ["Kent"]\nforms = ["pptx"]\n'
    )

    assert main(["mail", "--due"]) == 0
    assert "Nothing of October 2026 is on record yet, so nothing is sent." in capsys.readouterr().out
    assert main(["load", str(tmp_path / "log.csv"), "--source", "kit-log"]) == 0
    assert main(["mail", "--month", "2030-01"]) == 1
    assert "January 2030 has not begun yet" in capsys.readouterr().err
    assert main(["mail", "--month", "2026-10", "--dry-run"]) == 0
    assert not postbox.letters
    assert [main(["mail", "--due"]), main(["mail", "--due"])] == [0, 0]

    said = capsys.readouterr()
    assert len(postbox.letters) == 1
    assert "Recipient 1 would get meeting-deck_kent_2026-10.pptx." in said.out
    assert "Recipient 1 got meeting-deck_kent_2026-10.pptx." in said.out
    assert "Recipient 1 has it already" in said.out
    assert "@" not in said.out + said.err

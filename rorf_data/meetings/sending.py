"""The monthly pack sent by e-mail: to each recipient a letter of their own, once for each month.

Only what may be shared is ever sent: it is checked of every document before a letter is made of it.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Final

from rorf_data.answers.reader import Reader
from rorf_data.errors import DisclosureRefused, MailRefused
from rorf_data.exports.document import Document
from rorf_data.meetings.deck_files import MadeFile, deck_files, deck_name
from rorf_data.meetings.mailing import Mailing, Recipient, Server
from rorf_data.meetings.whole_deck import whole_deck
from rorf_data.model import Audience, Period, add_months, in_words

FOLDER: Final = "mailed"
_SECONDS: Final = 60
_TYPES: Final = {
    "pptx": ("application", "vnd.openxmlformats-officedocument.presentationml.presentation"),
    "pdf": ("application", "pdf"),
    "html": ("text", "html"),
}
_SENDING, _SENT = "sending", "sent"


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one recipient's letter: ``number`` is their place in the list, from 1."""

    number: int
    said: str
    is_sent: bool = False
    is_failed: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """A deck and the files made of it."""

    document: Document
    files: tuple[MadeFile, ...]


class Marks:
    """Which recipient got which month's letter: one small file for each, in the data folder.

    A mark stands there before the letter goes and is taken back where the server refuses it, so that nobody gets two.
    """

    def __init__(self, data_folder: Path) -> None:
        """The marks of this installation."""
        self._folder = data_folder / FOLDER

    def find(self, month: Period, recipient: Recipient) -> str:
        """What the mark says; empty where there is none."""
        try:
            return self._path(month, recipient).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""

    @contextmanager
    def kept(self, month: Period, recipient: Recipient, *, now: datetime) -> Iterator[None]:
        """Mark the letter while it is being sent; sent for good unless an error comes out of it."""
        path = self._path(month, recipient)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{_SENDING} {now:%Y-%m-%d %H:%M}\n", encoding="utf-8")
        try:
            yield
        except (smtplib.SMTPException, OSError):
            path.unlink()
            raise
        path.write_text(f"{_SENT} {now:%Y-%m-%d %H:%M}\n", encoding="utf-8")

    def _path(self, month: Period, recipient: Recipient) -> Path:
        key = hashlib.sha256(recipient.address.casefold().encode()).hexdigest()[:16]
        return self._folder / f"{month.first:%Y-%m}" / key


def month_due(mailing: Mailing, today: date) -> Period | None:
    """The month before today's, from the schedule's day on; None before it, and without a schedule."""
    if mailing.day is None or today.day < mailing.day:
        return None
    return Period.of_month(add_months(today.replace(day=1), -1))


def planned(reader: Reader, mailing: Mailing, month: Period, marks: Marks) -> list[Posted]:
    """What would be sent to whom, without making a file."""
    found = []
    for number, recipient in enumerate(mailing.recipients, start=1):
        if mark := marks.find(month, recipient):
            found.append(Posted(number, _already(mark)))
            continue
        document = _document(reader, month, recipient.towns)
        names = ", ".join(deck_name(document, month, form) for form in recipient.forms)
        found.append(Posted(number, f"would get {names}"))
    return found


@dataclass(frozen=True, slots=True)
class Post:
    """One month's letters on their way: to whom, of what, in whose name and when (UTC without mark).

    ``again``: also to those who have theirs already. ``progress`` is told of each recipient.
    """

    reader: Reader
    mailing: Mailing
    month: Period
    marks: Marks
    by: str
    now: datetime
    again: bool = False
    context: ssl.SSLContext | None = None
    progress: Callable[[Posted], None] = lambda posted: None
    _made: dict[tuple[tuple[str, ...], tuple[str, ...]], Pack] = field(default_factory=dict)

    def send(self) -> list[Posted]:
        """Send each recipient the deck of their own towns, unless they have it already.

        A letter that the server refuses is told of and the others go on. Raises :class:`MailRefused` where the server
        can't be reached or doesn't let us in.
        """
        listed = list(enumerate(self.mailing.recipients, start=1))
        have = {number: "" if self.again else self.marks.find(self.month, one) for number, one in listed}
        posted = [self._tell(Posted(number, _already(mark))) for number, mark in have.items() if mark]
        waiting = [(number, one) for number, one in listed if not have[number]]
        if not waiting:
            return posted
        packs = [(number, one, self._pack(one)) for number, one in waiting]
        with _signed_in(self.mailing.server, self.context) as server:
            return posted + [self._tell(self._sent(server, number, one, pack)) for number, one, pack in packs]

    def _sent(self, server: smtplib.SMTP, number: int, recipient: Recipient, pack: Pack) -> Posted:
        letter = letter_for(self.mailing.server, recipient, pack, month=self.month, now=self.now)
        try:
            with self.marks.kept(self.month, recipient, now=self.now):
                server.send_message(letter, parseaddr(self.mailing.server.sender)[1], [recipient.address])
        except smtplib.SMTPServerDisconnected:
            raise MailRefused(
                "The server ended the connection; those who have no letter yet get it next time."
            ) from None
        except (smtplib.SMTPException, OSError) as problem:
            return Posted(number, f"was refused by the server ({_code_of(problem)})", is_failed=True)
        return Posted(number, f"got {', '.join(file.name for file in pack.files)}", is_sent=True)

    def _pack(self, recipient: Recipient) -> Pack:
        """The files for these towns in these forms, made once for all who get them, and written down as taken away."""
        key = (recipient.towns, recipient.forms)
        if key not in self._made:
            document = _document(self.reader, self.month, recipient.towns)
            files = deck_files(
                self.reader, document, month=self.month, forms=recipient.forms, by=f"{self.by}, by e-mail", now=self.now
            )
            self._made[key] = Pack(document, tuple(files))
        return self._made[key]

    def _tell(self, posted: Posted) -> Posted:
        self.progress(posted)
        return posted


def letter_for(server: Server, recipient: Recipient, pack: Pack, *, month: Period, now: datetime) -> EmailMessage:
    """The letter to one recipient, with nobody else's address in it.

    Raises :class:`DisclosureRefused` for a document that may not leave the programme.
    """
    _check_may_leave(pack)
    document, letter = pack.document, EmailMessage()
    letter["From"], letter["To"] = server.sender, recipient.address
    letter["Subject"] = f"{document.programme}: {month}, {document.towns}"
    letter["Date"] = format_datetime(now.replace(tzinfo=UTC))
    key = hashlib.sha256(f"{recipient.address}\n{month}\n{now.isoformat()}".encode()).hexdigest()[:24]
    letter["Message-ID"] = f"<{key}@{_domain(server)}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(_words(pack))
    for file in pack.files:
        kind, sub = _TYPES[file.form]
        letter.add_attachment(file.content, maintype=kind, subtype=sub, filename=file.name)
    return letter


def _words(pack: Pack) -> str:
    document = pack.document
    hidden = dict.fromkeys(one.about.protection for slide in document.slides for one in slide.released)
    lines = [
        f"Here are the figures for the meeting on {document.period} ({document.towns}), as of "
        f"{in_words(document.as_of)}.",
        *(f"- {file.name}" for file in pack.files),
        "They may be passed on. " + " ".join(said for said in hidden if said),
    ]
    if document.is_sample:
        lines.insert(0, "These figures are invented sample data.")
    return "\n\n".join(line.strip() for line in lines) + "\n"


def _check_may_leave(pack: Pack) -> None:
    shown = (one.audience for slide in pack.document.slides for one in slide.released)
    if {pack.document.audience, *shown} != {Audience.SHARED} or any("INTERNAL" in file.name for file in pack.files):
        raise DisclosureRefused("An internal file is never sent by e-mail; nothing was sent.")


def _document(reader: Reader, month: Period, towns: Sequence[str]) -> Document:
    return whole_deck(reader, month, audience=Audience.SHARED, towns=towns)


@contextmanager
def _signed_in(server: Server, context: ssl.SSLContext | None) -> Iterator[smtplib.SMTP]:
    """A connection on which letters can be sent; the name that it gives of itself is that of the sender's domain."""
    try:
        connection = _connected(server, context or ssl.create_default_context())
    except smtplib.SMTPAuthenticationError:
        raise MailRefused("The server doesn't take the user and the password of mailing.toml.") from None
    except (smtplib.SMTPException, OSError) as problem:
        raise MailRefused(
            f"The server “{server.host}” can't be reached on port {server.port} with security “{server.security}” "
            f"({_code_of(problem)})."
        ) from None
    try:
        yield connection
    finally:
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()


def _connected(server: Server, context: ssl.SSLContext) -> smtplib.SMTP:
    name = _domain(server)
    if server.security == "ssl":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=name, timeout=_SECONDS, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=_SECONDS)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
    except (smtplib.SMTPException, OSError):
        connection.close()
        raise
    return connection


def _domain(server: Server) -> str:
    return parseaddr(server.sender)[1].rpartition("@")[2]


def _code_of(problem: BaseException) -> str:
    """What the server or the network answered, without any address or text of theirs."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return f"answer {next(iter(problem.recipients.values()))[0]}"
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"answer {problem.smtp_code}"
    return type(problem).__name__


def _already(mark: str) -> str:
    if mark.startswith(_SENDING):
        return "may have it already: a run ended while sending it. Send it again with --again"
    return f"has it already ({mark})"

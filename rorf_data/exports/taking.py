"""Every file that is made for somebody is written down: who took what away, when, in which form."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from rorf_data.answers.reader import Reader
from rorf_data.disclosure.release import Released
from rorf_data.exports.check_code import check_code, content_sha256
from rorf_data.model import Audience
from rorf_data.store.taken import Taken, keep_taken


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

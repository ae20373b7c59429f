"""Words from a file as plain text, where Streamlit would read them as Markdown: nothing bold, no link, no picture."""

from __future__ import annotations

import re

SIGN = re.compile(r"([\\`*_\[\]<>#|~$:&]|^[-+]|(?<=^\d)[.)])")


def plain(text: str) -> str:
    """The text with every sign that Markdown gives a meaning marked as itself."""
    return SIGN.sub(r"\\\1", text)

"""What the server tells every browser, and that it starts whatever the data are like."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from streamlit.web.server.app_discovery import discover_asgi_app

from pages._shared.serving import FirstPage, SecurityHeaders, make_ready, security_headers
from rorf_data.errors import StoreRefused
from tests.pages.visiting import ROOT


def in_a_loop_of_its_own(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end beside whatever loop this thread has: the browser's may still be open in it."""
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        elsewhere.submit(asyncio.run, work).result()


PAGE = "<html><script>\n one()\n</script><script type='module' src='./a.js'></script></html>"


def policy() -> dict[str, list[str]]:
    """The content security policy, by directive."""
    words = dict(security_headers(PAGE))[b"content-security-policy"].decode().split("; ")
    return {directive: sources for directive, *sources in (entry.split() for entry in words)}


def test_no_outside_host_is_allowed() -> None:
    """Scripts, styles, pictures, fonts and connections come from the dashboard itself or not at all."""
    for directive, sources in policy().items():
        for source in sources:
            assert not source.startswith(("http", "ws", "*")), directive
    assert policy()["default-src"] == ["'self'"]
    assert policy()["frame-ancestors"] == ["'none'"]


def test_the_pages_own_inline_script_is_allowed_by_its_hash() -> None:
    """Only the script that stands in Streamlit's page may run inline, whatever it is in the next version."""
    expected = base64.b64encode(hashlib.sha256(b"\n one()\n").digest()).decode()

    assert [f"'sha256-{expected}'"] == [source for source in policy()["script-src"] if "sha256" in source]
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(policy()["script-src"])


@pytest.mark.parametrize(
    ("path", "asked", "sent_to"),
    [
        ("/this-month", b"", "/"),
        ("/this-month/", b"towns=Kent&towns=Norfolk", "/?towns=Kent&towns=Norfolk"),
        ("/towns", b"", None),
        ("/this-month-and-more", b"", None),
        ("/", b"towns=Kent", None),
    ],
)
def test_the_first_page_has_an_address_of_its_own(path: str, asked: bytes, sent_to: str | None) -> None:
    """Streamlit serves the first page at the bare address alone; its own name leads there, with the filters."""
    sent: list[Any] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        sent.append({"passed on": scope["path"]})

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "query_string": asked, "headers": []}
    in_a_loop_of_its_own(FirstPage(behind, address="this-month")(scope, None, send))  # type: ignore[arg-type]  # nothing is received

    if sent_to is None:
        assert sent == [{"passed on": path}]
    else:
        assert (sent[0]["status"], dict(sent[0]["headers"])[b"location"].decode()) == (307, sent_to)


def test_every_http_answer_carries_the_headers() -> None:
    """The answer of the application behind is kept, and the headers are added to it."""
    sent: list[Any] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-kept", b"1")]})

    async def send(message: Any) -> None:
        sent.append(message)

    in_a_loop_of_its_own(SecurityHeaders(behind)({"type": "http"}, None, send))  # type: ignore[arg-type]  # nothing is received

    headers = dict(sent[0]["headers"])
    assert headers[b"x-kept"] == b"1"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"x-frame-options"] == b"DENY"


def test_streamlit_finds_the_application_in_the_frame() -> None:
    """``streamlit run app.py`` serves the application with its headers only if Streamlit sees it in the file."""
    assert discover_asgi_app(Path(ROOT / "app.py")).import_string == "app:app"


@pytest.mark.parametrize("fault", [StoreRefused("The database can't be opened."), RuntimeError("a mistake of ours")])
def test_the_server_starts_although_the_data_cant_be_opened(fault: Exception) -> None:
    """A server that is up can say on every page what is wrong; one that isn't can't."""

    def open_data() -> None:
        raise fault

    make_ready(open_data)

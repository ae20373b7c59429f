"""How the dashboard is served: what every answer tells the browser, and what is made ready before the first visitor."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import importlib
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages._shared import frame, reader
from pages._shared.ahead import decide_ahead
from rorf_data.errors import RorfDataError

DRAWN_WITH = (
    *("pandas", "plotly.graph_objects", "pydeck", "scipy.special", "scipy.stats"),
    *("rorf_data.charts", "rorf_data.maps", "rorf_data.exports"),
)
_log = logging.getLogger("rorf.serving")


def security_headers(index_page: str) -> list[tuple[bytes, bytes]]:
    """What the browser is told to refuse: every outside host, being framed, guessing at types, naming this address.

    The scripts that stand inside Streamlit's own page are let through by their hash, so a newer Streamlit needs no
    change here. WebAssembly is what its tables and maps read data with; text is never run as a script.
    """
    scripts = re.findall(r"<script>(.*?)</script>", index_page, re.DOTALL)
    inline = " ".join(f"'sha256-{_sha256(script)}'" for script in scripts)
    policy = (
        "default-src 'self'; "
        f"script-src 'self' 'wasm-unsafe-eval' blob: {inline}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' blob: data:; worker-src 'self' blob:; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )
    return [
        (b"content-security-policy", policy.encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ]


class SecurityHeaders:
    """Adds the security headers to every HTTP answer; websockets pass untouched."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application that answers."""
        self.app = app
        self.headers = security_headers(Path(st.__file__).with_name("static").joinpath("index.html").read_text("utf-8"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self.headers]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class FirstPage:
    """Sends the first page's own address on to ``/``, where Streamlit serves it, with whatever was asked after it."""

    def __init__(self, app: ASGIApp, *, address: str) -> None:
        """Wrap the application that answers; ``address`` is that of the first page, without slashes."""
        self.app = app
        self.path = f"/{address}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"].rstrip("/") == self.path:
            asked = scope["query_string"].decode("latin-1")
            await RedirectResponse("/" + (f"?{asked}" if asked else ""))(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def middleware(pages: frame.Listed) -> list[Middleware]:
    """What stands between the server and the dashboard, for these pages."""
    *_, address = next(iter(pages.values()))[0]
    return [Middleware(SecurityHeaders), Middleware(FirstPage, address=address)]


def declare(pages: frame.Listed) -> None:
    """Tell Streamlit, before the first request, that the frame lists the pages.

    Until ``st.navigation`` has been called once in the process, Streamlit takes a folder called ``pages`` for its older
    kind of menu, and a deep link opens under a "Page not found" notice.
    """
    with without_visitor():
        st.navigation(frame.pages(pages), position="top")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Before the first visitor: the slow imports, and a database that can be read."""
    await asyncio.to_thread(make_ready)
    decide_ahead()
    yield


def make_ready(open_data: Callable[[], object] = reader.current) -> None:
    """Import what the pages draw with and open the data. What a person can mend is told on the page, not here."""
    with without_visitor():
        for module in DRAWN_WITH:
            importlib.import_module(module)
        try:
            open_data()
        except RorfDataError as problem:
            _log.warning("%s", problem)
        except Exception:  # noqa: BLE001  whatever it is, the pages must come up to say so
            _log.exception("the data could not be made ready; the pages will say so")


def tell_of_fault(fault: Exception) -> bool:
    """Show a plain sentence where a page broke; what broke stands in the server's log. True: nothing else is shown."""
    _log.error("a page broke", exc_info=fault)
    st.error(
        "This page could not be finished. That is a fault of the dashboard, not yours; no data were changed. "
        "Try to load the page again, and tell whoever looks after the dashboard if it comes back."
    )
    return True


@contextmanager
def without_visitor() -> Iterator[None]:
    """For work outside a visit, where Streamlit would warn at each call that nobody is there to see it."""
    told = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    before = told.level
    told.setLevel(logging.ERROR)
    try:
        yield
    finally:
        told.setLevel(before)


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")

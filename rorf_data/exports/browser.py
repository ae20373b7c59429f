"""One warm browser for all pictures of this process.

Kaleido has a server of its own, but it waits for ever once its browser is gone, and its page would fetch a library from
outside. This one has an end to its patience, starts again after a failure, and asks nothing of the network.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from functools import cache
from typing import Any, Literal

from rorf_data.errors import ExportRefused

_SECONDS_TO_START = 60
_SECONDS_TO_DRAW = 60
_SECONDS_TO_STOP = 10

INSTEAD = "The numbers can still be downloaded as CSV or XLSX."


class PictureBrowser:
    """Turns figures into bytes in a headless browser that is started at the first picture and kept.

    Safe to use from several threads; pictures are made one at a time. ``path`` names the browser; without it, Chromium
    or Chrome is looked for where such programs are usually installed, and in ``BROWSER_PATH``.
    """

    def __init__(self, path: str | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        self._thread: threading.Thread | None = None
        self._kaleido: Any = None

    def draw(self, figure: dict[str, Any], *, form: Literal["png", "svg"], scale: float) -> bytes:
        """The figure (with ``width`` and ``height`` in its layout) as an image of ``scale`` times that many pixels.

        Raises :class:`ExportRefused` where there is no browser, or where it fails or takes longer than a minute.
        """
        size = {side: figure["layout"][side] for side in ("width", "height")}
        with self._lock:
            self._start()
            try:
                image = self._run(
                    self._kaleido.calc_fig(figure, opts={"format": form, "scale": scale} | size), _SECONDS_TO_DRAW
                )
            except Exception as problem:  # kaleido and the browser fail in many ways, all told alike
                self._stop()
                raise ExportRefused(f"The browser could not draw this picture. {INSTEAD}") from problem
        return bytes(image)

    def stop(self) -> None:
        """End the browser; the next picture starts a new one."""
        with self._lock:
            self._stop()

    def _start(self) -> None:
        if self._kaleido is not None:
            return
        begun: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(_live_until_stopped(begun)), name="pictures", daemon=True
        )
        self._thread.start()
        self._loop, self._end = begun.result(_SECONDS_TO_STOP)
        from kaleido.errors import ChromeNotFoundError  # costs 0.3 s, which only a picture should pay

        try:
            self._kaleido = self._run(self._open(), _SECONDS_TO_START)
        except ChromeNotFoundError as problem:
            self._stop()
            raise ExportRefused(
                f"Pictures need Chromium or Chrome, and none was found on this machine. {INSTEAD}"
            ) from problem
        except Exception as problem:  # a browser fails to start in many ways, all told alike
            self._stop()
            raise ExportRefused(f"The browser that draws pictures could not be started. {INSTEAD}") from problem

    async def _open(self) -> Any:
        from kaleido import Kaleido  # as above

        kaleido = Kaleido(n=1, timeout=_SECONDS_TO_DRAW, mathjax=False, path=self._path)
        try:
            await kaleido.open()
        except BaseException:  # whatever went wrong, what was begun is ended
            with contextlib.suppress(Exception):
                await kaleido.close()
            raise
        return kaleido

    def _run(self, work: Coroutine[Any, Any, Any], seconds: int) -> Any:
        assert self._loop is not None, "the loop runs before work is handed to it"
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def _stop(self) -> None:
        if self._loop is None or self._end is None or self._thread is None:
            return
        if self._kaleido is not None:
            with contextlib.suppress(Exception):  # it is being thrown away, and may be gone already
                self._run(self._kaleido.close(), _SECONDS_TO_STOP)
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(_SECONDS_TO_STOP)
        self._loop = self._end = self._thread = self._kaleido = None


async def _live_until_stopped(begun: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]) -> None:
    """Keep a loop alive for work from other threads until its event is set."""
    stop = asyncio.Event()
    begun.set_result((asyncio.get_running_loop(), stop))
    await stop.wait()


@cache
def has_browser() -> bool:
    """Whether there is a browser where the process's own would look for one; pictures can't be drawn without."""
    from choreographer.browsers.chromium import Chromium  # as above

    return Chromium.find_browser(skip_local=False) is not None


PROCESS_BROWSER = PictureBrowser()
"""The browser that this process shares; it is not started before the first picture."""

atexit.register(PROCESS_BROWSER.stop)

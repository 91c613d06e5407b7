"""A server in front of the real one that lets the lines of a stream through when a test says so."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_GIVE_UP_SECONDS = 20.0
_PER_CONNECTION = {
    "connection",
    "transfer-encoding",
    "content-length",
    "keep-alive",
    "host",
    "accept-encoding",
}


class Trickle:
    """The valve: streams stop before each line until `release` has been called for it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._lines = threading.Semaphore(0)
        self._open = threading.Event()

    def release(self, lines: int) -> None:
        """Let so many further lines through."""
        self._lines.release(lines)

    def release_all(self) -> None:
        """Let everything through from now on."""
        self._open.set()
        self._lines.release()

    def wait_for_line(self) -> None:
        """Called before each line of a stream."""
        if not self._open.is_set():
            self._lines.acquire(timeout=_GIVE_UP_SECONDS)
        if self._open.is_set():
            self._lines.release()


@contextmanager
def trickling(target: str) -> Iterator[Trickle]:
    """Serve what `target` (an address) serves, with a valve on the answers to POST."""

    class Handler(_Forwarder):
        upstream = urlsplit(target).netloc

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Handler.valve = Trickle(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Handler.valve
        finally:
            Handler.valve.release_all()
            server.shutdown()
            thread.join()


class _Forwarder(BaseHTTPRequestHandler):
    upstream: str
    valve: Trickle

    def do_GET(self) -> None:
        self._forward(None)

    def do_POST(self) -> None:
        self._forward(self.rfile.read(int(self.headers["Content-Length"])))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Requests are no news."""

    def _forward(self, body: bytes | None) -> None:
        connection = http.client.HTTPConnection(self.upstream, timeout=_GIVE_UP_SECONDS)
        headers = {name: it for name, it in self.headers.items() if name.lower() not in _PER_CONNECTION}
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _PER_CONNECTION:
                self.send_header(name, value)
        self.end_headers()
        try:
            for line in answer:
                if body is not None:
                    self.valve.wait_for_line()
                self.wfile.write(line)
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            connection.close()

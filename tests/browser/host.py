"""A page of another origin that frames a view, as a slide or a course page does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PAGE = """<!doctype html>
<html lang="en">
<title>A host page</title>
<link rel="icon" href="data:,">
<style>body {{ margin: 0; height: 3000px }} iframe {{ border: 0; display: block }}</style>
<input aria-label="Notes" autofocus>
<script>
  window.messages = [];
  addEventListener("message", ({{ data }}) => messages.push(data));
</script>
<iframe title="View" src="{view}" width="{width}" height="{height}"></iframe>
</html>
"""


@contextmanager
def hosting(view: str, width: int, height: int) -> Iterator[str]:
    """Serve a page with a frame of `view` (an address) and a focused text field; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = _PAGE.format(view=view, width=width, height=height).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Requests are no news."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()

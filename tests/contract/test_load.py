"""A server with more to do than it can, and clients that leave or do not read."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import httpx2

from tests.browser.server import ROOT
from tests.contract.conftest import BUSY_PLACES

# Some megabytes: more than all buffers between a server and a client that does not read.
LONG_STREAM = "/api/models/photos/backward?encoding=list"
BODY = b'{"pixels": [[0.5]]}'
PATIENCE_SECONDS = 10


def request_head(content_type: str, length: int) -> bytes:
    lines = [
        f"POST {LONG_STREAM} HTTP/1.1",
        "Host: x",
        f"Content-Type: {content_type}",
        f"Content-Length: {length}",
        "\r\n",
    ]
    return "\r\n".join(lines).encode()


@contextmanager
def client_that_does_not_read(live: httpx2.Client) -> Iterator[socket.socket]:
    """A client that has sent its request, has seen the first bytes of the answer, and takes no more."""
    address = urlsplit(str(live.base_url))
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((address.hostname, address.port))
        connection.sendall(request_head("application/json", len(BODY)) + BODY)
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
        yield connection


def wait_for_runs(live: httpx2.Client, count: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (runs := live.get("/readyz").json()["runs"]) != count:
        assert time.monotonic() < deadline, f"{runs} runs, and not {count}"
        time.sleep(0.02)


def test_when_all_places_are_taken_the_next_is_told_to_retry_and_health_answers_at_once(
    live: httpx2.Client,
) -> None:
    with ExitStack() as clients:
        for _ in range(BUSY_PLACES):
            clients.enter_context(client_that_does_not_read(live))
        refused = live.post(LONG_STREAM, content=BODY, headers={"Content-Type": "application/json"})
        assert refused.status_code == 503
        assert refused.headers["retry-after"] == "1"
        assert refused.headers["content-type"] == "application/problem+json"
        assert live.get("/healthz").elapsed.total_seconds() < 0.25
    wait_for_runs(live, 0)
    assert (
        live.post(LONG_STREAM, content=BODY, headers={"Content-Type": "application/json"}).status_code == 200
    )


def test_a_client_that_does_not_read_keeps_nobody_else_from_computing(live: httpx2.Client) -> None:
    with client_that_does_not_read(live):
        response = live.post(LONG_STREAM, content=BODY, headers={"Content-Type": "application/json"})
        assert response.text.endswith('{"event":"end"}\n')


def test_a_client_that_leaves_in_the_middle_gives_its_place_back(live: httpx2.Client) -> None:
    for _ in range(2 * BUSY_PLACES):
        with client_that_does_not_read(live):
            wait_for_runs(live, 1)
        wait_for_runs(live, 0)


def test_a_client_that_leaves_while_it_sends_harms_nobody(live: httpx2.Client) -> None:
    address = urlsplit(str(live.base_url))
    for content_type in ("application/json", "multipart/form-data; boundary=x"):
        with socket.create_connection((address.hostname, address.port)) as connection:
            connection.sendall(request_head(content_type, 1000) + b"--x\r\n")
    wait_for_runs(live, 0)
    assert live.get("/healthz").status_code == 200


def test_the_first_layer_arrives_before_the_last_is_computed(live: httpx2.Client) -> None:
    with client_that_does_not_read(live) as connection:
        connection.settimeout(PATIENCE_SECONDS)
        received = b""
        while b'"event":"layer"' not in received:
            received += connection.recv(4096)
        wait_for_runs(live, 1)


def test_ctrl_c_ends_the_server_in_good_order_though_a_client_does_not_read() -> None:
    command = [sys.executable, "-m", "app", "--port", "0", "--shutdown-seconds", "1"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[4]
        with httpx2.Client(base_url=address) as live, client_that_does_not_read(live):
            server.send_signal(signal.SIGINT)
            rest, _ = server.communicate(timeout=PATIENCE_SECONDS)
    assert server.returncode == 0
    assert "Traceback" not in rest

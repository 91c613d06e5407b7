"""A change comes from the server's own pages, or from no page at all."""

import pytest
from starlette.datastructures import Headers

from app.origin import is_loopback, refuse_other_sites
from app.problems import Problem

LOCAL, EVERYWHERE = "127.0.0.1", "0.0.0.0"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1", "lab.localhost"])
def test_names_of_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "", "192.168.1.5", "localhost.evil.example", "127.0.0.1.evil.example"]
)
def test_names_that_others_can_reach_or_own(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("bound_to", "headers"),
    [
        (LOCAL, {"host": "127.0.0.1:8000"}),
        (
            LOCAL,
            {"host": "localhost:8000", "origin": "http://localhost:8000", "sec-fetch-site": "same-origin"},
        ),
        (LOCAL, {"host": "[::1]:8000", "origin": "http://[::1]:8000"}),
        (LOCAL, {"host": "localhost:8000", "sec-fetch-site": "none"}),
        (EVERYWHERE, {"host": "lab.example:8000", "origin": "http://lab.example:8000"}),
        (EVERYWHERE, {"host": "lab.example", "origin": "https://lab.example"}),
    ],
)
def test_own_pages_and_programs_are_let_through(bound_to: str, headers: dict[str, str]) -> None:
    refuse_other_sites(Headers(headers), bound_to)


@pytest.mark.parametrize("bound_to", [LOCAL, EVERYWHERE])
@pytest.mark.parametrize(
    "headers",
    [
        {"host": "localhost:8000", "sec-fetch-site": "cross-site"},
        {"host": "localhost:8000", "sec-fetch-site": "same-site", "origin": "http://localhost:3000"},
        {"host": "localhost:8000", "origin": "http://localhost:3000"},
        {"host": "localhost:8000", "origin": "https://evil.example"},
        {"host": "localhost:8000", "origin": "null"},
        {"host": "localhost:8000", "origin": "http://["},
        {"origin": "https://evil.example"},
    ],
)
def test_another_sites_page_is_refused(bound_to: str, headers: dict[str, str]) -> None:
    with pytest.raises(Problem, match="Another site's page") as refusal:
        refuse_other_sites(Headers(headers), bound_to)
    assert refusal.value.status == 403


@pytest.mark.parametrize("host", ["evil.example:8000", "", "[", "localhost@evil.example", "192.168.1.5:8000"])
def test_a_server_for_this_machine_is_not_asked_under_another_name(host: str) -> None:
    headers = Headers({"host": host, "origin": f"http://{host}"})
    with pytest.raises(Problem, match="this machine alone") as refusal:
        refuse_other_sites(headers, LOCAL)
    assert refusal.value.status == 403

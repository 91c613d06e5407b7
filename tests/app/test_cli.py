"""The command: its help, and what it says where it cannot listen."""

import socket

import pytest

from app import cli


def test_help_names_every_option_with_its_default_and_its_variable(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert "--port INT Port to listen on; 0 takes any that is free. (default: 8000; CONVSCOPE_PORT)" in text


def test_version_names_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--version"])
    assert capsys.readouterr().out.startswith("convscope ")


def test_a_taken_port_is_one_line_with_a_remedy_and_exit_code_1() -> None:
    with cli.listen("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as exit_:
            cli.main(["--port", str(port)])
    message = str(exit_.value)  # Python prints a text given to exit on stderr, and exits with 1
    assert message.startswith(f"convscope: Cannot listen on 127.0.0.1 port {port}: Address already in use.")
    assert "--port 0" in message
    assert "\n" not in message


def test_a_host_that_does_not_exist_is_one_line_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(SystemExit, match=r"There is no host 'nowhere'\. Use --host"):
        cli.main(["--host", "nowhere"])


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "localhost")])
def test_the_address_is_one_that_a_browser_here_can_open(host: str, shown: str) -> None:
    with cli.listen(host, 0) as listening:
        assert cli.address(listening) == f"http://{shown}:{listening.getsockname()[1]}/"

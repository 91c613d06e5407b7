"""The Chromium of the browser tests; `python -m tests.browser.chromium` installs one where none is."""

import os
import shutil
import subprocess
import sys

VARIABLE = "CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PACKAGES = ("chromium", "fonts-liberation")
_REMEDY = f"Install Chromium, or name its program in the environment variable {VARIABLE}."

# Without a sandbox, because containers run as root; the rest keeps Chromium from calling other hosts itself.
LAUNCH_ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)


def find() -> str | None:
    """The program: the one that $CHROMIUM names, or else the first on PATH; None where there is none."""
    names = (os.environ[VARIABLE],) if os.environ.get(VARIABLE) else _NAMES
    return next((program for name in names if (program := shutil.which(name))), None)


def install() -> None:
    """Install Debian's package, as root or through sudo. Exits with what to do where that is not possible."""
    if os.environ.get(VARIABLE):
        sys.exit(
            f"{VARIABLE} names {os.environ[VARIABLE]!r}, and there is no such program. Correct or unset it."
        )
    if shutil.which("apt-get") is None:
        sys.exit(f"The browser tests need Chromium, and there is no apt-get here to install it. {_REMEDY}")
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and shutil.which("sudo") is None:
        sys.exit(f"The browser tests need Chromium; installing it needs root. {_REMEDY}")
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    try:
        subprocess.run([*apt, "update"], check=True)
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", *_PACKAGES], check=True)
    except subprocess.CalledProcessError:
        sys.exit(f"apt-get could not install {' and '.join(_PACKAGES)}. {_REMEDY}")


if __name__ == "__main__" and find() is None:
    install()

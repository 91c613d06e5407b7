"""The Chromium of the browser tests; `python -m tests.browser.chromium` installs one where none is."""

import os
import shutil
import subprocess
import sys

VARIABLE = "CHROMIUM"
# The browser without its windows opens a page in less than half the time.
_SHELL = "chromium-headless-shell"
_NAMES = (_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PACKAGES = (_SHELL, "fonts-liberation")
_REMEDY = f"Install Chromium, or name its program in the environment variable {VARIABLE}."

# Without a sandbox, because containers run as root; the rest keeps Chromium from calling other hosts itself.
LAUNCH_ARGUMENTS = (
    "--no-sandbox",
    "--font-render-hinting=none",  # letters stand where they do in a browser with windows
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


def provide() -> None:
    """See to it that there is a program: the shell, from Debian's packages, or whichever is there.

    Exits with what to do where there is none and none can be installed.
    """
    if os.environ.get(VARIABLE):
        if find() is None:
            named = os.environ[VARIABLE]
            sys.exit(f"{VARIABLE} names {named!r}, and there is no such program. Correct or unset it.")
    elif shutil.which(_SHELL) is None:
        trouble = _install()
        if trouble and find() is None:
            sys.exit(f"The browser tests need Chromium, and {trouble}. {_REMEDY}")


def _install() -> str | None:
    """Install as root or through sudo. Says what kept it from that."""
    if shutil.which("apt-get") is None:
        return "there is no apt-get here to install it"
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and shutil.which("sudo") is None:
        return "installing it needs root"
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    try:
        subprocess.run([*apt, "update"], check=True)
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", *_PACKAGES], check=True)
    except subprocess.CalledProcessError:
        return f"apt-get could not install {' and '.join(_PACKAGES)}"
    return None


if __name__ == "__main__":
    provide()

"""Where the files pages are made of lie: beside the packages in a checkout, inside `app` once installed."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _place(installed: str, in_checkout: str) -> Path:
    inside = _PACKAGE / installed
    return inside if inside.is_dir() else _PACKAGE.parent / in_checkout


TEMPLATES = _place("_templates", "templates")
"""Folder of the Jinja2 templates."""

STATIC = _place("_static", "static/dist")
"""Folder of the built frontend, served under /static/; missing in a checkout until it is built."""

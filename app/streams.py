"""A stream of events as lines, which says so where it breaks."""

import logging
from collections.abc import Callable, Iterator
from typing import TypeVar

from app.events import ErrorEvent
from app.problems import problem_of

T = TypeVar("T")

_log = logging.getLogger("convscope")


def lines_of(events: Iterator[T], to_line: Callable[[T | ErrorEvent], bytes]) -> Iterator[bytes]:
    """A line an event; should making them break, the last one is the error."""
    try:
        for event in events:
            yield to_line(event)
    except Exception as error:
        _log.exception("A stream broke")
        yield to_line(ErrorEvent(event="error", **problem_of(error).document().model_dump()))

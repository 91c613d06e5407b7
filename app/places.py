"""Places as an address writes them: whole numbers joined by commas."""

from app.problems import Problem


def numbers(name: str, text: str) -> tuple[int, ...]:
    """The numbers of a query parameter; a problem where it holds something else."""
    parts = text.split(",") if text else []
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        raise Problem(422, f"query {name}: {text!r} is not whole numbers joined by commas. Write 0,12,5.")
    return tuple(map(int, parts))

"""Scripts that wait inside a page: Playwright waits for their promises for ever, a test must not."""

_MOST_MS = 20_000


def bounded(script: str, awaited: str) -> str:
    """The script (a function of JavaScript), failing with what was `awaited` where it takes too long."""
    return f"""(...given) => Promise.race([
      ({script})(...given),
      new Promise((_, fail) =>
        setTimeout(() => fail(new Error("waited too long for {awaited}")), {_MOST_MS})),
    ])"""

"""Numbers as the pages write them: real minus signs, thousands separators, powers of ten."""

import re
from decimal import Decimal

MINUS = "\u2212"
_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_WRITTEN = re.compile(rf"(?P<digits>{MINUS}?[\d,]*\.?\d+)(?:·10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?")


def read_number(text: str) -> Decimal:
    """The number that a text is, to the last digit shown. ValueError where the text is not one number."""
    digits, power = _parts(text)
    return Decimal(digits).scaleb(power)


def last_digit(text: str) -> Decimal:
    """What one more in the last digit shown would add."""
    digits, power = _parts(text)
    exponent = Decimal(digits).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent + power)


def shows(text: str, exact: float, scale: Decimal = Decimal(1)) -> bool:
    """Whether a text is `exact`/`scale` rounded to the text's digits (an exact tie may go either way)."""
    if text == "0":
        return exact == 0
    tie = Decimal("0.5000001") * last_digit(text)
    return abs(read_number(text) - Decimal(exact) / scale) <= tie


def power_of_ten(text: str) -> Decimal:
    """The factor in a label such as “×10⁻³”; 1 where there is none."""
    match = re.search(r"10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text)
    return Decimal(1).scaleb(int(match[1].translate(_SUPERSCRIPTS))) if match else Decimal(1)


def _parts(text: str) -> tuple[str, int]:
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a number as the pages write them")
    power = int(match["power"].translate(_SUPERSCRIPTS)) if match["power"] else 0
    return match["digits"].replace(MINUS, "-").replace(",", ""), power

"""JSON values as oddwalk's texts: the reference is fed with these, since it compares Python values of any type."""

from __future__ import annotations

import json
from decimal import Decimal

Json = object


def text_of(value: str) -> str | None:
    """The text that oddwalk makes of a JSON value; nothing where that is null.

    A text is itself and everything else is JSON, without spaces, with sorted keys and numbers without exponents. As an
    empty text is no value, it is null inside of others.
    """
    parsed = json.loads(value, parse_int=_Number, parse_float=_Number)
    match parsed:
        case None:
            return None
        case _Number():
            return parsed.text
        case str():
            return parsed
        case _:
            return _compact(parsed)


class _Number:
    """A number as oddwalk writes it. What is no integer of 64 bits is a double, also -0; so `1` and `1.0` are one text."""

    def __init__(self, written: str) -> None:
        try:
            number = int(written)
        except ValueError:
            number = None
        if number is not None and written != "-0" and -(2**63) <= number < 2**64:
            self.text = str(number)
        else:
            digits = f"{Decimal(repr(float(written))):f}"
            self.text = digits.rstrip("0").rstrip(".") if "." in digits else digits


def _compact(value: Json) -> str:
    match value:
        case _Number():
            return value.text
        case "":
            return "null"
        case list():
            return f"[{','.join(map(_compact, value))}]"
        case dict():
            return f"{{{','.join(f'{json.dumps(key, ensure_ascii=False)}:{_compact(value[key])}' for key in sorted(value))}}}"
        case _:
            return json.dumps(value, ensure_ascii=False)

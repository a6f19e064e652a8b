"""JSON values as oddwalk's texts: the reference is fed with these, since it compares Python values of any type."""

from __future__ import annotations

import json

Json = object


def text_of(value: str) -> str | None:
    """The text that oddwalk makes of a JSON value; nothing where that is null.

    A text is itself and everything else is JSON, without spaces, with sorted keys and numbers as they were written. As an
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
    """A number as oddwalk writes it: as it was written, but that -0 is 0."""

    def __init__(self, written: str) -> None:
        self.text = "0" if written == "-0" else written


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

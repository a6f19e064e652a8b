"""msticpy's exception, looked up when it is needed: msticpy takes a second to import, and need not be installed."""

from __future__ import annotations

from functools import cache


class _OwnMsticpyException(Exception):
    """Stands for msticpy's exception where msticpy is not installed."""


_OwnMsticpyException.__name__ = _OwnMsticpyException.__qualname__ = "MsticpyException"


@cache
def exception_type() -> type[Exception]:
    """Return ``msticpy.common.exceptions.MsticpyException``, or one of its name where msticpy cannot be imported."""
    try:
        from msticpy.common.exceptions import MsticpyException
    except ImportError:
        return _OwnMsticpyException
    return MsticpyException


def failure(message: str) -> Exception:
    """Make msticpy's exception, to be raised."""
    return exception_type()(message)


def __getattr__(name: str) -> type[Exception]:
    if name == "MsticpyException":
        return exception_type()
    raise AttributeError(name)

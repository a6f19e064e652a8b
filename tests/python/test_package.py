"""The package as such: how fast it is there, what it says of its types, and the examples in its documentation."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import subprocess
import sys
import textwrap

import oddwalk
import pytest

MODULES = [
    module.name
    for module in pkgutil.walk_packages(oddwalk.__path__, "oddwalk.")
    if not module.name.endswith(("__main__", "_oddwalk"))
]


def python(code: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_importing_takes_a_moment_and_brings_nothing_heavy() -> None:
    heavy = "{'pandas', 'numpy', 'msticpy', 'pyarrow', 'polars'}"
    found = python(f"""
        import sys, time
        start = time.perf_counter()
        import oddwalk
        print(time.perf_counter() - start, *({heavy} & set(sys.modules)))
    """).split()
    assert len(found) == 1, f"imported {found[1:]}"
    assert float(found[0]) < 0.2


def test_the_drop_in_does_not_import_msticpy() -> None:
    found = python("""
        import sys
        import oddwalk.anomalous_sequence.anomalous, oddwalk.anomalous_sequence.sessionize
        print("msticpy" in sys.modules)
    """)
    assert found == "False"


def test_without_msticpy_its_exception_has_the_same_name() -> None:
    found = python("""
        import sys
        sys.modules["msticpy"] = None
        from oddwalk.anomalous_sequence.model import Model
        try:
            Model([])
        except Exception as error:
            print(type(error).__name__, error)
    """)
    assert found == "MsticpyException `sessions` should not be an empty list"


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    assert doctest.testmod(module).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    found = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(found) >= 5


def test_stubs_say_what_is_there() -> None:
    check = [sys.executable, "-m", "mypy.stubtest", "oddwalk._oddwalk"]
    run = subprocess.run(check, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_everything_public_of_the_extension_is_documented() -> None:
    extension = importlib.import_module("oddwalk._oddwalk")
    for name in dir(extension):
        value = getattr(extension, name)
        assert name.startswith("__") or value.__doc__, name

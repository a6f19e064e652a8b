"""Add up what the test runners reported, and print it in one line.

The exit code is 1 where a test failed, where one was skipped for another reason than missing shared data, and where a
suite that should have run did not. Where the shared data are there, nothing may be skipped.
"""

import os
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

SHARED = "ODDWALK_SHARED"
"""The variable that says where the shared data are, and the word by which a skip says that it misses them."""


def may_be_skipped(skip: str) -> bool:
    """Say whether a test may be skipped for this reason on this machine."""
    folder = Path(os.environ.get(SHARED, Path(__file__).resolve().parents[2] / "shared"))
    return SHARED in skip and not folder.is_dir()


def read_junit(path: Path) -> tuple[int, int, list[str]]:
    """Count the passed and the failed tests, and collect why others were skipped."""
    passed = failed = 0
    skips = []
    for case in ElementTree.parse(path).iter("testcase"):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif skipped is not None:
            skips.append(f"{case.get('name')}: {skipped.get('message')}")
        else:
            passed += 1
    return passed, failed, skips


def read_doc_log(path: Path) -> tuple[int, int, list[str]]:
    """Read the same from what `cargo test --doc` printed."""
    text = path.read_text(encoding="utf-8")
    results = re.findall(r"^test result: .* (\d+) passed; (\d+) failed; (\d+) ignored", text, re.MULTILINE)
    counts = [sum(int(result[index]) for result in results) for index in range(3)]
    # A doctest that does not compile is a failed one; a crate that does not compile has no result at all.
    broken = 0 if results and not re.search(r"^error: could not compile", text, re.MULTILINE) else 1
    return counts[0], counts[1] + broken, ["a documentation test: ignored"] * counts[2]


def suite_name(suite: str) -> str:
    """Take a suite's name, or the folder of a file in it."""
    return Path(suite).parent.name or suite


def main(results: Path, suites_named: list[str]) -> int:
    """Print the totals of all suites: Rust, its documentation, and those that are named, or a file in them."""
    suites = [results / f"{name}.xml" for name in ["rust", *map(suite_name, suites_named)]]
    passed, failed, skips = read_doc_log(results / "doc.log")
    complaints = []
    for suite in suites:
        counts = read_junit(suite) if suite.exists() else (0, 0, [])
        if counts[:2] == (0, 0) and not counts[2]:
            complaints.append(f"{suite.name}: no test ran")
        passed, failed, skips = passed + counts[0], failed + counts[1], skips + counts[2]
    complaints += [f"skipped without need: {skip}" for skip in skips if not may_be_skipped(skip)]
    for complaint in complaints:
        print(complaint)
    print(f"{passed} passed, {failed} failed, {len(skips)} skipped")
    return 1 if failed or complaints else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))

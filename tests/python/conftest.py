"""The wheel as a user gets it: built of this source tree, and installed before any test imports it."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
CRATE = ROOT / "crates" / "oddwalk-python"


def pytest_sessionstart() -> None:
    """Build the wheel and install it beside the tests, unless ODDWALK_INSTALLED says that it is there already."""
    if os.environ.get("ODDWALK_INSTALLED"):
        return
    with TemporaryDirectory() as folder:
        build = [sys.executable, "-m", "maturin", "build", "--profile", "dev", "--out", folder]
        target = os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target"))
        subprocess.run(build, cwd=CRATE, env=os.environ | {"CARGO_TARGET_DIR": target}, check=True)
        (built,) = Path(folder).glob("*.whl")
        assert "-cp310-abi3-" in built.name
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
        subprocess.run([*pip, "--force-reinstall", "--no-deps", str(built)], check=True)

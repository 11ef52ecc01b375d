"""A reader of share links and a judge of FHIR that others have written: JavaScript packages, fetched as the style sheets are."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.shlink import Web

ROOT = Path(__file__).resolve().parent.parent
_SCRIPT = Path(__file__).parent / "readers" / "read.mjs"
_SECONDS = 120


def _modules() -> Path:
    """Where the packages are: this checkout's own, or the one its environment belongs to."""
    for root in (ROOT, Path(sys.prefix).parent):
        if (root / ".build" / "node_modules" / "@medplum" / "definitions").is_dir():
            return root / ".build" / "node_modules"
    pytest.fail("The packages in scripts/styles/package.json are not here. Run make setup.")


def _node() -> str:
    """The machine's own Node, or the one that the npm from PyPI brought."""
    found = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    return found or pytest.fail("There is no Node here. Run make setup, which brings one.")


def read(link: str, web: Web, *, recipient: str, passcode: str, invariants: bool = False) -> dict[str, Any]:
    """What the reader says: {files: [{contentType, content, faults, warnings, without}], resources} or {refused: {name, message}}."""
    command = [_node(), str(_SCRIPT), str(_modules())]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "NODE_OPTIONS": ""}
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def tell(said: Any) -> None:
            assert reader.stdin is not None
            reader.stdin.write(json.dumps(said) + "\n")
            reader.stdin.flush()

        tell({"link": link, "passcode": passcode, "recipient": recipient, "invariants": invariants})
        for line in reader.stdout:
            said: dict[str, Any] = json.loads(line)
            if "ask" not in said:
                reader.stdin.close()
                reader.wait(_SECONDS)
                return said
            status, kind, body = web(said["ask"]["method"], said["ask"]["url"], said["ask"]["body"])
            tell({"status": status, "type": kind, "body": body.decode()})
    pytest.fail(f"The reader ended with status {reader.returncode} and no answer.")

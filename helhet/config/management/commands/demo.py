"""`helhet demo`: build synthetic Setesdal where there is none, and serve it. Only ever on a database of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from helhet.access.policy import OSLO
from helhet.demo import guide
from helhet.demo.build import build
from helhet.demo.mark import begin, empty, is_demo, told_on
from helhet.web import clock

_WORKERS, _THREADS = 2, 4
_PATIENCE = 3  # seconds
_HOST = "127.0.0.1"


class Command(BaseCommand):
    """Exit status 0 done, 1 when this database is not the demo's or the port is taken, 2 wrong usage."""

    help = "Build the demo database, synthetic Setesdal, if there is none, and serve it with nobody's password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="Build only.")
        parser.add_argument("--port", type=int, default=8000, metavar="N", help="The port to serve on.")
        parser.add_argument("--fresh", action="store_true", help="Tell everything anew, as of today. What was done in the demo is lost.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["no_serve"]:
            self._refuse_if_taken(options["port"])
        try:
            self._build(fresh=options["fresh"])
        except KeyboardInterrupt:
            raise CommandError("Stopped before everything was told; nothing of it is kept. The same command begins anew.") from None
        if not options["no_serve"]:
            self._serve(options["port"])

    def _build(self, *, fresh: bool) -> None:
        here = is_demo()
        if here is False:
            raise CommandError(
                f"The database in {_where()} is not the demo's: it holds something that the demo did not put there. Set HELHET_DATA_DIR "
                "(or HELHET_DATABASE_URL) to an empty place. The demo lets anybody in, and never opens or empties what people use."
            )
        told = told_on() if here else None
        if told and not fresh:
            self._say_if_old(told)
            return
        if here:
            empty()
        began = time.monotonic()
        self._tell("Preparing the database …")
        begin()
        made_ready = subprocess.Popen([sys.executable, "-m", "helhet.capacity.ready"])
        call_command("migrate", verbosity=0)
        build(clock.now(), progress=self._progress)
        made_ready.wait()
        self._tell(f"Built in {time.monotonic() - began:.0f} s, in {_where()}.")

    def _say_if_old(self, told: date) -> None:
        if told < clock.now().astimezone(OSLO).date():
            self._tell(f"This demo was told on {told}, and what is due has aged since. helhet demo --fresh tells it anew, as of today.")

    def _progress(self, what: str, done: int, of: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{what}: {done} of {of}   ", end="\n" if done == of else "", file=sys.stderr, flush=True)
        elif done == of:
            self._tell(f"{what}: {of}")

    def _tell(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    def _refuse_if_taken(self, port: int) -> None:
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((_HOST, port))
            except OSError:
                raise CommandError(f"Something already answers on port {port}. Choose another: helhet demo --port {port + 1}") from None

    def _serve(self, port: int) -> None:
        """Run the server until Ctrl-C; the cast is printed when it answers."""
        call_command("collectstatic", verbosity=0, interactive=False)
        connection.close()
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
        own = {"HELHET_DEMO": "1", "HELHET_CLOCK_BEGAN": str(settings.CLOCK_BEGAN), "DJANGO_SETTINGS_MODULE": "helhet.config.settings"}
        # In a session of its own: Ctrl-C reaches us alone, and the server with its workers is told once.
        server = subprocess.Popen(_command(port), env={**os.environ, **own}, start_new_session=True)
        try:
            if _answers(server, port):
                self.stdout.write("\n".join(guide.lines(f"http://{_HOST}:{port}/")))
                self.stdout.flush()
            status = server.wait()
        except KeyboardInterrupt:
            _stop(server)
            status = 0
        if status:
            raise CommandError("The server stopped by itself; what it said stands above.")


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Ask it to stop; whatever of it has not in a moment, is stopped."""
    server.terminate()
    try:
        server.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _command(port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "helhet.config.wsgi:application", "--interface", "wsgi", "--host", _HOST, "--port", str(port),
        "--workers", str(_WORKERS), "--blocking-threads", str(_THREADS), "--log-level", "warning", "--no-ws",
        "--static-path-route", settings.STATIC_URL.rstrip("/"), "--static-path-mount", str(settings.STATIC_ROOT),
        "--static-path-expires", "60",
    ]  # fmt: skip


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server answers; False when it stopped instead."""
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"http://{_HOST}:{port}/helse/", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return True
    return False


def _where() -> str:
    name = connection.settings_dict["NAME"]
    return str(name) if connection.vendor == "sqlite" else f"PostgreSQL, database {name}"

"""The environment variables an installation may set: what each decides, and what holds when it is not set.

`docs/reference/settings.md` is made from this table, and `read` knows no other names, so that none goes undocumented.
"""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """What a variable decides. `otherwise` describes a default that is not a plain value."""

    decides: str
    default: str = ""
    otherwise: str = ""


VARIABLES = {
    "HELHET_DATA_DIR": Variable(
        "The directory that holds the SQLite database, the three keys and the collected static files. Keep it on an encrypted disk.",
        otherwise="`.data` in the working directory",
    ),
    "HELHET_DATABASE_URL": Variable(
        "The database, as `postgres://user@host/name` or `sqlite:////path/file`.",
        otherwise="`helhet.sqlite3` in the data directory",
    ),
    "HELHET_SECRET_KEY": Variable(
        "The key that signs sessions and forms.",
        otherwise="made once and kept in `secret.key` in the data directory, readable by its owner",
    ),
    "HELHET_LOG_KEY": Variable(
        "The key that seals the access log. Keep it from whoever administers the database, and keep a copy: no other key verifies the log.",
        otherwise="made once and kept in `log.key` in the data directory, readable by its owner",
    ),
    "HELHET_SHARE_KEY": Variable(
        "The key that share links follow from. Another key shuts every link there is.",
        otherwise="made once and kept in `share.key` in the data directory, readable by its owner",
    ),
    "HELHET_HOSTS": Variable("The host names the server answers to, with commas between.", "localhost,127.0.0.1,[::1]"),
    "HELHET_ORIGINS": Variable(
        "Origins that may send forms when they differ from the host, as `https://helhet.example`, with commas between."
    ),
    "HELHET_HTTPS": Variable("`1`: cookies go over HTTPS only, plain HTTP is redirected, and browsers are told to remember it (HSTS)."),
    "HELHET_PROXY": Variable("`1`: trust `X-Forwarded-Proto` from the proxy in front. Only when the proxy always sets it."),
    "HELHET_IDLE_MINUTES": Variable("Minutes without a page before somebody is signed out.", "20"),
    "HELHET_SIGN_IN_LINKS": Variable(
        "`1`: workers give residents a way in by a link and a code for once. Not the level called «high»: see ADR 0022. On in a demo."
    ),
    "HELHET_DEMO": Variable("`1`: sign in as any of the cast, without password or second factor. Never with real people's data."),
    "HELHET_DEBUG": Variable("`1`: Django's debug pages, for development. They show data."),
    "HELHET_CLOCK": Variable("The instant the demo and the browser tests pretend it is when they start, as ISO 8601 with offset."),
    "HELHET_CLOCK_BEGAN": Variable(
        "When that pretending began, in seconds since 1970. `helhet demo` sets it, so that all its workers agree.",
        otherwise="when the process started",
    ),
}


def read(name: str, default: str | None = None) -> str:
    """The variable's value in the environment, else its default (`default` for those whose default is worked out)."""
    known = VARIABLES[name]
    return os.environ.get(name) or (known.default if default is None else default)

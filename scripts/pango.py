"""See that WeasyPrint finds Pango, which paper needs, installing Debian's packages when it does not and we may."""

import subprocess
import sys

from debian import install

REQUIRED = ("libpango-1.0-0", "libpangoft2-1.0-0")
# Older releases have no such package; WeasyPrint warns without it and still prints.
WISHED = ("libharfbuzz-subset0",)


def works(*, fully: bool = False) -> bool:
    """Whether WeasyPrint loads its libraries; `fully` also counts its warning about the wished one."""
    flags = ["-W", "error::DeprecationWarning:weasyprint.text.ffi"] if fully else []
    return subprocess.run([sys.executable, *flags, "-c", "import weasyprint"], capture_output=True).returncode == 0


def main() -> int:
    """Install what is missing; 1 and one line on standard error when paper cannot be printed."""
    if not works():
        install(*REQUIRED)
    if works() and not works(fully=True):
        install(*WISHED)
    if works():
        return 0
    print(
        "pango: WeasyPrint cannot load Pango, so plans cannot be printed. "
        f"Install it (Debian: apt-get install {' '.join(REQUIRED + WISHED)}).",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())

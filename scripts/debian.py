"""Install packages with apt-get where that is possible: on Debian's family, as root."""

import os
import shutil
import subprocess
import sys


def install(*packages: str) -> bool:
    """Whether apt-get installed the packages; what it says on failure goes to standard error."""
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return False
    print(f"Installing {', '.join(packages)} with apt-get …", file=sys.stderr)
    options = ["-qq", "-o", "DPkg::Lock::Timeout=120"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [apt, *options, *command],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            print(done.stderr.strip(), file=sys.stderr)
            return False
    return True

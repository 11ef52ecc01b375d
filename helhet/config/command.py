"""The command `helhet`: exit status 0 done, 1 faults in the input, 2 wrong usage."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run `helhet <command>`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helhet.config.settings")
    execute_from_command_line(["helhet", *sys.argv[1:]])

"""`python -m tests.data.report_kit DIR`: Kitvik as a snapshot."""

import sys
from pathlib import Path

from . import write

if len(sys.argv) != 2:
    sys.exit("python -m tests.data.report_kit DIR: a new directory")
print(write(Path(sys.argv[1])))

"""What `make soak` repeats many times over, and `make test` once of each kind (CONTRIBUTING.md says which, and why)."""

import os

SOAK = os.environ.get("HELHET_SOAK") == "1"

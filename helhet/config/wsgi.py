"""What granian serves."""

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helhet.config.settings")
application = get_wsgi_application()

# The rooms can be read once Django is set up.
from helhet.access.policy import OSLO  # noqa: E402
from helhet.oversight import due  # noqa: E402
from helhet.web import clock  # noqa: E402

due.make_ready(clock.now().astimezone(OSLO).date())
reverse("my-day")  # reads every page's module: else the first page of each process waits for that, and what it reads is not frozen below

# What was loaded at the start lives as long as the process: looked through once and never again, or every fifth page waits for it.
gc.collect()
gc.freeze()
atexit.register(gc.unfreeze)  # else DuckDB's library says at the end that nobody threw its things away
gc.set_threshold(50_000, 20, 100)

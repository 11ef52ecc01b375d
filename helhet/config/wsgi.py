"""What granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helhet.config.settings")
application = get_wsgi_application()

# What was loaded at the start lives as long as the process: looked through once and never again, or every fifth page waits for it.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)

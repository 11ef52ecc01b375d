#!/usr/bin/env python
"""Django's own entry, for those who look for it. The product's command is `helhet`."""

from helhet.config.command import main

if __name__ == "__main__":
    main()

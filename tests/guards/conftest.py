"""Every address is opened many times over here: a paper is read as it goes to the printer, which is quicker, and says what stands on it."""

import pytest

from helhet.web import paper


@pytest.fixture(autouse=True)
def _unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "pdf", str.encode)

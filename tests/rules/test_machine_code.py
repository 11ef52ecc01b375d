"""Where the machine code of «Hva om» is kept: a place of its own for each code, and nothing of older ones."""

from helhet.capacity import ready


def test_each_code_has_a_place_and_what_older_code_left_is_removed(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    old = tmp_path / "0123456789abcdef"
    old.mkdir()
    (old / "loop.nbi").write_bytes(b"what an older Helhet made")
    ready.kept_in(tmp_path)
    place = ready.os.environ["NUMBA_CACHE_DIR"]
    assert place.startswith(str(tmp_path))
    assert not old.exists()
    ready.kept_in(tmp_path)
    assert ready.os.environ["NUMBA_CACHE_DIR"] == place, "the same code has the same place"


def test_what_the_operator_has_chosen_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/somewhere/else")
    ready.kept_in(tmp_path)
    assert ready.os.environ["NUMBA_CACHE_DIR"] == "/somewhere/else"

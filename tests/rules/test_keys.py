"""A key sorts by when it was made: what is set twice of one day is held by the last, also within a millisecond."""

from uuid import RFC_4122

from helhet.organisation.rules import new_key

_MOMENT = 1_794_301_200_000_000_000  # 10 November 2026, in nanoseconds


def test_keys_stand_in_the_order_they_were_made() -> None:
    made = [new_key(_MOMENT + micro * 1_000, random_bits=0 if micro % 2 else (1 << 62) - 1) for micro in range(3_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_a_key_is_a_version_seven_and_tells_its_millisecond() -> None:
    one = new_key(_MOMENT + 999_999, random_bits=(1 << 62) - 1)
    assert (one.version, one.variant, one.int >> 80) == (7, RFC_4122, _MOMENT // 1_000_000)

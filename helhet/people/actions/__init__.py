"""What happens with who a person is, with those near to her, and with two records that are one person's."""

from .kin import (
    agree_about_child,
    ask_about_children,
    change_next_of_kin,
    end_next_of_kin,
    follow_up_child,
    make_nearest,
    name_each_next_of_kin,
    name_next_of_kin,
    note_child,
    note_nobody_nearest,
    note_own_record,
    represent,
)
from .merge import merge
from .person import (
    NewPerson,
    add_identifier,
    change,
    draw_network,
    emergency,
    end_identifier,
    make_all_known,
    make_known,
    say_what_matters,
    set_address,
    set_addresses,
    told_again,
)

__all__ = [
    "NewPerson", "add_identifier", "agree_about_child", "ask_about_children", "change", "change_next_of_kin", "draw_network",
    "emergency", "end_identifier", "end_next_of_kin", "follow_up_child", "make_all_known", "make_known", "make_nearest", "merge",
    "name_each_next_of_kin", "note_nobody_nearest",
    "name_next_of_kin", "note_child", "note_own_record", "represent",
    "say_what_matters", "set_address", "set_addresses", "told_again",
]  # fmt: skip

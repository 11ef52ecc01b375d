"""Putting municipalities, units, staff and partners in place, and keeping them right."""

from .competence import end_competence, give_competence, know_centre, need_competence, note_learning
from .keeping import end_point, keep_member, keep_partner, keep_point, keep_service, keep_staff, keep_unit
from .networks import end_network, keep_network
from .posts import add_post, aim, change_post, end_post, end_row, fund, hold, resize_post, share, take_back
from .setting_up import add_national_numbers, add_unit, co_operate, employ, leave, load_municipalities, take_part
from .settlements import settle

__all__ = [
    "add_national_numbers", "add_post", "add_unit", "aim", "change_post", "co_operate", "employ", "end_competence", "end_network",
    "end_point", "end_post", "end_row", "fund", "give_competence", "hold", "keep_member", "keep_network", "keep_partner", "keep_point",
    "keep_service", "keep_staff", "keep_unit", "know_centre", "leave", "load_municipalities", "need_competence", "note_learning",
    "resize_post", "settle", "share", "take_back", "take_part",
]  # fmt: skip

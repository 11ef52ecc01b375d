"""What happens with a meeting, its minutes and the tasks it ends in, and with what she writes to us."""

from .meetings import answer, call, cancel, invite, move, say_agenda
from .minutes import decide_action, decide_task, hold, open_minutes, share_minutes, write_minutes
from .tasks import drop, finish, give, postpone
from .threads import answer_thread, ask_about_look, write_more, write_to_us

__all__ = [
    "answer", "answer_thread", "ask_about_look", "call", "cancel", "decide_action", "decide_task", "drop", "finish", "give", "hold",
    "invite", "move", "open_minutes", "postpone", "say_agenda", "share_minutes", "write_minutes", "write_more", "write_to_us",
]  # fmt: skip

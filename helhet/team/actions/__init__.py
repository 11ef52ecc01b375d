"""What happens with a meeting, its minutes and the tasks it ends in."""

from .meetings import answer, call, cancel, invite, move, say_agenda
from .minutes import decide_action, decide_task, hold, open_minutes, share_minutes, write_minutes
from .tasks import drop, finish, give, postpone

__all__ = [
    "answer", "call", "cancel", "decide_action", "decide_task", "drop", "finish", "give", "hold", "invite", "move", "open_minutes",
    "postpone", "say_agenda", "share_minutes", "write_minutes",
]  # fmt: skip

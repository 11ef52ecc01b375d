"""What happens with a meeting, its minutes and the tasks it ends in, and with who stands on the board."""

from .board import begin_board_meeting, end_board_meeting, follow, put_on_board, take_off_board, take_up
from .meetings import answer, call, cancel, invite, move, say_agenda
from .minutes import decide_action, decide_task, hold, open_minutes, share_minutes, write_minutes
from .tasks import drop, finish, give, postpone

__all__ = [
    "answer", "begin_board_meeting", "call", "cancel", "decide_action", "decide_task", "drop", "end_board_meeting", "finish", "follow",
    "give", "hold", "invite", "move", "open_minutes", "postpone", "put_on_board", "say_agenda", "share_minutes", "take_off_board",
    "take_up", "write_minutes",
]  # fmt: skip

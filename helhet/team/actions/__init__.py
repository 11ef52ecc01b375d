"""What happens with a meeting, its minutes and the tasks it ends in, with the board, and with what she writes to us."""

from .board import begin_board_meeting, end_board_meeting, follow, put_on_board, take_off_board, take_up
from .meetings import answer, call, cancel, invite, move, say_agenda
from .minutes import decide_action, decide_task, hold, open_minutes, share_minutes, write_minutes
from .tasks import drop, finish, give, postpone
from .threads import answer_thread, ask_about_look, write_more, write_to_us

__all__ = [
    "answer", "answer_thread", "ask_about_look", "begin_board_meeting", "call", "cancel", "decide_action", "decide_task", "drop",
    "end_board_meeting", "finish", "follow", "give", "hold", "invite", "move", "open_minutes", "postpone", "put_on_board", "say_agenda",
    "share_minutes", "take_off_board", "take_up", "write_minutes", "write_more", "write_to_us",
]  # fmt: skip

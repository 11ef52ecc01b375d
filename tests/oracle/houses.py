"""The duties of a municipality as a whole, told once more in plain Python: nobody is the person."""

from collections.abc import Iterator
from datetime import date

from .plain import Asked, Row, Told, months, past, stands

IN_FORCE = date(2012, 1, 1)


class Houses(Asked):
    """Those of `evaluator` that are about no person."""

    def _house(self, day: str) -> Iterator[tuple[str, date | None]]:
        yield from ((h["municipality"], h[day]) for h in self.records["house"])

    def _yearly(self, day: str, length: int = 12) -> Iterator[Told]:
        for number, on in self._house(day):
            if on is None or on > self.on:
                yield Told(number, None, missing="done_since" if on else "not_entered")
            else:
                yield Told(number, None, by=on, done=on, again=months(on, length))

    def duty_KO_4(self) -> Iterator[Told]:
        for h in self.records["house"]:
            there = h["coordinating_unit"] and h["unit_answers"]
            yield Told(h["municipality"], None, by=IN_FORCE, done=IN_FORCE if there else None)

    def duty_KO_4a(self) -> Iterator[Told]:
        with_unit = {h["municipality"] for h in self.records["house"] if h["coordinating_unit"]}
        for told in self._yearly("routine_on", 24):
            yield told if told.subject in with_unit else Told(told.subject, None, applies=False)

    def duty_KO_4b(self) -> Iterator[Told]:
        for w in self.records["worker"]:
            held = [
                c["since"] for c in self.records["coordination"]
                if c["staff"] == w["staff"] and stands(c, self.on) and (c["staff_left_on"] is None or c["staff_left_on"] >= self.on)
            ]  # fmt: skip
            if held:
                trained = past(w["trained_on"], self.on)
                if w["trained_on"] and not trained:
                    yield Told(w["staff"], None, missing="done_since")
                elif trained:
                    yield Told(w["staff"], None, done=trained, again=months(trained, 24))
                else:
                    yield Told(w["staff"], None, by=months(min(held), 24))

    def duty_BM_3(self) -> Iterator[Told]:
        for h in self.records["house"]:
            on, heard = h["experience_on"], h["heard_since"]
            if on is None and heard is not None:
                yield Told(h["municipality"], None, by=months(heard, 24))
        unheard = {h["municipality"] for h in self.records["house"] if h["experience_on"] is not None or h["heard_since"] is None}
        yield from (told for told in self._yearly("experience_on") if told.subject in unheard)

    def duty_LE_1(self) -> Iterator[Told]:
        whole = {h["municipality"]: h["review_letters"] is not None and h["review_letters"] >= 7 for h in self.records["house"]}
        for told in self._yearly("reviewed_on"):
            yield told if told.missing or whole[told.subject] else Told(told.subject, None, by=told.by)

    def duty_LO_1a(self) -> Iterator[Told]:
        yield from self._yearly("log_looked_on", 3)

    def duty_BO_1(self) -> Iterator[Told]:
        yield from self._yearly("housing_on")

    def _clock(self, by: str, met: str) -> Iterator[Told]:
        for e in self.records["serious_event"]:
            if e["known_on"] <= self.on:
                yield Told(e["id"], None, e["known_on"] >= date(2026, 7, 1), e[by], past(e[met], self.on))

    def duty_LE_3(self) -> Iterator[Told]:
        yield from self._clock("notice_by", "noticed_on")

    def duty_LE_3a(self) -> Iterator[Told]:
        yield from self._clock("meeting_by", "offered_on")

    def duty_LE_3b(self) -> Iterator[Told]:
        yield from self._clock("report_by", "reported_on")

    # ── agreements ──────────────────────────────────────────────────────────

    def _running(self, number: str, kind: str) -> list[Row]:
        return [a for a in self.records["agreement"] if a["municipality"] == number and a["kind"] == kind and stands(a, self.on)]

    def _agreed(self, kind: str) -> Iterator[tuple[Row, Row | None]]:
        """Every municipality with the newest of its running agreements of a kind, or nothing."""
        for h in self.records["house"]:
            yield h, max(self._running(h["municipality"], kind), key=lambda a: (a["since"], a["id"]), default=None)

    def _adopted(self, a: Row) -> date | None:
        return past(max(a["signed_on"], a["adopted_on"]), self.on) if a["signed_on"] and a["adopted_on"] else None

    def duty_AV_1(self) -> Iterator[Told]:
        for h, a in self._agreed("hospital"):
            number = h["municipality"]
            yield (
                Told(number, None, by=a["since"], done=self._adopted(a), again=a["until"])
                if a
                else Told(number, None, missing="not_entered")
            )

    def duty_AV_1a(self) -> Iterator[Told]:
        for h, a in self._agreed("hospital"):
            if a is None or not a["users_took_part"]:
                yield Told(h["municipality"], None, missing="not_entered" if a is None else "users_said")
            else:
                yield Told(h["municipality"], None, by=a["since"], done=a["since"] if a["users_took_part"] == "yes" else None)

    def duty_AV_2(self) -> Iterator[Told]:
        for h, a in self._agreed("hospital"):
            if a is None:
                yield Told(h["municipality"], None, missing="not_entered")
            else:
                yield Told(
                    h["municipality"],
                    None,
                    by=a["since"],
                    done=past(a["agreed_on"], self.on) if a["points_agreed"] >= a["points"] else None,
                )

    def duty_AV_2a(self) -> Iterator[Told]:
        for a in self.records["agreement"]:
            if stands(a, self.on):
                if a["reviewed_on"] and a["reviewed_on"] > self.on:
                    yield Told(a["id"], None, missing="done_since")
                elif a["reviewed_on"]:
                    yield Told(a["id"], None, done=a["reviewed_on"], again=months(a["reviewed_on"], 12))
                else:
                    yield Told(a["id"], None, by=months(a["since"], 12))

    def duty_AV_2b(self) -> Iterator[Told]:
        for a in self.records["agreement"]:
            if stands(a, self.on):
                looked = a["looked_on"]
                yield Told(a["id"], None, looked is not None, looked, looked, months(looked, 12) if looked else None)

    def duty_AV_3(self) -> Iterator[Told]:
        for h, a in self._agreed("municipalities"):
            applies = h["hosts_since"] is not None and h["hosts_since"] <= self.on
            if a is None:
                yield Told(h["municipality"], None, applies, missing="not_entered")
            else:
                done = self._adopted(a) if a["points_agreed"] >= a["points"] else None
                yield Told(h["municipality"], None, applies, a["since"], done, a["until"])

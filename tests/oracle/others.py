"""The duties where somebody outside has a part, or waits for us: told once more in plain Python, as in the evaluator."""

from collections.abc import Iterator
from datetime import date

from .houses import Houses
from .plain import Row, Told, days, later, months, past, stands

BOTH_KINDS = ("none", "hol-7-1", "hol-7-2")
HEALTH = ("hol-3-2-4", "hol-3-2-5", "hol-3-2-6a", "hol-3-2-6c")


class Others(Houses):
    """Those of `evaluator` that stand on notices, partners, the hospital and what is written down."""

    def notices(self, *kinds: str, table: str = "notice") -> Iterator[Row]:
        yield from (row for row in self.records[table] if row["kind"] in kinds and row["on"] <= self.on)

    def answer(self, notice: Row, by: date | None, ends: str = "") -> Told:
        """A notice with its answer, when that has come; nobody waits for what was taken back."""
        came = past(notice["answered_on"], self.on)
        over = came is not None and bool(ends) and notice["answer"] == ends
        return Told(notice["id"], notice["person"], not over, by, came)

    # ── others' part in the plan ────────────────────────────────────────────

    def duty_IP_3(self) -> Iterator[Told]:
        yield from (self.answer(n, months(n["on"], 1)) for n in self.notices("need_nav", "need_child_welfare"))

    def duty_IP_5(self) -> Iterator[Told]:
        for p in self.plans():
            asked = [m["on"] for m in self.of("meeting", p["person"]) if m["school_invited"] and m["on"] <= self.on]
            born = self.people[p["person"]]
            known = born["born_year"] is not None and born["born_month"] is not None
            child = known and (self.on.year - born["born_year"]) * 12 + self.on.month - born["born_month"] < 18 * 12
            since = not child and later(p["pupil_changed_on"], self.on)
            missing = "done_since" if since else None
            applies = p["in_use"] and (child or p["pupil"] or since)
            yield Told(p["id"], p["person"], applies, months(p["since"], 3), min(asked, default=None), missing=missing)

    def duty_IP_6(self) -> Iterator[Told]:
        yield from (self.answer(n, days(n["on"], 14)) for n in self.notices("need_hospital"))

    def duty_IP_12(self) -> Iterator[Told]:
        for person in self.people:
            need = self.need_since(person)
            told = [n["on"] for n in self.notices("need_told") if n["person"] == person]
            told += [c["since"] for c in self.of("coordination", person) if c["role"] == "coordinator" and c["since"] <= self.on]
            by = days(need, 7) if need else None
            yield Told(person, person, need is not None and self.served(person), by, min(told, default=None))

    def duty_IP_14(self) -> Iterator[Told]:
        for p in self.records["plan"]:
            ours = [o["since"] for o in self.plans() if o["person"] == p["person"] and o["in_use"]]
            if p["kind"] == "activity" and p["since"] <= self.on and self.in_use(p) and ours:
                both = max(p["since"], min(ours))
                yield Told(p["id"], p["person"], by=months(both, 1), done=both if p["parent_id"] else None)

    def duty_IP_17(self) -> Iterator[Told]:
        decided = {d["id"]: d["decided_on"] for d in self.records["decision"]}
        for a in self.records["action"]:
            said, stands_on = later(a["granted_changed_on"], self.on), later(a["decision_changed_on"], self.on)
            if (a["granted"] or said) and a["since"] <= self.on:
                done, missing = past(decided.get(a["decision_id"]), self.on), "done_since" if said or stands_on else None
                yield Told(a["id"], a["person"], by=a["granted_changed_on"] or a["since"], done=done, missing=missing)

    def duty_KO_5(self) -> Iterator[Told]:
        for s in self.rows("stay", "notified_on"):
            missing = None if s["admitted_on"] else "admitted"
            yield Told(s["id"], s["person"], by=s["contact_by"], done=past(s["contact_on"], self.on), missing=missing)

    def duty_KO_6(self) -> Iterator[Told]:
        yield from (self.answer(n, days(n["on"], 14), "withdrawn") for n in self.notices("dispute"))

    # ── answers somebody waits for ──────────────────────────────────────────

    def duty_VE_9(self) -> Iterator[Told]:
        for e in self.rows("enquiry", "settled_on"):
            if e["sent_on"]:
                yield Told(e["id"], e["person"], by=months(e["received_on"], 1), done=e["settled_on"])

    def duty_VE_10(self) -> Iterator[Told]:
        yield from (self.answer(n, n["answer_by"], "withdrawn") for n in self.notices("referral"))

    def duty_VE_11(self) -> Iterator[Told]:
        for d in self.rows("decision", "digital_on"):
            ends = [day for day in (past(d["opened_on"], self.on), past(d["told_again_on"], self.on)) if day]
            yield Told(d["id"], d["person"], by=days(d["digital_on"], 8), done=min(ends, default=None))

    def duty_BO_2(self) -> Iterator[Told]:
        for n in self.notices("housing"):
            made = [
                d["decided_on"] for d in self.of("decision", n["person"])
                if d["legal_basis"] == "bosl-6" and n["on"] <= d["decided_on"] <= self.on
            ]  # fmt: skip
            waits = self.answer(n, None, "withdrawn").applies
            yield Told(n["id"], n["person"], waits, months(n["on"], 1), min(made, default=None))

    def duty_IN_1(self) -> Iterator[Told]:
        yield from (self.answer(n, days(n["on"], 30), "withdrawn") for n in self.notices("record"))

    def duty_BM_2(self) -> Iterator[Told]:
        for person, row in self.people.items():
            opened = self.open_since(person)
            told = [n["on"] for n in self.notices("informed") if n["person"] == person]
            by = months(max(opened, row["known_since"]), 1) if opened and len(told) < 2 else None
            last = max(told, default=None)
            yield Told(person, person, opened is not None, by, last, months(last, 12) if last else None)

    # ── what few may see ────────────────────────────────────────────────────

    def duty_SA_1(self) -> Iterator[Told]:
        for person in self.people:
            given = [
                c["given_on"] for c in self.of("consent", person)
                if c["by_another"] and stands(c, self.on, "given_on") and past(c["withdrawn_on"], self.on) is None
            ]  # fmt: skip
            decided = [n for n in self.notices("competence") if n["person"] == person]
            if decided:
                last = max(decided, key=lambda n: (n["on"], n["id"]))
                yield Told(person, person, by=days(last["on"], 3), done=past(last["answered_on"], self.on))
            elif given:
                yield Told(person, person, by=min(given))

    def duty_PAA_4(self) -> Iterator[Told]:
        yield from (self.answer(n, days(n["on"], 21)) for n in self.notices("concern", table="protected_notice"))

    def duty_PAA_4a(self) -> Iterator[Told]:
        yield from (self.answer(n, days(n["on"], 21)) for n in self.notices("concern_closed", table="protected_notice"))

    def duty_TV_1(self) -> Iterator[Told]:
        yield from (self.answer(n, months(n["on"], 1), "withdrawn") for n in self.notices("misuse", table="protected_notice"))

    def duty_TV_1a(self) -> Iterator[Told]:
        for n in self.notices("coercion", "coercion_pregnant", table="protected_notice"):
            yield self.answer(n, days(n["on"], 14 if n["kind"] == "coercion_pregnant" else 42))

    def duty_TV_1b(self) -> Iterator[Told]:
        yield from (self.answer(n, months(n["on"], 3)) for n in self.notices("retained", table="protected_notice"))

    # ── discharge ───────────────────────────────────────────────────────────

    def duty_UT_2(self) -> Iterator[Told]:
        for s in self.rows("stay", "told_ready_on"):
            points = s["ready_points"]
            done = s["told_ready_on"] if points is not None and points >= 8 else None
            yield Told(s["id"], s["person"], by=s["told_ready_on"], done=done, missing="points" if points is None else None)

    def duty_UT_4(self) -> Iterator[Told]:
        for s in self.rows("stay", "told_ready_on"):
            if s["ready_on"] is None:
                continue
            yes = past(s["answered_on"], self.on) is not None and s["answer"] in ("today", "from_day")
            ends = [day for day in (s["receive_on"] if yes else None, past(s["discharged_on"], self.on)) if day]
            overran = s["notice_minutes"] is not None and s["notice_minutes"] > 24 * 60
            applies = not overran and past(s["withdrawn_on"], self.on) is None
            yield Told(s["id"], s["person"], applies, s["ready_on"], past(min(ends, default=None), self.on))

    # ── what is written ─────────────────────────────────────────────────────

    def duty_DO_2(self) -> Iterator[Told]:
        for n in self.rows("note", "written_on"):
            bases = [
                c["legal_basis"] for c in self.of("case", n["person"])
                if c["opened_on"] <= min(n["on"], self.on) and (c["closed_on"] is None or c["closed_on"] >= n["on"])
            ]  # fmt: skip
            fits = any(b in BOTH_KINDS or (b in HEALTH) == (n["kind"] == "health") for b in bases)
            missing = None if bases else "no_service"
            yield Told(n["id"], n["person"], by=n["written_on"], done=n["written_on"] if fits else None, missing=missing)

    def duty_DO_3(self) -> Iterator[Told]:
        for n in self.rows("note", "signed_on"):
            changed = past(n["changed_on"], self.on)
            yield Told(n["id"], n["person"], by=days(changed, -1) if changed else None, done=None if changed else n["signed_on"])

    def duty_TS_3(self) -> Iterator[Told]:
        for o in self.records["objection"]:
            if stands(o, self.on):
                noted = o["noted"] and o["against"] != ""
                yield Told(o["id"], o["person"], by=o["since"], done=o["since"] if noted else None)

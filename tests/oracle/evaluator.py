"""The duties once more, in plain Python over lists of rows, from the paragraphs: slow, obvious, and what the criteria must agree with."""

from collections.abc import Iterator
from datetime import date

from .others import Others
from .plain import Row, Told, begun, days, later, months, past, stands

# pbrl § 2-7 for health care and assistance at home, in institutions and for kin; fvl for social services and housing.
NEED_DECISION = ("hol-3-2-6a", "hol-3-2-6b", "hol-3-2-6c", "hol-3-2a", "hol-3-6", "hol-3-8", "sotjl-17", "sotjl-27", "bosl-6")


class Evaluator(Others):
    """Every duty about a person; those where others have a part stand in `others`."""

    # ── the plan ────────────────────────────────────────────────────────────

    def duty_IP_1(self) -> Iterator[Told]:
        for person in self.people:
            plans = [p for p in self.plans() if p["person"] == person]
            over = [p for p in plans if p["state"] == "ended" and (p["ended_on"] is None or p["ended_on"] <= self.on)]
            going, ended = [p for p in plans if p not in over], over
            need, offer = self.need_since(person), self.offer(person, "plan")
            applies = self.served(person) and (need is not None or bool(offer and offer["answer"] == "yes"))
            if going:
                yield Told(person, person, applies, done=min(p["since"] for p in going))
            elif ended and not (offer and offer["on"] > max(p["since"] for p in ended)):
                if any(p["ended_on"] is None for p in ended):
                    yield Told(person, person, applies, missing="plan_ended")
                else:
                    anew = months(max(p["ended_on"] for p in ended), 1)
                    wants = self.served(person) and need is not None
                    yield Told(person, person, wants, by=max(months(need, 1) if need else anew, anew))
            elif offer is None:
                yield Told(person, person, applies, by=months(need, 1) if need else None)
            elif offer["answer"] is None:
                yield Told(person, person, applies, by=offer["get_by"])
            elif offer["answer"] == "yes":
                yield Told(person, person, applies, by=months(offer["answered"], 1))
            else:
                yield Told(person, person, applies, done=offer["answered"], again=offer["again"])

    def duty_IP_2(self) -> Iterator[Told]:
        for p in self.plans():
            by = max(p["since"], past(p["consent_withdrawn_on"], self.on) or p["since"])
            if self.consented_again(p):
                yield Told(p["id"], p["person"], p["in_use"], missing="done_since")
            elif p["consented"]:
                yield Told(p["id"], p["person"], p["in_use"], done=p["consented_on"])
            else:
                yield Told(p["id"], p["person"], p["in_use"], by)

    def duty_IP_4(self) -> Iterator[Told]:
        for p in self.plans():
            agreed = p["main_responsible_on"] or p["since"]
            if agreed > self.on:
                yield Told(p["id"], p["person"], p["in_use"], missing="done_since")
            else:
                yield Told(p["id"], p["person"], p["in_use"], days(p["since"], 30), p["since"] if p["main_responsible"] else None)

    def duty_IP_7(self) -> Iterator[Told]:
        for person in self.people:
            sinces = sorted(
                p["since"] for p in self.plans()
                if p["person"] == person and (p["state"] != "ended" or (p["ended_on"] is not None and p["ended_on"] > self.on))
            )  # fmt: skip
            if sinces:
                yield Told(person, person, by=sinces[-1]) if len(sinces) > 1 else Told(person, person, done=sinces[0])

    def duty_IP_7a(self) -> Iterator[Told]:
        for p in self.plans():
            looked = past(p["settled_on"], self.on) or p["since"]
            again = p["review_on"] or months(looked, 12)
            if self.consented_again(p) or (p["review_changed_on"] is not None and p["review_changed_on"] > self.on):
                yield Told(p["id"], p["person"], self.worked_on(p), missing="done_since")
            else:
                yield Told(p["id"], p["person"], self.worked_on(p), done=looked, again=again)

    def duty_IP_7b(self) -> Iterator[Told]:
        for g in self.records["goal"]:
            plan = next((p for p in self.records["plan"] if p["id"] == g["plan_id"] and p["since"] <= self.on and self.worked_on(p)), None)
            if plan is None or not begun(g, self.on, "since", "ended_on"):
                continue
            said = [e for e in self.records["evaluation"] if e["goal_id"] == g["id"] and e["on"] <= self.on]
            seen = max((e["on"] for e in said), default=None)
            _, agreed = max(((e["on"], e["look_again_on"]) for e in said if e["look_again_on"]), default=(None, None))
            if not (agreed and seen and agreed > seen):
                agreed = None
            changed = g["look_again_changed_on"]
            again = agreed or days(seen or g["since"], g["look_again_days"])
            if self.consented_again(plan) or (agreed is None and changed is not None and changed > self.on):
                yield Told(g["id"], g["person"], missing="done_since")
            else:
                yield Told(g["id"], g["person"], done=seen, again=again) if seen else Told(g["id"], g["person"], by=again)

    def duty_IP_8(self) -> Iterator[Told]:
        for p in self.plans():
            changed = (p[f"{what}_on"] for what in ("contents_changed", "review_changed", "main_responsible"))
            if self.consented_again(p) or any(on is not None and on > self.on for on in changed):
                yield Told(p["id"], p["person"], p["in_use"], missing="done_since")
            elif self.is_whole(p):
                yield Told(p["id"], p["person"], p["in_use"], done=past(p["settled_on"], self.on) or p["since"])
            else:
                yield Told(p["id"], p["person"], p["in_use"], months(p["since"], 3))

    def is_whole(self, p: Row) -> bool:
        on, who = self.on, p["person"]
        goals = [g for g in self.records["goal"] if g["plan_id"] == p["id"] and begun(g, on, "since", "ended_on")]
        actions = [a for a in self.records["action"] if a["plan_id"] == p["id"] and a["since"] <= on]
        coordinator = any(stands(c, on) and c["role"] in ("coordinator", "child_coordinator") for c in self.of("coordination", who))
        offered = any(o["offered_on"] <= on and o["of"] in ("coordinator", "child_coordinator") for o in self.of("offer", who))
        born = self.people[who]
        known = born["born_year"] is not None and born["born_month"] is not None
        child = known and (on.year - born["born_year"]) * 12 + on.month - born["born_month"] < 18 * 12
        seen, around = any(n["since"] <= on for n in self.of("need", who)), any(stands(a, on) for a in self.of("access", who))
        return all((
            goals and p["strengths"] and seen, around,
            p["main_responsible"] and coordinator, p["relatives"] and any(a["responsible"] == "person" for a in actions),
            actions and all(a["has_extent"] for a in actions), actions and all(a["has_how"] for a in actions), coordinator or offered,
            p["until"] and p["review_on"], p["consented"], p["cooperation"], not child or p["child_takes_part"],
        ))  # fmt: skip

    def duty_IP_9(self) -> Iterator[Told]:
        for p in self.plans():
            person = self.people[p["person"]]
            other = person["interpreter"] or person["language"] not in ("nb", "nn")
            spoken = later(person["language_changed_on"], self.on)
            missing = "done_since" if spoken or later(person["adapted_changed_on"], self.on) else None
            done = p["since"] if person["adapted"] else None
            yield Told(p["id"], p["person"], bool(p["in_use"] and (other or spoken)), months(p["since"], 3), done, missing=missing)

    def duty_IP_13(self) -> Iterator[Told]:
        for person in self.people:
            sinces = [p["since"] for p in self.plans() if p["person"] == person and p["in_use"]]
            invited = [m["on"] for m in self.of("meeting", person) if m["gp_invited"] and m["on"] <= self.on]
            if sinces and invited:
                yield Told(person, person, done=max(invited), again=months(max(invited), 12))
            elif sinces:
                yield Told(person, person, by=months(max(min(sinces), date(2026, 1, 1)), 12))

    def duty_IP_13a(self) -> Iterator[Told]:
        for m in self.rows("meeting", "on"):
            if m["gp_invited"] and m["on"] >= date(2026, 1, 1):
                yield Told(m["id"], m["person"], by=m["on"], done=m["on"] if m["gp_answered"] else None)

    def duty_IP_13b(self) -> Iterator[Told]:
        for m in self.rows("meeting", "on"):
            if m["health_invited"]:
                yield Told(m["id"], m["person"], by=m["on"], done=m["on"] if m["health_answered"] else None)

    # ── the coordinator ─────────────────────────────────────────────────────

    def _coordinated(self, person: str, of: str, roles: tuple[str, ...], child: bool) -> Told:
        on, offer, need = self.on, self.offer(person, of), self.need_since(person, of_child=child)
        spells = [c for c in self.of("coordination", person) if c["role"] in roles and c["since"] <= on]
        ends = {c["id"]: min(c["until"] or date.max, c["staff_left_on"] or date.max) for c in spells}
        now = [c for c in spells if ends[c["id"]] >= on]
        left = any(ends[c["id"]] < on and stands(c, on) for c in spells)
        answer = offer["answer"] if offer else None
        helped = self.open_since(person) is not None
        applies = ((offer is not None or need is not None) and self.served(person)) if child else (
            (need is not None and self.served(person)) or (helped and (answer == "yes" or left or bool(now)))
        )  # fmt: skip
        if now:
            return Told(person, person, applies, done=min(c["since"] for c in now))
        last = max(ends.values(), default=None)
        if offer and answer == "yes":
            return Told(person, person, applies, by=max(offer["answered"], last or offer["answered"]))
        if left:
            return Told(person, person, applies, by=last)
        if offer is None:
            return Told(person, person, applies, by=months(need, 1) if need else None)
        if answer is None:
            return Told(person, person, applies, by=offer["get_by"])
        return Told(person, person, applies, done=offer["answered"], again=offer["again"])

    def duty_KO_1(self) -> Iterator[Told]:
        yield from (self._coordinated(person, "coordinator", ("coordinator", "deputy"), child=False) for person in self.people)

    def duty_KO_2(self) -> Iterator[Told]:
        for person in self.people:
            held = [
                c["since"] for c in self.of("coordination", person)
                if c["role"] in ("coordinator", "deputy") and stands(c, self.on) and (c["staff_left_on"] or self.on) >= self.on
            ]  # fmt: skip
            if not held or self.open_since(person) is None:
                continue
            last = max((c["on"] for c in self.of("contact", person) if c["on"] <= self.on), default=None)
            yield Told(person, person, done=last, again=days(last, 90)) if last else Told(person, person, by=days(min(held), 90))

    def duty_KO_3(self) -> Iterator[Told]:
        yield from (self._coordinated(person, "child_coordinator", ("child_coordinator",), child=True) for person in self.people)

    # ── intake, decisions and complaints ────────────────────────────────────

    def duty_VE_1(self) -> Iterator[Told]:
        for e in self.rows("enquiry", "received_on"):
            yield Told(e["id"], e["person"], by=months(e["received_on"], 1), done=past(e["replied_on"], self.on))

    def duty_VE_1a(self) -> Iterator[Told]:
        for e in self.rows("enquiry", "received_on"):
            by = e["expected_on"] or months(e["received_on"], 1)
            yield Told(e["id"], e["person"], past(e["replied_on"], self.on) is not None, by, past(e["settled_on"], self.on))

    def duty_VE_2(self) -> Iterator[Told]:
        for c in self.rows("case", "opened_on"):
            if begun(c, self.on, "opened_on", "closed_on") and c["legal_basis"] in NEED_DECISION:
                same = [
                    d["decided_on"]
                    for d in self.of("decision", c["person"])
                    if d["legal_basis"] == c["legal_basis"] and d["decided_on"] <= self.on
                ]
                earlier = c["opened_on"] < self.people[c["person"]]["known_since"]
                missing = "decided_before" if earlier and not same else None
                by = None if earlier and same else days(c["opened_on"], 14)
                yield Told(c["id"], c["person"], by=by, done=min(same, default=None), missing=missing)

    def duty_VE_3(self) -> Iterator[Told]:
        for d in self.rows("decision", "decided_on"):
            yield Told(d["id"], d["person"], by=days(d["decided_on"], 3), done=past(d["notified_on"], self.on))

    def duty_VE_3b(self) -> Iterator[Told]:
        for d in self.rows("decision", "notified_on"):
            points, day = d["told_points"], d["notified_on"]
            missing = "told_points" if points is None else None
            yield Told(d["id"], d["person"], by=day, done=day if points is not None and points >= 5 else None, missing=missing)

    def duty_VE_5a(self) -> Iterator[Told]:
        for d in self.rows("decision", "notified_on"):
            if d["complaint_until"]:
                limit = days(d["notified_on"], 21 if d["legal_basis"] in ("sotjl-17", "sotjl-27", "bosl-6") else 28)
                done = d["notified_on"] if d["complaint_until"] >= limit else None
                yield Told(d["id"], d["person"], by=d["notified_on"], done=done)

    def duty_VE_3a(self) -> Iterator[Told]:
        for d in self.rows("decision", "decided_on"):
            yield Told(d["id"], d["person"], by=d["decided_on"], done=d["decided_on"] if d["has_reasons"] else None)

    def duty_BM_1(self) -> Iterator[Told]:
        for d in self.rows("decision", "decided_on"):
            yield Told(d["id"], d["person"], by=d["decided_on"], done=d["decided_on"] if d["has_her_view"] else None)

    def duty_VE_5(self) -> Iterator[Told]:
        for c in self.rows("complaint", "received_on"):
            ends = [day for day in (past(c["forwarded_on"], self.on), past(c["settled_here_on"], self.on)) if day]
            yield Told(c["id"], c["person"], by=days(c["received_on"], 14), done=min(ends, default=None))

    def duty_VE_5b(self) -> Iterator[Told]:
        for c in self.rows("complaint", "forwarded_on"):
            yield Told(c["id"], c["person"], by=months(c["forwarded_on"], 3), done=past(c["result_on"], self.on))

    # ── children and kin ────────────────────────────────────────────────────

    def duty_PAA_1(self) -> Iterator[Told]:
        for person, row in self.people.items():
            opened = self.open_since(person)
            asked = [a["on"] for a in self.of("children_asked", person) if a["on"] <= self.on]
            by = days(max(opened, row["known_since"]), 14) if opened and len(asked) < 2 else None
            last = max(asked, default=None)
            yield Told(person, person, opened is not None, by, last, days(last, 365) if last else None)

    def duty_PAA_1a(self) -> Iterator[Told]:
        for c in self.rows("child", "known_on"):
            yield Told(c["id"], c["person"], by=days(c["known_on"], 30), done=past(c["followed_up_on"], self.on))

    def duty_PAA_2(self) -> Iterator[Told]:
        for c in self.rows("child", "known_on"):
            yield Told(c["id"], c["person"], by=days(c["known_on"], 30), done=past(c["consent_settled_on"], self.on))

    def duty_PAA_3(self) -> Iterator[Told]:
        for c in self.rows("child", "known_on"):
            lost = (self.people[c["person"]]["deceased_on"], c["bereaved_on"])
            lost = [day for day in lost if past(day, self.on)]
            times = [day for day in (c["followed_up_on"], c["last_followed_on"]) if past(day, self.on)]
            if lost:
                since = [day for day in times if day >= min(lost)]
                yield Told(c["id"], c["person"], by=days(min(lost), 14), done=min(since, default=None))

    def duty_LM_2(self) -> Iterator[Told]:
        for person, row in self.people.items():
            opened = self.open_since(person)
            rows = [r for r in self.of("response", person) if r["instrument"] == "livsomrader" and r["physical"]]
            asked = [r["on"] for r in rows if r["on"] <= self.on]
            by = days(max(opened, row["known_since"]), 30) if opened and len(asked) < 2 else None
            last = max(asked, default=None)
            yield Told(person, person, opened is not None, by, last, months(last, 12) if last else None)

    def duty_PAA_6(self) -> Iterator[Told]:
        for person in self.people:
            heavy = [k["heavy_care_on"] for k in self.of("kin", person) if stands(k, self.on) and past(k["heavy_care_on"], self.on)]
            if offer := self.offer(person, "kin_support"):
                again = offer["again"] if offer["answer"] in ("no", "later") else None
                yield Told(person, person, self.served(person), offer["get_by"], offer["answered"], again)
            elif heavy:
                yield Told(person, person, self.served(person), by=months(min(heavy), 1))

    def duty_SA_3(self) -> Iterator[Told]:
        for person, row in self.people.items():
            kin = [k for k in self.of("kin", person) if stands(k, self.on) and k["nearest"]]
            opened, said = self.open_since(person), [k["since"] for k in kin if k["scope_said"]]
            if kin:
                yield Told(person, person, opened is not None, days(min(k["since"] for k in kin), 30), min(said, default=None))
            else:
                by = days(max(opened, row["known_since"]), 30) if opened else None
                yield Told(person, person, opened is not None, by, past(row["kin_asked_on"], self.on))

    # ── hospital ────────────────────────────────────────────────────────────

    def duty_UT_1(self) -> Iterator[Told]:
        for s in self.rows("stay", "notified_on"):
            admitted, notified, minutes = s["admitted_on"], s["notified_on"], s["notice_minutes"]
            if admitted is None:
                yield Told(s["id"], s["person"], missing="admitted")
            elif minutes is None and notified == days(admitted, 1):
                yield Told(s["id"], s["person"], missing="admitted_hour")
            else:
                more_than_a_day = minutes is not None and minutes > 24 * 60 and notified <= days(admitted, 1)
                yield Told(s["id"], s["person"], by=admitted if more_than_a_day else days(admitted, 1), done=notified)

    def duty_UT_3(self) -> Iterator[Told]:
        for s in self.rows("stay", "told_ready_on"):
            answered = past(s["answered_on"], self.on)
            over = past(s["withdrawn_on"], self.on) or past(s["discharged_on"], self.on)
            yield Told(s["id"], s["person"], bool(answered or not over), s["told_ready_on"], answered)

    def duty_UT_5(self) -> Iterator[Told]:
        for s in self.rows("stay", "discharged_on"):
            yield Told(s["id"], s["person"], by=days(s["discharged_on"], 7), done=past(s["letter_on"], self.on))

    def duty_LM_1(self) -> Iterator[Told]:
        for s in self.rows("stay", "discharged_on"):
            met = [c["on"] for c in self.of("contact", s["person"]) if s["discharged_on"] <= c["on"] <= self.on]
            yield Told(s["id"], s["person"], by=days(s["discharged_on"], 2), done=min(met, default=None))

    # ── records ─────────────────────────────────────────────────────────────

    def duty_DO_1(self) -> Iterator[Told]:
        for n in self.rows("note", "written_on"):
            yield Told(n["id"], n["person"], by=days(n["written_on"], 2), done=past(n["signed_on"], self.on))

    def duty_TS_4(self) -> Iterator[Told]:
        for c in self.records["consent"]:
            if c["kind"] == "sharing" and stands(c, self.on, "given_on"):
                withdrawn = past(c["withdrawn_on"], self.on)
                yield Told(c["id"], c["person"], withdrawn is None, c["given_on"], c["given_on"] if c["has_purpose"] else None)

    def duty_LO_1(self) -> Iterator[Told]:
        for a in self.rows("access", "since"):
            if a["emergency"]:
                yield Told(a["id"], a["person"], by=days(a["since"], 3), done=past(a["reviewed_on"], self.on))

    def duty_LO_2(self) -> Iterator[Told]:
        for a in self.records["access"]:
            if stands(a, self.on) and a["staff"]:
                left = a["staff_left_on"] is not None and a["staff_left_on"] < self.on
                yield Told(a["id"], a["person"], by=a["staff_left_on"] if left else None, done=None if left else a["since"])

"""The declared scoring of a file, held against its questions: every item exists and counts, and the range is what answers can give."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from helhet.organisation.rules import N_

from .place import Place, exact
from .questionnaire import SCORED, CutOff, Item, Kind, MissingAs, Prompt, Scoring, ScoringKind

_SCORING = frozenset({"name", "title", "kind", "items", "multiplier", "table", "range", "missing", "cut_offs", "note"})
_MISSING = frozenset({"allow", "as"})
_CUT_OFF = frozenset({"from", "text"})
_PROMPT = frozenset({"item", "above"})
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST = 40
_MOST_SUMS = 2000
_STEP = Decimal("0.001")
_Bounds = tuple[Decimal, Decimal]


def read_scorings(ours: Place, items: Mapping[str, Item], conditional: frozenset[str]) -> tuple[Scoring, ...]:
    """Every declared score; `conditional` are the items that need not apply."""
    found: list[Scoring] = []
    for place in ours.each("scoring", _SCORING, most=_MOST):
        if one := _scoring(place, items, conditional):
            if one.name in [other.name for other in found]:
                place.fault("name", N_("Skåren «{name}» står to ganger."), name=one.name)
            found.append(one)
    return tuple(found)


def _scoring(place: Place, items: Mapping[str, Item], conditional: frozenset[str]) -> Scoring | None:
    before = len(place.story.faults)
    kind = place.one_of("kind", [one.value for one in ScoringKind])
    missing = place.inner("missing", _MISSING)
    links = _links(place, items)
    low, high = _range(place)
    one = Scoring(
        name=place.text("name", longest=40, form=_NAME, told=N_("Bare små bokstaver a–z, tall og bindestrek.")),
        title=place.text("title", longest=80), kind=ScoringKind(kind or "sum"), items=links, low=low, high=high,
        multiplier=_multiplier(place, kind), table=_table(place, kind),
        may_miss=missing.whole("allow", default=0, low=0, high=max(len(links) - 1, 0)),
        missing_as=MissingAs(missing.one_of("as", ("mean", "zero"), default="mean") or "mean"),
        cut_offs=_cut_offs(place, low, high), note=place.text("note", longest=300, required=False),
    )  # fmt: skip
    if one.kind == ScoringKind.MAP and one.may_miss and one.missing_as == MissingAs.MEAN:
        missing.fault("as", N_("Et oppslag i tabell kan ikke fylle ut med gjennomsnitt. Sett allow til 0."))
    if len(place.story.faults) > before:
        return None
    if one.may_miss and one.missing_as == MissingAs.MEAN and len({items[link].bounds() for link in one.items}) > 1:
        missing.fault(
            "as", N_("Gjennomsnittet kan ikke stå for et spørsmål med andre verdier enn de andre. Bruk «zero», eller sett allow til 0.")
        )
    _range_holds(place, one, items, conditional)
    _table_covers(place, one, items, conditional)
    return one


def _links(place: Place, items: Mapping[str, Item]) -> tuple[str, ...]:
    links = place.list("items", most=200)
    if not links:
        place.fault("items", N_("Mangler. Skriv linkId for spørsmålene som skal telles."))
    for index, link in enumerate(links):
        item = items.get(link) if isinstance(link, str) else None
        where = f"items[{index}]"
        if item is None:
            place.fault(where, N_("Skjemaet har ikke noe spørsmål «{link}»."), link=link)
        elif item.kind not in SCORED or item.bounds() is None:
            place.fault(
                where, N_("«{link}» kan ikke telles: gi hvert svar en ordinalValue, eller tallet en minste og største verdi."), link=link
            )
        if links.count(link) > 1:
            place.fault(where, N_("«{link}» står to ganger."), link=link)
    return tuple(link for link in links if isinstance(link, str))


def _range(place: Place) -> _Bounds:
    ends = [exact(one) for one in place.list("range", most=2)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] >= ends[1]:
        place.fault("range", N_("Skal være [minste, største], for eksempel [0, 27]."))
        return Decimal(0), Decimal(1)
    return ends[0], ends[1]


def _multiplier(place: Place, kind: str) -> Decimal:
    if kind == ScoringKind.TIMES:
        return place.number("multiplier") or Decimal(1)
    if "multiplier" in place.held:
        place.fault("multiplier", N_("Hører bare til kind «times»."))
    return Decimal(1)


def _table(place: Place, kind: str) -> tuple[tuple[Decimal, Decimal], ...]:
    if kind != ScoringKind.MAP:
        if "table" in place.held:
            place.fault("table", N_("Hører bare til kind «map»."))
        return ()
    held = place.held.get("table")
    if not isinstance(held, dict) or not held:
        place.fault("table", N_('Skal være et objekt fra sum til verdi, for eksempel {{"0": 35, "1": 42}}.'))
        return ()
    rows = []
    for key, value in held.items():
        raw, became = _key(key), exact(value)
        if raw is None or became is None:
            place.fault(f"table.{key}", N_("Både summen og verdien skal være tall."))
        else:
            rows.append((raw, became))
    return tuple(rows)


def _key(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _cut_offs(place: Place, low: Decimal, high: Decimal) -> tuple[CutOff, ...]:
    found: list[CutOff] = []
    for one in place.each("cut_offs", _CUT_OFF, most=_MOST):
        start, text = one.number("from"), one.text("text", longest=200)
        if start is None:
            continue
        if not low <= start <= high:
            one.fault("from", N_("{start} er utenfor området."), start=start)
        if found and start <= found[-1].start:
            one.fault("from", N_("Grensene skal stå i stigende rekkefølge."))
        found.append(CutOff(start, text))
    return tuple(found)


def _range_holds(place: Place, one: Scoring, items: Mapping[str, Item], conditional: frozenset[str]) -> None:
    """The declared range is a checksum on the codes: it must be exactly what the answers can give."""
    low, high = (end.quantize(_STEP) for end in possible(one, items, conditional))
    if (low, high) != (one.low.quantize(_STEP), one.high.quantize(_STEP)):
        place.fault(
            "range", N_("Svarene kan gi fra {low} til {high}. Området sier noe annet. Rett området, eller verdiene på svarene."),
            low=f"{low.normalize():f}", high=f"{high.normalize():f}",
        )  # fmt: skip


def possible(one: Scoring, items: Mapping[str, Item], conditional: frozenset[str]) -> _Bounds:
    """The lowest and highest value that answers can give."""
    if one.kind == ScoringKind.MAP:
        values = [value for _, value in one.table]
        return min(values), max(values)
    ends = [_adds(items[link], one, conditional) for link in one.items]
    low, high = sum((end[0] for end in ends), Decimal(0)), sum((end[1] for end in ends), Decimal(0))
    if one.kind == ScoringKind.MEAN:
        may_vary = one.may_miss or any(link in conditional for link in one.items)
        # A mean of some of the questions can lie outside the mean of all.
        return (min(end[0] for end in ends), max(end[1] for end in ends)) if may_vary else (low / len(ends), high / len(ends))
    return min(low * one.multiplier, high * one.multiplier), max(low * one.multiplier, high * one.multiplier)


def _adds(item: Item, one: Scoring, conditional: frozenset[str]) -> _Bounds:
    """The least and most one item can add; nothing, too, when it need not apply or may be missing as zero."""
    low, high = item.bounds() or (Decimal(0), Decimal(0))
    may_not_apply = item.link in conditional and one.kind != ScoringKind.MEAN
    missing_is_zero = one.may_miss > 0 and one.missing_as == MissingAs.ZERO
    return (min(low, Decimal(0)), max(high, Decimal(0))) if may_not_apply or missing_is_zero else (low, high)


def _table_covers(place: Place, one: Scoring, items: Mapping[str, Item], conditional: frozenset[str]) -> None:
    """Every sum that choices can give stands in the table, so that nobody's answers come to nothing."""
    if one.kind != ScoringKind.MAP or any(items[link].kind not in (Kind.CHOICE, Kind.BOOLEAN) for link in one.items):
        return
    sums = {Decimal(0)}
    for link in one.items:
        item = items[link]
        steps = {option.ordinal for option in item.options if option.ordinal is not None} or {Decimal(0), Decimal(1)}
        if link in conditional or one.may_miss:
            steps.add(Decimal(0))
        sums = {held + step for held in sums for step in steps}
        if len(sums) > _MOST_SUMS:
            place.fault("table", N_("Svarene kan gi mer enn {most} ulike summer. En tabell passer ikke her."), most=_MOST_SUMS)
            return
    if missing := sorted(sums - {raw for raw, _ in one.table}):
        place.fault("table", N_("Tabellen mangler summen {missing}."), missing=", ".join(f"{raw:f}" for raw in missing[:10]))


def read_prompts(ours: Place, items: Mapping[str, Item]) -> tuple[Prompt, ...]:
    """The answers that call for a conversation."""
    found = []
    for place in ours.each("prompts", _PROMPT, most=_MOST):
        link, above = place.text("item", longest=40), place.number("above")
        if link and (link not in items or items[link].bounds() is None):
            place.fault("item", N_("Skjemaet har ikke noe spørsmål «{link}» som kan telles."), link=link)
        if link and above is not None:
            found.append(Prompt(link, above))
    return tuple(found)

"""One service divided between municipalities, each with its own people and its own work: what sharing a team is held against."""

from collections.abc import Mapping
from dataclasses import replace

from .model import Duty, Flow, Present, Step
from .service import Service


def name(key: str, municipality: str) -> str:
    """What a pool, step or flow of one municipality is called."""
    return f"{key}@{municipality}"


def by_municipality(service: Service, each: Mapping[str, tuple[float, float]], people: float | None = None) -> Service:
    """The service when nobody helps across: each with its part of those who come and those who are there, and its work years.

    `each` is how many people, of any measure, and work years by municipality; `people` is how many all those the service is of have,
    when some of them are left out. Only one pool can be divided.
    """
    [pool] = service.work_years
    people = people or sum(many for many, _ in each.values())
    work = {name(pool, one): own for one, (_, own) in each.items()}
    steps = tuple(_step(step, one) for one in each for step in service.steps)
    flows = tuple(_flow(flow, one, many / people) for one, (many, _) in each.items() for flow in service.flows)
    money = replace(service.money, work_year=dict.fromkeys(work, service.money.work_year.get(pool, 0.0)))
    return replace(
        service, work_years=work, hours_each=dict.fromkeys(work, service.hours_each[pool]), steps=steps, flows=flows,
        present=_dealt(service.present, {one: many / people for one, (many, _) in each.items()}), money=money,
        duties=tuple(_duty(duty, tuple(each)) for duty in service.duties),
    )  # fmt: skip


def _step(step: Step, one: str) -> Step:
    return replace(step, key=name(step.key, one), pool=step.pool and name(step.pool, one), kind=step.kind or step.key)


def _duty(duty: Duty, every: tuple[str, ...]) -> Duty:
    waiting, standing = (tuple(name(step, one) for one in every for step in steps) for steps in (duty.waiting, duty.standing))
    return replace(duty, waiting=waiting, standing=standing)


def _flow(flow: Flow, one: str, share: float) -> Flow:
    routes = {name(step, one): tuple((name(to, one), part) for to, part in ways) for step, ways in flow.routes.items()}
    return replace(flow, key=name(flow.key, one), a_year=flow.a_year * share, entry=name(flow.entry, one), routes=routes)


def _dealt(present: tuple[Present, ...], shares: Mapping[str, float]) -> tuple[Present, ...]:
    """Those who are there, dealt out so that each municipality always has as near its share as can be; the rest are left out."""
    every = {**shares, "": 1.0 - sum(shares.values())}
    had, dealt = dict.fromkeys(every, 0), []
    for place, one in enumerate(present, start=1):
        short = {key: share * place - had[key] for key, share in every.items()}
        whose = max(short, key=short.__getitem__)
        had[whose] += 1
        if whose:
            dealt.append(replace(one, flow=name(one.flow, whose), step=name(one.step, whose)))
    return tuple(dealt)

"""Ways of others to the same answers: queueing theory in closed form, and the simulators SimPy and Ciw on the same model.

Used by the tests of `helhet.capacity` and by `make bench`, never by the product.
"""

from collections.abc import Callable
from math import exp, factorial, log
from random import Random
from typing import Any

from helhet.capacity.model import DAYS_A_YEAR, Flow, Length, Model, Shape


def erlang_c(a_day: float, days: float, servers: int) -> float:
    """The mean wait in days of M/M/c: Erlang's second formula."""
    load = a_day * days
    busy = load**servers / factorial(servers) * servers / (servers - load)
    none = sum(load**n / factorial(n) for n in range(servers))
    return busy / (none + busy) * days / (servers - load)


def pollaczek_khinchine(a_day: float, length: Length) -> float:
    """The mean wait of M/G/1, exactly."""
    spread = {Shape.FIXED: 0.0, Shape.EXPONENTIAL: 1.0}.get(length.shape, length.spread)
    load = a_day * length.mean
    return load * length.mean * (1 + spread**2) / (2 * (1 - load))


def allen_cunneen(a_day: float, length: Length, servers: int) -> float:
    """The mean wait of M/G/c, nearly: that of M/M/c by the spread of the lengths (within a few per cent at such loads)."""
    spread = {Shape.FIXED: 0.0, Shape.EXPONENTIAL: 1.0}.get(length.shape, length.spread)
    return erlang_c(a_day, length.mean, servers) * (1 + spread**2) / 2


def erlang_c_longer(a_day: float, days: float, servers: int, than: float) -> float:
    """The share who wait longer than so many days in M/M/c."""
    free = servers / days - a_day
    return float(erlang_c(a_day, days, servers) * free * exp(-free * than))


def erlang_a(a_day: float, days: float, servers: int, patience: float) -> float:
    """The share who give up in M/M/c+M, from the balance equations."""
    rate, leaves = 1 / days, 1 / patience
    weight, total, giving_up = 1.0, 0.0, 0.0
    for there in range(10_000):
        total += weight
        giving_up += weight * max(0, there - servers) * leaves
        weight *= a_day / (min(there + 1, servers) * rate + max(0, there + 1 - servers) * leaves)
        if weight < 1e-18 * total:
            break
    return giving_up / total / a_day


# ── the same model elsewhere ────────────────────────────────────────────────


def drawn_length(length: Length, chance: Random) -> float:
    """One length of a step, by Python's own generator."""
    if length.shape == Shape.FIXED:
        return length.mean
    if length.shape == Shape.EXPONENTIAL:
        return chance.expovariate(1 / length.mean)
    return length.mean * chance.lognormvariate(-(length.sigma**2) / 2, length.sigma)


def simpy_waits(model: Model, seed: int) -> dict[str, list[tuple[float, float]]]:
    """One replication by SimPy: of each step (day asked, days waited), for pools of whole places."""
    import simpy  # noqa: PLC0415

    chance, world = Random(seed), simpy.Environment()
    steps = {step.key: step for step in model.steps}
    places = {pool.key: simpy.Resource(world, _places(model, pool.key)) for pool in model.pools}
    found: dict[str, list[tuple[float, float]]] = {key: [] for key in steps}

    def person(flow: Flow) -> Any:
        key: str | None = flow.entry
        while key is not None:
            step, asked = steps[key], world.now
            if step.pool:
                with places[step.pool].request() as place:
                    yield place
                    found[key].append((asked, world.now - asked))
                    yield world.timeout(drawn_length(step.length, chance))
            else:
                found[key].append((asked, 0.0))
                yield world.timeout(drawn_length(step.length, chance))
            key = _onward(flow, key, chance)

    def people(flow: Flow) -> Any:
        while True:
            yield world.timeout(chance.expovariate(flow.a_year / DAYS_A_YEAR))
            world.process(person(flow))

    for flow in model.flows:
        if flow.a_year:
            world.process(people(flow))
    world.run(until=model.days)
    return found


def _onward(flow: Flow, step: str, chance: Random) -> str | None:
    luck = chance.random()
    for to, share in flow.routes.get(step, ()):
        luck -= share
        if luck < 0:
            return to
    return None


def _places(model: Model, pool: str) -> int:
    hours = next(step.hours for step in model.steps if step.pool == pool)
    return round(next(one.hours for one in model.pools if one.key == pool) / hours)


def ciw_waits(model: Model, seed: int) -> dict[str, list[tuple[float, float]]]:
    """The same by Ciw, for models of one flow where each step has a pool of its own, or none."""
    import ciw  # noqa: PLC0415

    [flow] = model.flows
    names = [step.key for step in model.steps]
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(flow.a_year / DAYS_A_YEAR) if key == flow.entry else None for key in names],
        service_distributions=[_ciw_length(step.length, ciw) for step in model.steps],
        number_of_servers=[_places(model, step.pool) if step.pool else float("inf") for step in model.steps],
        routing=[[dict(flow.routes.get(one, ())).get(other, 0.0) for other in names] for one in names],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(model.days)
    found: dict[str, list[tuple[float, float]]] = {key: [] for key in names}
    for one in simulation.get_all_records():
        found[names[one.node - 1]].append((one.arrival_date, one.waiting_time))
    # Ciw records a service when it is over. Whoever is in one on the last day has waited too, and in long services she is one of many.
    for node in simulation.nodes[1:-1]:
        begun = (one for one in node.all_individuals if one.service_start_date is not False)
        found[names[node.id_number - 1]] += [(one.arrival_date, one.service_start_date - one.arrival_date) for one in begun]
    return found


def ciw_shared(model: Model, seed: int) -> dict[str, list[tuple[float, float]]]:
    """The same by Ciw of several flows with one step each, all of them in one pool: whoever came first begins first, whosever she is."""
    import ciw  # noqa: PLC0415

    steps, [pool] = {step.key: step for step in model.steps}, model.pools
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions={flow.key: [ciw.dists.Exponential(flow.a_year / DAYS_A_YEAR)] for flow in model.flows},
        service_distributions={flow.key: [_ciw_length(steps[flow.entry].length, ciw)] for flow in model.flows},
        number_of_servers=[_places(model, pool.key)],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(model.days)
    entry = {flow.key: flow.entry for flow in model.flows}
    found: dict[str, list[tuple[float, float]]] = {key: [] for key in steps}
    for one in simulation.get_all_records():
        found[entry[one.customer_class]].append((one.arrival_date, one.waiting_time))
    return found


def _ciw_length(length: Length, ciw: Any) -> Any:
    makers: dict[Shape, Callable[[], Any]] = {
        Shape.FIXED: lambda: ciw.dists.Deterministic(length.mean),
        Shape.EXPONENTIAL: lambda: ciw.dists.Exponential(1 / length.mean),
        Shape.LOGNORMAL: lambda: ciw.dists.Lognormal(_log_mean(length), length.sigma),
    }
    return makers[length.shape]()


def _log_mean(length: Length) -> float:
    return log(length.mean) - length.sigma**2 / 2

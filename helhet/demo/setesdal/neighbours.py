"""What neighbours have sent of figures and practices, signed by an installation of theirs. All of it invented."""

from datetime import datetime

from helhet.access.policy import OSLO
from helhet.demo import cast
from helhet.demo.telling import Teller
from helhet.statistics import exchange, sharing, signing
from helhet.statistics.exchange import Given
from helhet.statistics.sharing import INDICATORS, OF_POSTS, Practised

_THEIRS = "the neighbours' installation in the demo"
# Number, name, inhabitants, how many are helped, how many of these by indicator, and work years in tenths.
_NEIGHBOURS = (
    ("4218", "Iveland", 1_340, 16, (3, 8, 5, 4, 9, 6), (38, 0, 5)),
    ("4228", "Sirdal", 1_850, 27, (4, 12, 8, 15, 14, 9), (71, 0, 10)),
    ("4032", "Fyresdal", 1_250, 19, (2, 9, 6, 3, 11, 7), (52, 0, 4)),
    ("4034", "Tokke", 2_200, 31, (6, 17, 10, 6, 19, 12), (88, 2, 10)),
    ("4022", "Seljord", 2_900, 44, (7, 22, 12, 31, 24, 15), (103, 5, 10)),
    ("4213", "Tvedestrand", 6_200, 92, (12, 44, 25, 20, 51, 33), (214, 10, 20)),
)
_CRISIS = """Vi spør alle etter den tredje samtalen: hva vil du at vi skal gjøre når det er vanskelig?
Svaret skrives ned sammen, på ett ark, og personen får det med hjem samme dag.
Legevakten får vite at arket finnes, når personen vil det."""
_TELEPHONE = """Én telefon for alle fire kommunene, hverdager 08 til 15.30. Den som svarer, følger saken til noen har tatt imot den.
Vi ringer tilbake samme dag. Sykehuset og fastlegene har bare dette nummeret."""
_TELEPHONE_FIRST = """Én telefon for alle fire kommunene, hverdager 09 til 14. Den som svarer, følger saken til noen har tatt imot den."""


def neighbours_share(teller: Teller) -> None:
    """Their figures, a practice taken from one of them, and one of our own."""
    year = teller.days.today.year
    by = teller.by("kjersti", datetime(year, 9, 22, 13, 30, tzinfo=OSLO))
    exchange.take_in([Given(f"{one[1].lower()}-{year}.json", _file(one, year)) for one in _NEIGHBOURS], by=by)
    practice = Practised("4022", "Seljord", "routine", "Kriseplan etter tredje samtale", _CRISIS, "crisis-plan")
    file = signing.sign(sharing.practice_content(practice), _THEIRS)
    exchange.adopt(cast.SETESDAL["bygland"], file=Given("kriseplan.json", file), by=by)
    ours = exchange.write(cast.SETESDAL["bygland"], kind="routine", title="Én telefon for alle fire", words=_TELEPHONE_FIRST, by=by)
    later = teller.by("kjersti", datetime(year, 10, 20, 9, 0, tzinfo=OSLO))
    exchange.take_into_use(ours, title=ours.title, words=_TELEPHONE, by=later)


def _file(one: tuple[str, str, int, int, tuple[int, ...], tuple[int, ...]], year: int) -> bytes:
    number, name, population, helped, counts, tenths = one
    told = sharing.shared(
        number=number, name=name, population=population, year=year, group="adults",
        counts={"users": helped, **dict(zip(INDICATORS, counts, strict=True))}, tenths=dict(zip(OF_POSTS, tenths, strict=True)),
    )  # fmt: skip
    return signing.sign(sharing.content_of(told), _THEIRS)

"""What the services are in plain words, in three languages, and the self-help group and the bought place beside them. All invented."""

from decimal import Decimal
from typing import Any

from helhet.cases import actions as cases
from helhet.demo.cast import SETESDAL
from helhet.demo.telling import Teller
from helhet.organisation import actions as organisation
from helhet.organisation.models import Partner, ServiceOffered
from helhet.organisation.rules import Provided

_PLAIN = {
    "Møteplassen": (
        "Kom innom tirsdag og torsdag. Vi lager mat, går tur og er sammen. Du trenger ikke melde deg på.",
        "Kom innom tysdag og torsdag. Vi lagar mat, går tur og er saman. Du treng ikkje melde deg på.",
        "Drop in on Tuesdays and Thursdays. We cook, walk and spend time together. You need not sign up.",
    ),
    "Korte samtaler": (
        "Inntil seks samtaler om det som er vanskelig nå. Du ringer selv, uten henvisning, og får time innen to uker.",
        "Inntil seks samtalar om det som er vanskeleg no. Du ringjer sjølv, utan tilvising, og får time innan to veker.",
        "Up to six talks about what is hard now. You ring us yourself, without a referral, and meet us within two weeks.",
    ),
    "Samtaler hos psykolog": (
        "Samtaler over tid når det har vart lenge eller er alvorlig. Vi lager en plan sammen og ser på den underveis.",
        "Samtalar over tid når det har vart lenge eller er alvorleg. Vi lagar ein plan saman og ser på han undervegs.",
        "Talks over time when it has lasted long or is serious. We make a plan together and look at it as we go.",
    ),
    "Oppfølging rus": (
        "For deg som vil slutte, ruse deg mindre eller ha det tryggere. Vi kommer dit du er.",
        "For deg som vil slutte, ruse deg mindre eller ha det tryggare. Vi kjem dit du er.",
        "For you who want to stop, use less or be safer. We come to where you are.",
    ),
    "Oppfølging i hjemmet": (
        "Faste besøk hjemme hos deg, om det som gjør hverdagen tung. Du får et vedtak og kan klage på det.",
        "Faste besøk heime hos deg, om det som gjer kvardagen tung. Du får eit vedtak og kan klage på det.",
        "Regular visits at your home, about what makes daily life heavy. You get a decision and may complain about it.",
    ),
    "Bolig med personale": (
        "Egen leilighet med folk i huset hele døgnet. Du søker, og får et vedtak.",
        "Eiga leilegheit med folk i huset heile døgnet. Du søkjer, og får eit vedtak.",
        "A flat of your own with staff in the house day and night. You apply, and get a decision.",
    ),
}


def offers(teller: Teller) -> None:
    """Plain words for what there is, a self-help group, and a place that is bought."""
    house, by = teller.house, teller.by("tone", teller.days.ago(70))
    for one in ServiceOffered.objects.filter(name__in=_PLAIN).select_related("unit"):
        nb, nn, en = _PLAIN[one.name]
        serves = [place.pk for place in one.serves.all()]
        shared = Provided.SHARED if len(serves) > 1 else Provided.OWN
        organisation.keep_service(
            one, unit=one.unit, serves=serves, name=one.name, pathways=one.pathways, legal_basis=one.legal_basis, provided=shared,
            plain_nb=nb, plain_nn=nn, plain_en=en, by=by,
        )  # fmt: skip
    four = [house.municipalities[key].pk for key in SETESDAL]
    people = Partner.objects.create(kind="voluntary", name="Likemenn i Setesdal", telephone="40000191")
    place = Partner.objects.create(kind="other", name="Heia behandlingssenter", telephone="40000192", organisation_number="")
    for partner in (people, place):
        partner.serves.set(four)
    common = {"unit": house.units["ke"], "serves": four, "pathways": "123", "by": by}
    organisation.keep_service(
        None, name="Selvhjelpsgruppen på Evje", level_of_care=1, legal_basis="none", provided=Provided.SELF_HELP,
        description="Onsdager klokka seks", plain_nb="Vi snakker sammen om det vi har felles. Ingen skriver noe ned.",
        plain_nn="Vi snakkar saman om det vi har felles. Ingen skriv noko ned.",
        plain_en="We talk about what we have in common. Nobody writes anything down.", **common,
    )  # fmt: skip
    organisation.keep_service(
        None, name="Døgnplass, kjøpt", level_of_care=5, legal_basis="hol-3-2-6c", provided=Provided.BOUGHT, supplier=place, capacity=2,
        description="Når det ikke er nok med hjelp hjemme", plain_nb="Et sted å bo med hjelp hele døgnet, for en tid.",
        plain_nn="Ein stad å bu med hjelp heile døgnet, for ei tid.", plain_en="Somewhere to live with help day and night, for a time.",
        **common,
    )  # fmt: skip


def buys(teller: Teller, person: Any) -> None:
    """A place with help day and night, bought for somebody in Valle for half a year, and looked at with him."""
    begun, looked = teller.days.ago(120), teller.days.ago(50)
    place = Partner.objects.get(name="Heia behandlingssenter")
    made = cases.buy_care(
        person.pk, supplier=place, contract="Rammeavtalen, bilag 2", purpose="Ro og faste dager, til leiligheten er klar.", kind="home",
        paid_by="own",
        per_day=Decimal(3450), since=begun.date(), review_on=teller.days.before(60), by=teller.by("olav", begun),
    )  # fmt: skip
    cases.look_at_bought(
        made, on=looked.date(), helps="partly", her_view="Jeg sover. Men det er langt til alle jeg kjenner.",
        words="Vi leter etter noe nærmere, og ser på det igjen om to måneder.", next_on=teller.days.before(-10),
        by=teller.by("olav", looked),
    )  # fmt: skip

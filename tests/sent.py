"""Messages as a hospital would send them, built small for the tests: invented people, synthetic numbers (month + 80)."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from helhet.access.queries import machine_for
from helhet.demo.cast import House
from helhet.demo.identity import d_number, national_number
from helhet.ehelse.receive import Line, receive
from helhet.handover.rules import OSLO
from helhet.people import actions as people
from helhet.people.models import Person
from helhet.people.rules import read_identifier

SHARED = Path(__file__).resolve().parents[2] / "shared" / "standards" / "ehelse"
KE, BYGLAND = "8094101", "8094120"  # addresses of Setesdal's coordinating unit and of Bygland's own service
BORN = date(1969, 9, 14)
ODD_ARNE = national_number(BORN, male=True, serial=1)
ANOTHER = national_number(date(1977, 1, 3), male=True, serial=1)
D_NUMBER, HELP_NUMBER = d_number(BORN, male=True, serial=1), national_number(BORN, male=True, serial=2)

_PO = "http://www.kith.no/xmlstds/po/"
_EVENT = {"admitted": "1", "ready": "3", "discharged": "2", "withdrawn": "4", "death": "13"}
_ELEMENT = {
    "admitted": ("MeldingInnlagtPasient", "LOG_INNLAGT"),
    "ready": ("MeldingUtskrivningsklarPasient", "LOG_UTSKRIVNINGSKLAR"),
    "withdrawn": ("AvmeldingUtskrivningsklarPasient", "LOG_AVMELDING"),
    "discharged": ("MeldingOmUtskrevetPasient", "LOG_UTSKREVET"),
    "death": ("OrienteringOmDod", "LOG_DOD"),
}


@dataclass(frozen=True)
class Sent:
    """One message; the defaults are an admission of Odd Arne, sent to the coordinating unit."""

    kind: str = "admitted"
    sent: str = "2026-10-29T14:00:00+01:00"
    msg_id: str = "m-1"
    number: str = ODD_ARNE
    number_type: str = "FNR"
    given: str = "Odd Arne"
    family: str = "Lauvdal"
    born: str = ""
    admitted: str = "2026-10-28T19:00:00+01:00"
    at: str = ""  # when the message's own event happened
    to: str = KE
    organisation: str = ""  # the receiving organisation's HER-id, when the service's stands under it
    copy_to: str = ""
    refers_to: str = ""
    status: str = "N"
    sender: str = "Sørlandet sykehus"
    sender_id: str = "8095301"
    version: str = "1.6"
    words: str = "Trenger oppfølging de første dagene."
    encoding: str = "UTF-8"
    prefix: str = "p1"
    more: str = ""  # put first in the payload's own element

    def __bytes__(self) -> bytes:
        return self.text().encode(self.encoding)

    def text(self) -> str:
        """The message as XML."""
        day = {"1.5": "2009-06-30", "1.6": "2012-04-01"}[self.version]
        element, code = _ELEMENT[self.kind]
        reference = f"<ConversationRef><RefToParent>{self.refers_to}</RefToParent><RefToConversation>{self.refers_to}</RefToConversation></ConversationRef>"  # noqa: E501
        born = f"<DateOfBirth>{self.born}</DateOfBirth>" if self.born else ""
        name = f"<FamilyName>{self.family}</FamilyName><GivenName>{self.given}</GivenName>" if self.family else ""
        ident = f'<Ident><Id>{self.number}</Id><TypeId V="{self.number_type}" S="2.16.578.1.12.4.1.1.8116"/></Ident>'
        p = self.prefix
        return f"""<?xml version="1.0" encoding="{self.encoding}"?>
<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"><MsgInfo><Type V="{code}" DN="Melding"/>
<MIGversion>v1.2 2006-05-24</MIGversion><GenDate>{self.sent}</GenDate><MsgId>{self.msg_id}</MsgId>{reference if self.refers_to else ""}
<Sender>{self._party(self.sender, self.sender_id, ("Avdeling 4B", self.sender_id + "1"))}</Sender>
<Receiver>{self._receiver(self.to)}</Receiver>
{f'<OtherReceiver><RoleReceiver V="COP" DN="Kopimottaker"/>{self._receiver(self.copy_to)}</OtherReceiver>' if self.copy_to else ""}
<Patient>{name}{born}{ident if self.number_type else ""}</Patient>
</MsgInfo><Document><RefDoc><MsgType V="XML" DN="XML-instans"/><Content>
<{p}:Pasientlogistikk xmlns:{p}="{_PO}Pasientlogistikk/{day}" xmlns="{_PO}poKomponent/{day}" xmlns:fk1="http://www.kith.no/xmlstds/felleskomponent1">
<InformasjonOmForsendelsen><Forsendelsesstatus V="{self.status}"/></InformasjonOmForsendelsen>
<TilknyttetEnhet><Kontaktenhet><fk1:OrganisationName>Avdeling 4B</fk1:OrganisationName><fk1:Ident><fk1:Id>4B</fk1:Id>
<fk1:TypeId V="LAV"/></fk1:Ident><fk1:TeleCom><fk1:TeleAddress V="tel:400 00 170"/></fk1:TeleCom></Kontaktenhet></TilknyttetEnhet>
<{p}:{element}>{self.more}{self._events()}</{p}:{element}></{p}:Pasientlogistikk></Content></RefDoc></Document></MsgHead>"""

    def _receiver(self, her_id: str) -> str:
        return self._party("Kommunen", self.organisation or her_id, ("Tjenesten", her_id) if self.organisation else None)

    @staticmethod
    def _party(name: str, her_id: str, inner: tuple[str, str] | None) -> str:
        under = Sent._party(inner[0], inner[1], None) if inner else ""
        ident = f'<Ident><Id>{her_id}</Id><TypeId V="HER" S="2.16.578.1.12.4.1.1.9051"/></Ident>' if her_id else ""
        return f"<Organisation><OrganisationName>{name}</OrganisationName>{ident}{under}</Organisation>"

    def _events(self) -> str:
        own = self.at or (self.admitted if self.kind == "admitted" else self.sent)
        events = [("admitted", self.admitted)] if self.kind in ("ready", "withdrawn") and self.admitted else []
        head = (
            '<UtskrevetTil><UtTil V="1" DN="Vanlig bosted" S="2.16.578.1.12.4.1.1.8408"/></UtskrevetTil>'
            if self.kind == "discharged"
            else ""
        )
        return head + "".join(self._event(what, at) for what, at in [*events, (self.kind, own)])

    def _event(self, what: str, at: str) -> str:
        words = f"<BeskrivelseAvHendelse>{self.words}</BeskrivelseAvHendelse>" if what == self.kind and self.words else ""
        return (
            f'<TidsfestetHendelse><Hendelsekode V="{_EVENT[what]}" S="2.16.578.1.12.4.1.1.9121"/>{words}'
            f'<TidspunktForHendelse V="{at}"/><Anslag>false</Anslag></TidsfestetHendelse>'
        )


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """An instant in Norway."""
    return datetime(year, month, day, hour, minute, tzinfo=OSLO)


def take_in(*messages: "Sent | bytes", at: datetime | None = None, otherwise: str = "") -> list[Line]:
    """Receive these messages one by one, in this order, as files 1.xml, 2.xml, …"""
    with TemporaryDirectory() as folder:
        files = []
        for number, message in enumerate(messages, start=1):
            files.append(Path(folder) / f"{number}.xml")
            files[-1].write_bytes(bytes(message))
        return list(receive(files, now=lambda: at or local(2026, 11, 10, 9), otherwise=otherwise))


def make_known(
    house: House, number: str = ODD_ARNE, *, given: str = "Odd Arne", family: str = "Lauvdal", born: date | None = BORN, at: str = "bygland"
) -> Person:
    """Somebody who has got help in this municipality since October, known by this number."""
    by = machine_for(house.units["ke"], at=local(2026, 10, 1), name="test")
    numbers = (read_identifier(number),) if number else ()
    new = people.NewPerson(house.municipalities[at], given, family, born, "40000143", identifiers=numbers)
    return people.make_known(new, unit=house.units[at], by=by)


def outcomes(lines: list[Line]) -> list[str]:
    """What became of each."""
    return [str(line.outcome) for line in lines]

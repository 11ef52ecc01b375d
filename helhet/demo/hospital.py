"""Messages as a hospital's system writes them (MsgHead 1.2, *Pasientlogistikk* and *Helseopplysninger* 1.6), about the demo's people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from uuid import NAMESPACE_URL, uuid5

from helhet.access.policy import OSLO
from helhet.handover.rules import KIND_NAMES, Kind

NAME, HER_ID = "Sørlandet sykehus", "8095301"
_CLINIC, _CLINIC_HER_ID = "Klinikk for psykisk helse", "8095302"

_PO, _DAY = "http://www.kith.no/xmlstds/po", "2012-04-01"
_LOGISTICS = {
    # kind: (type of message, element of the content)
    Kind.ADMITTED: ("LOG_INNLAGT", "MeldingInnlagtPasient"),
    Kind.READY: ("LOG_UTSKRIVNINGSKLAR", "MeldingUtskrivningsklarPasient"),
    Kind.DISCHARGED: ("LOG_UTSKREVET", "MeldingOmUtskrevetPasient"),
}
_EVENTS = {
    # what happened: code list 9121
    "admitted": ("1", "Innlagt"),
    "ready": ("3", "Pasient utskrivningsklar"),
    "happened": ("2", "Utskrevet"),
}
_HOME = '<UtskrevetTil><UtTil V="1" DN="Vanlig bosted" S="2.16.578.1.12.4.1.1.8408"/></UtskrevetTil>'
_NOTICE = '<TypeInnholdIMelding><TypeInnhold V="1" DN="Varsel om innlagt pasient" S="2.16.578.1.12.4.1.1.9140"/></TypeInnholdIMelding>'


@dataclass(frozen=True)
class Message:
    """One message about one person, to the coordinating unit; `moments` by what happened then."""

    kind: Kind
    sent: datetime
    given: str
    family: str
    number: str
    ward: str
    telephone: str
    to: tuple[str, str]  # the receiver's name and HER-id
    moments: Mapping[str, datetime]

    @property
    def key(self) -> str:
        """The same message has the same number every time the demo is told."""
        return str(uuid5(NAMESPACE_URL, f"{self.kind} {self.number} {self.sent.isoformat()}"))

    def __bytes__(self) -> bytes:
        code = "HELSEOPPL_SOKNAD" if self.kind == Kind.NOTICE else _LOGISTICS[self.kind][0]
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24">
  <MsgInfo>
    <Type V="{code}" DN="{KIND_NAMES[self.kind]}"/>
    <MIGversion>v1.2 2006-05-24</MIGversion>
    <GenDate>{_instant(self.sent)}</GenDate>
    <MsgId>{self.key}</MsgId>
    <Sender>{_organisation(NAME, HER_ID, _organisation(_CLINIC, _CLINIC_HER_ID))}</Sender>
    <Receiver>{_organisation(*self.to)}</Receiver>
    <Patient><FamilyName>{escape(self.family)}</FamilyName><GivenName>{escape(self.given)}</GivenName>
      <Ident><Id>{self.number}</Id><TypeId V="FNR" DN="Fødselsnummer" S="2.16.578.1.12.4.1.1.8116"/></Ident></Patient>
  </MsgInfo>
  <Document><RefDoc><MsgType V="XML" DN="XML-instans"/><Content>
{self._notice() if self.kind == Kind.NOTICE else self._logistics()}
  </Content></RefDoc></Document>
</MsgHead>
""".encode()

    def _logistics(self) -> str:
        element = _LOGISTICS[self.kind][1]
        to = _HOME if self.kind == Kind.DISCHARGED else ""
        return self._content("Pasientlogistikk", f"<p:{element}>{to}{self._events()}</p:{element}>")

    def _notice(self) -> str:
        """With health information, and when the hospital thinks that she can go home (utskrivningsklarforskriften § 8)."""
        return self._content("HelseopplysningerVedSoknad", f"{_NOTICE}<OpplysningOpphold>{self._events(guess=True)}</OpplysningOpphold>")

    def _content(self, name: str, more: str) -> str:
        return f"""    <p:{name} xmlns:p="{_PO}/{name}/{_DAY}" xmlns="{_PO}/poKomponent/{_DAY}" xmlns:fk1="http://www.kith.no/xmlstds/felleskomponent1">
      <InformasjonOmForsendelsen><Forsendelsesstatus V="N" DN="Ny"/></InformasjonOmForsendelsen>
      <TilknyttetEnhet><Kontaktenhet><fk1:OrganisationName>{escape(self.ward)}</fk1:OrganisationName>
        <fk1:Ident><fk1:Id>{escape(self.ward)}</fk1:Id><fk1:TypeId V="LAV" DN="Lokal identifikator for avdelinger" S="2.16.578.1.12.4.1.1.9051"/></fk1:Ident>
        <fk1:TeleCom><fk1:TeleAddress V="tel:{self.telephone}"/></fk1:TeleCom></Kontaktenhet></TilknyttetEnhet>
      {more}
    </p:{name}>"""  # noqa: E501

    def _events(self, *, guess: bool = False) -> str:
        return "".join(_event(what, f"{at:%Y-%m-%d}" if guess else _instant(at), guess=guess) for what, at in self.moments.items())


def _event(what: str, when: str, *, guess: bool) -> str:
    code, said = _EVENTS[what]
    return (
        f'<TidsfestetHendelse><Hendelsekode V="{code}" DN="{said}" S="2.16.578.1.12.4.1.1.9121"/>'
        f'<TidspunktForHendelse V="{when}"/><Anslag>{str(guess).lower()}</Anslag></TidsfestetHendelse>'
    )


def _organisation(name: str, her_id: str, inner: str = "") -> str:
    ident = f'<Ident><Id>{her_id}</Id><TypeId V="HER" DN="HER-id" S="2.16.578.1.12.4.1.1.9051"/></Ident>'
    return f"<Organisation><OrganisationName>{escape(name)}</OrganisationName>{ident}{inner}</Organisation>"


def _instant(at: datetime) -> str:
    return at.astimezone(OSLO).isoformat(timespec="seconds")

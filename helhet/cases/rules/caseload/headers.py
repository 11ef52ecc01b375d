"""What a column is, by the many words its header has in bokmål and nynorsk.

Headers are compared without case, signs and spaces, and with æ, ø, å as a, o, a: «F.dato», «fdato» and «F. Dato» are one.
A parenthesis or «ja/nei» at the end is tried away. `docs/how-to/import-a-caseload.md` shows the words; a test holds it to them.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class Field(StrEnum):
    """What is taken from a list; the value is the word to use with --map."""

    NAME = "navn"
    GIVEN = "fornavn"
    MIDDLE = "mellomnavn"
    FAMILY = "etternavn"
    NUMBER = "fødselsnummer"
    BORN = "født"
    TELEPHONE = "telefon"
    STREET = "adresse"
    POSTCODE = "postnummer"
    PLACE = "poststed"
    MUNICIPALITY = "kommune"
    GRADE = "adressegradering"
    CONFIDENTIAL = "fortrolig adresse"
    STRICT = "strengt fortrolig adresse"
    LANGUAGE = "språk"
    INTERPRETER = "tolk"
    KIN = "pårørende"
    KIN_RELATION = "relasjon"
    KIN_TELEPHONE = "pårørende telefon"
    CHILDREN = "barn"
    GP = "fastlege"
    COORDINATOR = "koordinator"
    CONTACT = "primærkontakt"
    PLAN = "individuell plan"
    PATHWAY = "hovedforløp"
    SERVICE = "tilbud"
    REFERRED = "henvist dato"
    FROM_WHOM = "henvist fra"
    STARTED = "startdato"
    CLOSED = "avsluttet"
    CLOSE_REASON = "avslutningsårsak"
    REMARK = "merknad"
    SKIP = "ignorer"


# Columns there may be several of: a mobile beside a telephone, two columns of remarks.
SEVERAL = frozenset({Field.TELEPHONE, Field.STREET, Field.REMARK, Field.SKIP})

_VARIANTS: dict[Field, str] = {
    Field.NAME: """navn, namn, bruker, brukar, navn bruker, namn brukar, brukers navn, brukarens namn, navn på bruker, namn på brukar,
        fullt navn, fullt namn, hele navnet, heile namnet, tjenestemottaker, tenestemottakar, pasient, pasientnavn, pasientnamn,
        innbygger, innbyggar, person, etternavn og fornavn, etternamn og førenamn, etternavn fornavn, etternamn førenamn, fornavn etternavn,
        førenamn etternamn, fornavn og etternavn, førenamn og etternamn, for- og etternavn, for- og etternamn, klient, klientnavn,
        klientnamn, navn klient, namn klient, beboer, bebuar, tj.mottaker, navnet, namnet""",
    Field.GIVEN: "fornavn, førenamn, fornamn, for navn",
    Field.MIDDLE: "mellomnavn, mellomnamn",
    Field.FAMILY: "etternavn, etternamn, slektsnavn, slektsnamn, familienavn, familienamn, etter navn",
    Field.NUMBER: """fødselsnummer, fødselsnr, fnr, f.nr, personnummer, personnr, person nr, pnr, p.nr, 11 siffer, elleve siffer,
        fødselsnummer 11 siffer, fødselsnr 11 siffer, personnr 11 siffer, personnummer 11 siffer, fødsels- og personnummer,
        fødsels- og personnr, fødsel- og personnummer, fødselsdato og personnummer, født/personnr, d-nummer, d-nr, dnr, fnr/dnr,
        fnr/d-nr, fødselsnr/d-nr, fødselsnummer/d-nummer, fødselsnummer eller d-nummer, id-nummer, id-nr, idnr, identitetsnummer,
        11 sifre, fødselsnummer 11 sifre, fødselsnr 11 sifre, fnr 11 siffer, fnr 11 sifre, pers.nr, pers.nummer, føds.nr, føds.nummer,
        fødselnr, fødselnummer""",
    Field.BORN: """født, fødd, fødselsdato, fødselsdag, f.dato, fdato, f.dag, født dato, fødd dato, dato født, dato fødd, f., fødselsdato
        dd.mm.åååå, født dd.mm.åå, bursdag, føds.dato, fødseldato, f.dt""",
    Field.TELEPHONE: """telefon, tlf, telefonnummer, telefonnr, tlfnr, tlf nummer, telefon privat, tlf privat, hjemmetelefon,
        heimetelefon, telefon hjem, tlf hjem, fasttelefon, mobil, mobilnr, mobilnummer, mobiltelefon, mobiltlf, mob, mob.tlf, mobil tlf,
        tlf/mobil, tlf mob, telefon/mobil, mobil/telefon, mobil/tlf, mobil privat, tlf priv, telefon priv, priv tlf, privat tlf,
        priv telefon, privat telefon, privattelefon, mob.nr, tlf 1, tlf 2, telefon 1, telefon 2""",
    Field.STREET: """adresse, gateadresse, gate, gate/vei, veg, vei, bostedsadresse, bustadadresse, hjemmeadresse, heimeadresse,
        besøksadresse, folkeregistrert adresse, folkeregisteradresse, postadresse, postnr/sted, postnr/stad, postnr/poststed,
        postnr og sted, postnr og stad, postnr og poststed, postnummer og poststed, postnummer/poststed, adr, gateadr, bostedsadr,
        bustadadr, hjemmeadr, heimeadr, postadr, poststed/nr, poststed/postnr, poststad/nr, poststad/postnr, adresse/poststed,
        adresse/poststad, adresse postnr og sted, adresse postnr og stad, adresse postnr og poststed""",
    Field.POSTCODE: "postnr, postnummer, post nr, postkode",
    Field.PLACE: "poststed, poststad, post sted, sted, stad",
    Field.MUNICIPALITY: """kommune, kommunenr, kommunenummer, hjemkommune, heimkommune, hjemmekommune, heimekommune, bostedskommune,
        bustadkommune""",
    Field.GRADE: """adressegradering, sperret adresse, sperra adresse, adressesperre, adressesperring, skjermet adresse, skjerma adresse,
        gradert adresse, gradering, kode 6/7, kode 6 eller 7, kode 6 og 7, hemmelig adresse, hemmeleg adresse,
        beskyttet adresse, verna adresse, adressebeskyttelse, adressevern""",
    Field.CONFIDENTIAL: "fortrolig adresse, fortruleg adresse, fortrolig, fortruleg, kode 7",
    Field.STRICT: "strengt fortrolig adresse, strengt fortruleg adresse, strengt fortrolig, strengt fortruleg, kode 6",
    Field.LANGUAGE: "språk, morsmål, målform, foretrukket språk, føretrekt språk, ønsket språk",
    Field.INTERPRETER: """tolk, tolkebehov, behov for tolk, trenger tolk, treng tolk, språk/tolk, tolk/språk, tolk språk, tolkespråk,
        tolkespråk""",
    Field.KIN: """pårørende, pårørande, nærmeste pårørende, nærmaste pårørande, pårørende navn, pårørande namn, navn pårørende,
        namn pårørande, navn på pårørende, namn på pårørande, navn nærmeste pårørende, namn nærmaste pårørande, kontaktperson pårørende,
        pårørende 1, pårør, pårørendes navn, pårørandes namn, pårørende m/tlf, pårørande m/tlf, pårørende og tlf,
        pårørande og tlf, pårørende navn og tlf, pårørande namn og tlf, nærmeste pårørende/tlf, nærmaste pårørande/tlf""",
    Field.KIN_RELATION: """relasjon, relasjon pårørende, relasjon pårørande, relasjon til pårørende, relasjon til pårørande,
        pårørende relasjon, pårørande relasjon, slektskap, tilknytning, tilknyting, tilknytning pårørende, tilknyting pårørande""",
    Field.KIN_TELEPHONE: """pårørende telefon, pårørande telefon, pårørende tlf, pårørande tlf, pårørende mobil, pårørande mobil,
        tlf pårørende, tlf pårørande, telefon pårørende, telefon pårørande, mobil pårørende, mobil pårørande, telefon til pårørende,
        telefon til pårørande, tlf til pårørende, tlf nærmeste pårørende, tlf nærmaste pårørande, telefon nærmeste pårørende,
        telefon nærmaste pårørande, pårørende telefonnummer, pårørende tlfnr, pårørendes tlf, pårørendes telefon, pårørandes tlf,
        pårørandes telefon, pårør tlf, tlf pårør""",
    Field.CHILDREN: """barn, born, barn under 18, born under 18, barn under 18 år, born under 18 år, barn u/18, born u/18, barn u 18 år,
        mindreårige barn, mindreårige born, har barn, har born, barn som pårørende, born som pårørande, antall barn, tal på born,
        omsorg for barn, omsorg for born, barn <18, born <18, mindreår. barn, mindreår. born""",
    Field.GP: """fastlege, fastlegen, lege, navn på fastlege, namn på fastlege, fastlege navn, fastlege namn, fastl,
        fastlege/legesenter, fastlege/legekontor, fastlege og legesenter, fastlege og legekontor""",
    Field.COORDINATOR: """koordinator, koord, koordinator navn, koordinator namn, navn på koordinator, namn på koordinator, ip-koordinator,
        koordinator ip, koordinator for ip, koordinator individuell plan, ansvarlig koordinator, ansvarleg koordinator,
        ansv. koordinator, ansv. koord, ansvarlig koord, ansvarleg koord""",
    Field.CONTACT: """primærkontakt, kontaktperson, kontakt, kontaktperson i kommunen, hovedkontakt, hovudkontakt, særkontakt,
        saksbehandler, saksbehandlar, sakshandsamar, behandler, behandlar, terapeut, ansvarlig, ansvarleg, ansvarlig ansatt,
        ansvarleg tilsett, tjenesteansvarlig, tenesteansvarleg, oppfølger, oppfølgar, primærsykepleier, primærsjukepleiar, ansv,
        ansv. person, ansvarlig person, ansvarleg person, ansvarlig behandler, ansvarleg behandlar, saksbeh, saksansvarlig,
        saksansvarleg, prim.kontakt, primærk, kontaktpers""",
    Field.PLAN: "individuell plan, ip, har ip, har individuell plan, indiv. plan, ind. plan",
    Field.PATHWAY: """hovedforløp, hovudforløp, forløp, forløpsnr, forløp nr, hf, hovedforløp 1-3, hovudforløp 1-3, hovedforløp 1/2/3,
        hovedforl, hovudforl, forløp 1-3, h.forløp""",
    Field.SERVICE: """tilbud, tilbod, tjeneste, teneste, tjenestetilbud, tenestetilbod, type tjeneste, type teneste, type tilbud,
        type tilbod""",
    Field.REFERRED: """henvist dato, henvist, henvisningsdato, dato henvist, dato henvisning, henvisning, henvisning mottatt, tilvist,
        tilvist dato, tilvisingsdato, dato tilvist, tilvising, tilvising motteken, mottatt, mottatt dato, dato mottatt, motteken,
        motteke dato, dato motteken, søknadsdato, søknad mottatt, søknad motteken, søkt dato, dato søknad, henvendelse dato,
        dato henvendelse, henvendelsesdato, dato førespurnad, meldt, meldt dato, dato meldt, henv. dato, dato henv, tilv. dato, søkt,
        innsøkt, innsøkt dato""",
    Field.FROM_WHOM: """henvist fra, henvist av, henviser, henvisende instans, tilvist frå, tilvist av, tilvisar, søkt av, meldt av,
        meldt fra, meldt frå, hvem henviste, kven tilviste, henvendelse fra, førespurnad frå, søker, henv. fra, henv. av,
        henvisende lege, tilvisande lege""",
    Field.STARTED: """startdato, start, dato start, oppstart, oppstartsdato, oppstart dato, dato oppstart, startet, starta, fra, frå,
        fra dato, frå dato, inntak, inntaksdato, tjeneste fra, teneste frå, første samtale, første kontakt, byrja, beh. start,
        behandlingsstart, start behandling, oppstart behandling, begynte, begynt, begynte dato, byrja dato, inn dato""",
    Field.CLOSED: """avsluttet, avslutta, avsluttet dato, avslutta dato, dato avsluttet, dato avslutta, avslutning, avslutningsdato,
        sluttdato, slutt, til, til dato, tjeneste til, teneste til, utskrevet, utskriven, avsl, avsl. dato, dato avsl, slutta,
        slutta dato, sluttet, sluttet dato, utskrevet dato, utskriven dato, utskr. dato, ut dato""",
    Field.CLOSE_REASON: """avslutningsårsak, årsak avslutning, årsak til avslutning, avslutningsgrunn, grunn til avslutning,
        grunn avslutning, årsak avsluttet, årsak avslutta, sluttårsak, hvorfor avsluttet, kvifor avslutta, avsl. årsak, årsak avsl,
        avsl. grunn""",
    Field.REMARK: """merknad, merknader, merknadar, merk, kommentar, kommentarer, kommentarar, notat, notater, notatar, info, informasjon,
        opplysninger, opplysningar, andre opplysninger, andre opplysningar, annet, anna, beskrivelse, beskriving, behov, problemstilling,
        hva gjelder det, kva gjeld det, gjelder, gjeld, henvisningsgrunn, henvisningsårsak, årsak til henvisning, grunn for henvisning,
        tilvisingsgrunn, årsak til tilvising, bestilling, ønske, ønsker, ønskje, hva ønsker bruker, kva ønskjer brukar, merkn""",
    # What follows from other columns, or is of no use here.
    Field.SKIP: "ignorer, nr, nummer, løpenr, løpenummer, rad, radnr, #, alder, kjønn, m/k",
}  # fmt: skip

_ASIDE = re.compile(r"\([^)]*\)|\bja\s*/\s*nei\b|\bj\s*/\s*n\b|\?", re.IGNORECASE)
_LETTERS = (("æ", "ae"), ("ø", "o"), ("å", "a"), ("oe", "o"), ("aa", "a"), ("ae", "a"))


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A header or a word to compare by: letters and digits only, «Fødselsnr.» as fodselsnr."""
    text = unicodedata.normalize("NFC", text).casefold()
    for letter, instead in _LETTERS:
        text = text.replace(letter, instead)
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if sign in "#" or (sign.isascii() and sign.isalnum()))


def variants(field: Field) -> list[str]:
    """The words a header for this may have."""
    return [" ".join(word.split()) for word in _VARIANTS[field].split(",")]


_BY_WORD = {fold(word): field for field in Field for word in variants(field)}


def recognise(header: str) -> Field | None:
    """What a column with this header is, or nothing when the words are not known."""
    return _BY_WORD.get(fold(header)) or _BY_WORD.get(fold(_ASIDE.sub(" ", header)))

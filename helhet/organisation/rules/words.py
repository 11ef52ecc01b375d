"""Understanding a few words somebody types in a hurry: inflected, misspelt, in bokmål or nynorsk.

Why no search engine and no stemming library: what is searched is some tens of telephones with a handful of words each. Taking off
an ending, knowing compounds («ruskonsulent» is about «rus»), a short list of words that mean the same, and `difflib` for the rest
find them, can be read in one sitting, and add no dependency. The price: a word neither list nor municipality has thought of finds
only the one telephone that finds the right person, which is what that telephone is for.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_ENDINGS = (
    "enes", "anes", "arane", "erne", "ene", "ane", "ers", "ets", "ens", "ast", "est", "er", "ar", "or", "en", "et", "a", "e", "s", "t",
)  # fmt: skip
_SHORTEST_STEM = 3

# What carries no meaning in a question about whom to ring, in the three languages.
_SAYS_NOTHING = """
    i på til om og eller for med fra frå av ved hos hjå en ei et eit den det dei de jeg eg vi meg oss han hun ho du dere dykk som at å er
    var har hatt skal må kan vil bør ringe ringer ring ringje ringjer ta tak få får fått hvem kven hva kva hvor kor hvordan korleis når
    ikke ikkje noen nokon noe noko ein mann kvinne dame bruker brukar pasient gjelder gjelde hjelp hjelpe trenger treng trengs ny nytt
    dag idag kommune kommunen kommuna telefon nummer tlf kontor kontakt svar svare svarer svarar the who in to at or about whom call phone
    help
"""
STOP = frozenset(_SAYS_NOTHING.split())
# «Gjeld» is debt, except in the nynorsk for «it is about».
_IT_IS_ABOUT = re.compile(r"\b(det|kva|som|saka)\s+gjeld\b", re.IGNORECASE)

# Words that mean the same here; the first is the one telephones usually say.
_SAME = (
    "rus rusmiddel rusmidler dop narkotika stoff hasj cannabis heroin amfetamin kokain piller pillar drikking drikker drikk drukken "
    "fyll alkohol øl sprit avhengighet avhengigheit drugs alcohol",
    "lar metadon subutex suboxone buprenorfin substitusjon",
    "bolig bustad husvære husrom leilighet leilegheit bosted bostedsløs heimlaus hjemløs husløs huslaus utkastelse housing",
    "penger pengar penge økonomi gjeld sosialhjelp sosialstønad stønad trygd regning rekning husleie husleige money",
    "arbeid jobb jobben sysselsetting work",
    "psykisk psykiatri psykiatrisk sinnslidande mental",
    "angst redd uro panikk anxiety",
    "depresjon depressiv deprimert nedstemt nedfor trist sorg depression",
    "samtale snakk prate prat samtala terapi talk",
    "selvmord sjølvmord suicid suicidal livslei leve suicide",
    "akutt krise haster hastar øyeblikkelig straks urgent crisis",
    "psykose psykotisk vrangforestillinger stemmer røyster hallusinerer",
    "lege lækjar dokter doktor fastlege fastlækjar doctor",
    "koordinator koordinere koordinering samordning samordne coordinator",
    "plan ip planen",
    "barn unge ungdom born ungar ungdommer",
    "pårørende pårørande familie foreldre mor far søsken sysken",
    "dps poliklinikk poliklinikken distriktspsykiatrisk",
    "vold vald trusler truslar mishandling overgrep violence",
)


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """The word without its ending: bolig, boligen and boliger are one."""
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _SHORTEST_STEM), "")
    return word[: len(word) - len(ending)] if ending else word


_HEADS = {stem(word): group.split()[0] for group in _SAME for word in group.split()}
# What another word may begin with and be about: a whole word, so that Kristine is no crisis.
_BEGINNINGS = {word: group.split()[0] for group in _SAME for word in group.split() if len(word) >= 4}


def says_whose(word: str) -> bool:
    """The word says who it is about, a child or a relative, and not what."""
    return _HEADS.get(stem(word)) in {"barn", "pårørende"}


@lru_cache(maxsize=4096)
def meaning(word: str) -> str:
    """The word that telephones usually say for this one, or for what it begins with; itself when we know no other."""
    if stem(word) in _HEADS:
        return _HEADS[stem(word)]
    begins = max((one for one in _BEGINNINGS if word.startswith(one)), key=len, default="")
    return _BEGINNINGS.get(begins, stem(word))


def typed(text: str) -> list[str]:
    """The words of a text as they were typed, in order, with those that carry no meaning left out."""
    return [word for word in re.findall(r"[^\W_]+", _IT_IS_ABOUT.sub(" ", text)) if word.lower() not in STOP and len(word) > 1]


def words_of(text: str) -> list[str]:
    """The same in lower case, for holding against others."""
    return [word.lower() for word in typed(text)]


@lru_cache(maxsize=16384)
def likeness(word: str, known: str) -> float:
    """How surely a typed word is this known one: 1 the same, then another ending, another word for it, a compound, a misspelling."""
    if word == known:
        return 1.0
    if stem(word) == stem(known):
        return 0.95
    if meaning(word) == meaning(known):
        return 0.85
    if _compound(word, known):
        return 0.7
    return _misspelt(word, known)


def _compound(word: str, known: str) -> bool:
    """«ruskonsulent» and «rus», «psyk» and «psykisk», «kommunebolig» and «bolig»."""
    shorter, longer = sorted((word, known), key=len)
    enough = len(shorter) >= 3 and len(longer) - len(shorter) >= 3
    root = stem(shorter) if len(stem(shorter)) >= 5 else shorter
    return enough and (longer.startswith(root) or (len(shorter) >= 5 and longer.endswith(root)))


def _misspelt(word: str, known: str) -> float:
    """Near enough to be a slip of the finger; the first letter is seldom wrong, and short words have no room for slips."""
    if min(len(word), len(known)) < 4 or word[0] != known[0]:
        return 0.0
    ratio = SequenceMatcher(None, word, known, autojunk=False).ratio()
    return 0.75 * ratio if ratio >= 0.8 else 0.0


def best(word: str, known: Iterable[str]) -> float:
    """How surely the word is any of these."""
    return max((likeness(word, one) for one in known), default=0.0)


MEANT = 0.85  # from here up the word itself, inflected, or another word for it: no compound and no slip of the finger
_A_SLIP = 0.65  # «bevistløs» and «overdoze» are slips of the finger, «ambulant» is no «ambulanse»


def is_danger(word: str, known: Iterable[str]) -> bool:
    """The word names one of these dangers: as it stands; a long one also inflected, at the end of a compound, or with a slip."""
    return any(word == one or (len(one) > 6 and _is_nearly(word, one)) for one in known)


def _is_nearly(word: str, known: str) -> bool:
    return stem(word) == stem(known) or word.endswith(known) or _misspelt(word, known) >= _A_SLIP

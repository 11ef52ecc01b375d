"""Reading XML that a stranger wrote: no document types, no entities, no network, and never more than we can hold."""

from typing import TypeAlias
from xml.parsers import expat

from lxml import etree

from helhet.organisation.rules import N_

LARGEST = 20 * 1024 * 1024

MH = "{http://www.kith.no/xmlstds/msghead/2006-05-24}"
FK1 = "{http://www.kith.no/xmlstds/felleskomponent1}"
BASE64 = "{http://www.kith.no/xmlstds/base64container}Base64Container"

Element: TypeAlias = etree._Element
_NO_DOCTYPE = N_("Filen har en dokumenttype (DOCTYPE). Det tas ikke imot.")


class NotReadable(Exception):
    """The file cannot be read as XML, with the reason as a sentence."""

    def __init__(self, said: str, **values: str) -> None:
        self.said, self.values = said, values
        super().__init__(said)


class _Seen(Exception):
    """The first element was reached: the prolog holds nothing dangerous."""


def read(data: bytes) -> Element:
    """The document's root. Text is decoded by the XML's own declaration (UTF-8, ISO-8859-1, …)."""
    if len(data) > LARGEST:
        raise NotReadable(N_("Filen er større enn {size} MB. Be avsenderen dele den opp."), size=str(LARGEST // 1024 // 1024))
    _refuse_document_types(data)
    try:
        root = etree.fromstring(data, _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError) as wrong:
        line = getattr(wrong, "lineno", None)
        if line:
            raise NotReadable(N_("Filen er ikke gyldig XML: noe er galt på linje {line}."), line=str(line)) from None
        raise NotReadable(N_("Filen er ikke gyldig XML.")) from None
    if root.getroottree().docinfo.doctype:
        raise NotReadable(_NO_DOCTYPE)
    return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, load_dtd=False, dtd_validation=False, attribute_defaults=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True, recover=recover,
    )  # fmt: skip


def _refuse_document_types(data: bytes) -> None:
    """A message standard has no use for a DOCTYPE; whoever sends one wants entities expanded. Stops before anything is declared."""
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise NotReadable(_NO_DOCTYPE)

    def element(*_: object) -> None:
        raise _Seen

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    try:
        parser.Parse(data, False)
    except (_Seen, expat.ExpatError, ValueError, LookupError):
        return


def rescue(data: bytes) -> Element | None:
    """What can be saved of a broken file, to find out whom to answer; never used for anything else."""
    if len(data) > LARGEST:
        return None
    try:
        _refuse_document_types(data)
        return etree.fromstring(data, _parser(recover=True))
    except (NotReadable, etree.XMLSyntaxError, ValueError):
        return None


def text(parent: Element | None, path: str) -> str:
    """The text at this path, without white space around it."""
    found = parent.find(path) if parent is not None else None
    return " ".join((found.text or "").split()) if found is not None else ""


def code(parent: Element | None, path: str) -> tuple[str, str]:
    """The code and its text at this path."""
    found = parent.find(path) if parent is not None else None
    return (found.get("V", "").strip(), found.get("DN", "").strip()) if found is not None else ("", "")


def local(element: Element) -> str:
    """The name without its namespace."""
    return etree.QName(element).localname


def namespace(element: Element) -> str:
    """The namespace, which alone says what an element is; prefixes say nothing."""
    return etree.QName(element).namespace or ""


def canonical(root: Element) -> bytes:
    """The document in canonical form: the same however it was encoded and quoted, comments left out."""
    return etree.tostring(root, method="c14n")

"""A share link opened by somebody else's reader, and what is in it judged by somebody else's validators (issue 4: Shows 2)."""

import pytest

from tests import others
from tests.pages.test_share_links import CODE, _quick, _siri, given, siri, web  # noqa: F401

NAME = "Dr. Signe Homme"


@pytest.mark.one_database("what is read is the same bundle on any database")
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_reader_and_validators_we_did_not_write_find_a_valid_fhir_document(given, language: str) -> None:  # noqa: F811
    link = given(parts=["plan", "crisis", "meetings", "tasks", "mapping"], language=language)
    # The invariants take seconds to read, and every language's document is built alike.
    said = others.read(link, web, recipient=NAME, passcode=CODE, invariants=language == "nn")
    (file,) = said["files"]
    assert file["contentType"] == "application/fhir+json"
    assert file["faults"] == []
    assert bool(file["without"]) == (language == "nn")
    assert all("bdl-9" in one for one in file["without"]), file["without"]
    # Both are preferred, not required: R4 lists some common languages, without bokmål and nynorsk, and the package some document types.
    assert {one.split()[1] for one in file["warnings"]} <= {"Composition.language", "Composition.type"}, file["warnings"]
    assert said["resources"] == ["Bundle"]
    assert {one["resource"]["resourceType"] for one in file["content"]["entry"]} >= {
        "Composition",
        "Patient",
        "CarePlan",
        "Goal",
        "Consent",
    }


@pytest.mark.one_database("what is refused is the same on any database")
def test_to_that_reader_a_wrong_code_is_a_wrong_code(given) -> None:  # noqa: F811
    said = others.read(given(), web, recipient=NAME, passcode="feil kode")
    assert said["refused"]["name"] == "SHLInvalidPasscodeError"

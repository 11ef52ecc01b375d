"""Two browsers edit the same goal, and the same action: nobody's word is lost, both are shown, a person chooses."""

from playwright.sync_api import expect

from tests.browser.test_pages_are_clean import faults

FIRST, SECOND = "Sove om natten, med Balder i senga.", "Sove om natten, og drømme om hester."


def _open_goal(page):
    page.goto("/personer/")
    page.get_by_role("link", name="Siri Haugen").first.click()
    page.get_by_role("navigation").get_by_role("link", name="Plan", exact=True).click()
    goal = page.locator("article", has_text="Sove om natten")
    goal.get_by_role("link", name="Skriv om").click()
    return page.get_by_label("Målet, med personens egne ord")


def test_two_who_write_the_same_goal_both_keep_their_words(visit):
    ingunn, torbjorn = visit("Ingunn Austad"), visit("Torbjørn Frøysnes")
    hers, his = _open_goal(ingunn), _open_goal(torbjorn)
    hers.fill(FIRST)
    his.fill(SECOND)
    ingunn.get_by_role("button", name="Lagre målet").click()
    expect(ingunn.locator("article", has_text=FIRST)).to_be_visible()

    torbjorn.get_by_role("button", name="Lagre målet").click()
    expect(torbjorn.get_by_role("heading", name="To skrev samtidig")).to_be_visible()
    side_by_side = torbjorn.locator(".hh-both").first
    expect(side_by_side).to_contain_text(FIRST)
    expect(side_by_side).to_contain_text(SECOND)
    both = [card.bounding_box() for card in side_by_side.locator(".ds-card").all()]
    assert both[0]["y"] == both[1]["y"]
    assert both[0]["x"] < both[1]["x"]

    ingunn.reload()
    expect(ingunn.get_by_text("To skrev samtidig. Teksten fra Torbjørn Frøysnes venter")).to_be_visible()
    ingunn.get_by_role("link", name="Se begge").click()
    assert not faults(ingunn, "wording", "nb")
    ingunn.get_by_label("En ny tekst, skrevet av begge").check()
    ingunn.get_by_label("Den nye teksten").fill(f"{FIRST} {SECOND}")
    ingunn.get_by_role("button", name="Slik skal det stå").click()
    chosen = ingunn.locator("article", has_text=f"{FIRST} {SECOND}")
    expect(chosen).to_be_visible()
    expect(ingunn.get_by_text("To skrev samtidig")).to_have_count(0)


def test_two_who_write_the_same_action_both_see_both(visit):
    ingunn, torbjorn = visit("Ingunn Austad"), visit("Torbjørn Frøysnes")
    for page in (ingunn, torbjorn):
        _open_goal(page)
        page.go_back()
        page.get_by_role("link", name="Gjennomgang av legemidler").first.click()
    ingunn.get_by_label("Hva skal gjøres?").fill("Gå gjennom legemidlene sammen")
    ingunn.get_by_role("button", name="Lagre").click()
    torbjorn.get_by_label("Hva skal gjøres?").fill("Spørre fastlegen om legemidlene")
    torbjorn.get_by_role("button", name="Lagre").click()
    expect(torbjorn.locator("#id_what_error")).to_contain_text("«Gå gjennom legemidlene sammen»")
    expect(torbjorn.get_by_label("Hva skal gjøres?")).to_have_value("Spørre fastlegen om legemidlene")
    torbjorn.get_by_role("button", name="Lagre").click()
    expect(torbjorn.get_by_text("Spørre fastlegen om legemidlene").first).to_be_visible()

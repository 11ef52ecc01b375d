"""The enquiry form is sent, and its faults are told, with JavaScript off."""

from playwright.sync_api import expect


def test_an_enquiry_is_registered_without_javascript(visit):
    page = visit("Ingunn Austad", java_script_enabled=False)
    page.goto("/henvendelser/ny/")
    page.get_by_label("Navn på den det gjelder").fill("Nora Utenskript")
    page.get_by_role("button", name="Registrer").click()
    expect(page.get_by_text("Dette må fylles ut.").first).to_be_visible()
    expect(page.get_by_label("Navn på den det gjelder")).to_have_value("Nora Utenskript")
    page.get_by_label("Hva ber personen om?").fill("Jeg vil snakke med noen.")
    page.get_by_role("button", name="Registrer").click()
    expect(page.get_by_role("navigation", name="Nora Utenskript")).to_be_visible()
    expect(page.get_by_text("«Jeg vil snakke med noen.»")).to_be_visible()
    page.get_by_role("button", name="Ta saken").click()
    expect(page.get_by_text("Ingunn Austad har den.")).to_be_visible()

"""Every page's address. A guard walks them all: whoever has no relation gets 404 on each that holds a person."""

from django.urls import path

from . import drafts, enquiries, my_day, person, persons, signin

urlpatterns = [
    path("", my_day.my_day, name="my-day"),
    # Signing in
    path("logg-inn/", signin.sign_in, name="sign-in"),
    path("logg-inn/kode/", signin.sign_in_code, name="sign-in-code"),
    path("logg-inn/som/", signin.sign_in_as, name="sign-in-as"),
    path("logg-ut/", signin.sign_out, name="sign-out"),
    path("konto/", signin.my_account, name="my-account"),
    path("konto/kode/", signin.second_factor, name="second-factor"),
    path("sprak/", signin.language, name="language"),
    path("helse/", signin.health, name="health"),
    path("kladd/", drafts.keep, name="draft"),
    # The one door
    path("henvendelser/ny/", enquiries.new, name="enquiry-new"),
    path("henvendelser/<uuid:enquiry_id>/", enquiries.enquiry, name="enquiry"),
    # Persons
    path("personer/", persons.persons, name="persons"),
    path("personer/<uuid:person_id>/", person.overview, name="person"),
    path("personer/<uuid:person_id>/henvendelser/", enquiries.of_person, name="person-enquiries"),
    path("personer/<uuid:person_id>/hvem-har-sett/", person.who_has_looked, name="who-has-looked"),
]

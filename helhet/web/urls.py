"""Every page's address. A guard walks them all: whoever has no relation gets 404 on each that holds a person."""

from django.urls import path

from . import drafts, enquiries, goals, journal, mapping, meetings, my_day, person, persons, plan_sides, plans, signin, tasks

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
    # Mapping
    path("personer/<uuid:person_id>/kartlegging/", mapping.overview, name="mapping"),
    path("personer/<uuid:person_id>/kartlegging/ny/<slug:instrument>/", mapping.new, name="mapping-new"),
    path("personer/<uuid:person_id>/kartlegging/<uuid:response_id>/", mapping.response, name="mapping-response"),
    # Journal
    path("personer/<uuid:person_id>/journal/", journal.journal, name="journal"),
    path("personer/<uuid:person_id>/journal/notat/ny/", journal.note_new, name="note-new"),
    path("personer/<uuid:person_id>/journal/kontakt/", journal.contact_new, name="contact-new"),
    path("notat/<uuid:note_id>/", journal.note, name="note"),
    # Meetings and tasks
    path("personer/<uuid:person_id>/moter/", meetings.meetings, name="meetings"),
    path("personer/<uuid:person_id>/moter/nytt/", meetings.new, name="meeting-new"),
    path("moter/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("moter/<uuid:meeting_id>/kalender.ics", meetings.ics, name="meeting-ics"),
    path("moter/<uuid:meeting_id>/referat/", meetings.minutes, name="meeting-minutes"),
    path("personer/<uuid:person_id>/oppgaver/ny/", tasks.new, name="task-new"),
    path("oppgaver/<uuid:task_id>/", tasks.task, name="task"),
    # The plan
    path("personer/<uuid:person_id>/plan/", plans.plan, name="plan"),
    path("personer/<uuid:person_id>/plan/ramme/", plans.frame, name="plan-frame"),
    path("personer/<uuid:person_id>/plan/mal/nytt/", goals.new, name="goal-new"),
    path("personer/<uuid:person_id>/plan/tiltak/nytt/", goals.action_new, name="action-new"),
    path("personer/<uuid:person_id>/plan/uenig/", plan_sides.disagree, name="disagree"),
    path("personer/<uuid:person_id>/plan/krise/", plan_sides.crisis, name="crisis"),
    path("personer/<uuid:person_id>/plan/under/ny/", plans.under_new, name="plan-under-new"),
    path("personer/<uuid:person_id>/plan/under/<uuid:plan_id>/", plans.under, name="plan-under"),
    path("personer/<uuid:person_id>/plan/versjon/", plans.settle, name="plan-settle"),
    path("personer/<uuid:person_id>/plan/versjon/<int:number>/", plans.version, name="plan-version"),
    path("personer/<uuid:person_id>/plan/versjon/<int:number>/plan.pdf", plans.version_pdf, name="plan-pdf"),
    path("mal/<uuid:goal_id>/", goals.goal, name="goal"),
    path("mal/<uuid:goal_id>/evaluer/", goals.evaluate, name="evaluate"),
    path("formuleringer/<uuid:wording_id>/", goals.wording, name="wording"),
    path("tiltak/<uuid:action_id>/", goals.action, name="action"),
    path("uenighet/<uuid:row_id>/", plan_sides.disagreement, name="disagreement"),
    path("kriselinjer/<uuid:step_id>/", plan_sides.crisis_line, name="crisis-line"),
    path("personer/<uuid:person_id>/hvem-har-sett/", person.who_has_looked, name="who-has-looked"),
]

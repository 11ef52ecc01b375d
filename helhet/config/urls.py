"""All addresses, in Norwegian (helhet/web/urls.py), and what is shown when there is nothing to show."""

from django.urls import include, path

urlpatterns = [path("", include("helhet.web.urls"))]

handler400 = "helhet.web.middleware.not_understood"
handler403 = "helhet.web.middleware.form_too_old"
handler404 = "helhet.web.middleware.not_found"
handler500 = "helhet.web.middleware.failed"

"""All addresses, in Norwegian (helhet/web/urls.py), and what is shown when there is nothing to show."""

from django.urls import include, path

urlpatterns = [path("", include("helhet.web.urls"))]

handler404 = "helhet.web.middleware.not_found"
handler500 = "helhet.web.middleware.failed"

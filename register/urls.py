"""Public addresses."""

from __future__ import annotations

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from register import entries, feeds, open_data, performance, providers, views

app_name = "register"

urlpatterns = [
    path("register/", entries.search, name="search"),
    path("register/new.atom", feeds.new_entries, name="feed"),
    path("register/<str:key>/", entries.entry, name="entry"),
    path("bars/<str:key>/", views.bar, name="bar"),
    path("commitments/<str:key>/", views.commitment, name="commitment"),
    path("statements/", views.statements, name="statements"),
    path("statements/<str:key>/", views.statement, name="statement"),
    path("providers/", providers.show, name="providers"),
    path("performance/", performance.show, name="performance"),
    path("open-data/", open_data.show, name="open_data"),
    path("open-data/schemas/<slug:name>.json", open_data.schema, name="schema"),
    path("open-data/<slug:name>.<slug:form>", open_data.download, name="download"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": feeds.StandingPages}}, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("plan/", views.plan, name="plan"),
    path("letters/check/", views.letter_check, name="letter_check"),
    path("letters/check/<str:code>/", views.letter_check, name="letter_check"),
]

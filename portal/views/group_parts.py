"""What a group filing asks once for all its records: contact, commitment, common papers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.commitment import group_commitment_text
from cases.models import GroupFiling, GroupPaper
from cases.services import contacts, group_filing, grouping
from cases.services.documents import OTHER
from cases.services.grouping import drafts_of
from journal.now import now
from look.names import name_of
from look.parts import Evidence
from portal.access import actor_for
from portal.filings import own_group
from portal.forms.contact import GroupContactForm
from portal.forms.filing import CommitmentForm, UploadForm
from portal.group_rows import papers_of
from portal.pages import attempt, page, status_of
from rulebook.edition import Material
from rulebook.editions_in_use import editions_in_use


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Whom the units may ask, once for every record."""
    actor = actor_for(request)
    group = own_group(number, actor)
    kept = {"contact_name": group.contact_name, "contact_phone": group.contact_phone}
    known = contacts.offered(kept, subject_id=group.subject_id, actor=actor)
    form = GroupContactForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        answers = {name: str(form.cleaned_data[name]) for name in kept}
        if attempt(
            form,
            lambda: grouping.save_contact(group_id=group.pk, actor=actor, at=now(), **answers),
        ):
            return redirect("portal:group", number=group.number)
    context = {"group": group, "form": form}
    return page(request, "portal/group_contact.html", context, actor=actor, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: HttpRequest, number: str) -> HttpResponse:
    """The one commitment that names every record of the group, signed by typing a name."""
    actor = actor_for(request)
    group = own_group(number, actor)
    form = CommitmentForm(request.POST or None, initial={"signed_by": group.commitment_signed_by})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["signed_by"]
        if attempt(
            form,
            lambda: grouping.sign_commitment(group_id=group.pk, signed_by=name, actor=actor, at=now()),
        ):
            return redirect("portal:group", number=group.number)
    records = [case.record for case in drafts_of(group).select_related("record__department")]
    context = {
        "group": group,
        "form": form,
        "text": group_commitment_text(group.subject, records),
        "signed_at": group.commitment_signed_at,
    }
    return page(request, "portal/group_commitment.html", context, actor=actor, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """Papers that belong to every record of the group."""
    actor = actor_for(request)
    group = own_group(number, actor)
    sent = request.method == "POST"
    choices = [(material.id, name_of(material)) for material in _materials(group)]
    form = UploadForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        materials=[*choices, (OTHER, _("Another document"))],
    )
    if sent and form.is_valid():
        data = form.cleaned_data
        added = attempt(
            form,
            lambda: group_filing.add_paper(
                group_id=group.pk,
                material=data["material"],
                upload=data["file"],
                title=data["title"],
                actor=actor,
                at=now(),
            ),
        )
        if added is not None:
            messages.success(request, _("The paper was added to every record of the sitting."))
            return redirect("portal:group_papers", number=group.number)
    names = dict(choices)
    context = {
        "group": group,
        "form": form,
        "papers": [
            (paper, _shown(paper, names.get(paper.material, _("Another document"))))
            for paper in papers_of(group)
        ],
    }
    return page(request, "portal/group_papers.html", context, actor=actor, status=status_of(form))


def _shown(paper: GroupPaper, kind: str) -> Evidence:
    return Evidence(
        title=paper.title or paper.original_name,
        url="",
        kind=kind,
        size=paper.size,
        uploaded_at=paper.added_at,
        uploaded_by="",
    )


@login_required
@require_POST
def remove_paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a common paper out of every record again."""
    actor = actor_for(request)
    group = own_group(number, actor)
    group_filing.remove_paper(paper_id=pk, group_id=group.pk, actor=actor, at=now())
    messages.success(request, _("The paper was taken out of every record."))
    return redirect("portal:group_papers", number=group.number)


def _materials(group: GroupFiling) -> tuple[Material, ...]:
    """The papers that the texts of the drafts ask for, each once; the commitment is signed on a page of its own."""
    found: dict[str, Material] = {}
    for key in drafts_of(group).order_by().values_list("edition_key", flat=True).distinct():
        for material in editions_in_use().by_key(key).materials:
            if material.way != "commitment":
                found.setdefault(material.id, material)
    return tuple(found.values())

"""Every verb of the journal with the sentence a timeline shows for it; an unknown verb is refused."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    # credit records and their listings
    "record.imported": _("The credit record was received"),
    "record.updated": _("The credit record was received again with changes"),
    "record.returned": _("A repaired record came back in a delivery and was stopped"),
    "record.classified": _("The class of the record was determined"),
    "record.duties_done": _("The duties of the record were found performed"),
    "record.withdrawn": _("The record was withdrawn"),
    "record.linked": _("The record was linked to the one that decides"),
    "record.reasons_stated": _("The reasons of the withdrawal were stated in public"),
    "record.corrected": _("The record was corrected by a changed decision"),
    "record.passed_on": _("The record passed to the successor of its party"),
    "court.entered": _("A document of a court or reviewing authority was entered"),
    "insolvency.entered": _("A ruling in insolvency was entered"),
    "subject.ceased": _("The party ceased to exist"),
    "holder.passed_on": _("A place that holds copies passed to the successor of its department"),
    "listing.published": _("Publication began"),
    "listing.withheld": _("The record is kept and not published"),
    "listing.hidden": _("Publication was suspended"),
    "listing.shown_again": _("Publication was resumed"),
    "listing.keeping_rule_cited": _("A rule was cited that keeps the record published while duties are open"),
    "listing.kept_on": _("Publication continues because duties are open"),
    "listing.ended": _("Publication ended"),
    "measure.imposed": _("A measure was imposed"),
    "measure.suspended": _("A measure was suspended"),
    "measure.resumed": _("A measure was resumed"),
    "measure.lifted": _("A measure was lifted"),
    "import.started": _("A delivery began"),
    "import.chunk": _("Rows of a delivery were taken in"),
    "import.finished": _("A delivery was taken in"),
    # terms
    "deadline.started": _("A term began"),
    "deadline.paused": _("A term was paused"),
    "deadline.resumed": _("A term was resumed"),
    "deadline.extended": _("A term was extended"),
    "deadline.stopped": _("A term was met or fell away"),
    "deadline.recounted": _("A term was counted anew under a released calendar"),
    "deadline.carried_over": _("The terms were counted anew under another text"),
    "gazette.released": _("A calendar of working days was released"),
    "deadline.approaching": _("A term is about to end"),
    "deadline.breached": _("A term ran out"),
    "deadline.escalated": _("A term that ran out was told higher up"),
    # cases
    "case.drafted": _("A draft was opened"),
    "case.discarded": _("The draft was discarded"),
    "case.draft_expired": _("The draft ran out"),
    "case.filed": _("The application was filed"),
    "case.pushed": _("The application was passed to the determining unit"),
    "case.rerouted": _("The application was passed to another unit"),
    "case.supplement_asked": _("All missing items were asked for at once"),
    "case.supplemented": _("The missing items were supplied"),
    "case.accepted": _("The application was accepted"),
    "case.declined": _("The application was not accepted"),
    "case.steps_submitted": _("The rectification materials were submitted"),
    "case.step_checked": _("A step was checked"),
    "case.found_insufficient": _("The rectification was found insufficient"),
    "case.extended": _("The decision term was extended"),
    "case.proposed": _("A decision was proposed"),
    "case.sent_back": _("The proposal was sent back"),
    "case.approved": _("The repair was granted"),
    "case.refused": _("The repair was refused"),
    "case.withdrawn": _("The application was withdrawn"),
    "case.terminated": _("The case was terminated"),
    "case.lapsed": _("The application counts as withdrawn because its term ran out"),
    "case.breached": _("A term of the case ran out and the supervisor was told"),
    "case.handed_over": _("The case moved to the department that took over"),
    "case.party_substituted": _("The successor of the party took its place in the case"),
    "case.commitment_renewed": _("The successor gave the commitment anew"),
    "case.held": _("The case was put on hold"),
    "case.resumed": _("The case was taken up again"),
    "case.changed_over": _("It was chosen under which text the case goes on"),
    "case.document_added": _("A document was added"),
    "case.document_removed": _("A document was taken out"),
    "case.letter_issued": _("A letter was issued"),
    # delisting
    "order.opened": _("A delisting order was opened"),
    "order.completed": _("Every holder has removed the record"),
    "order.superseded": _("The order was superseded"),
    "order.breached": _("The order is late"),
    "release.sent": _("A holder was told to remove the record"),
    "release.failed": _("A holder could not be reached"),
    "release.acknowledged": _("A holder answered"),
    "release.contradicted": _("The record is still shown at a holder"),
    "release.confirmed": _("A holder's removal was confirmed"),
    "release.superseded": _("A release was superseded"),
    "release.breached": _("A holder is late"),
    # desks
    "desk.claimed": _("The work was taken on"),
    "desk.released": _("The work was given back"),
    # letters and messages
    "letter.issued": _("A letter was issued"),
    # departments
    "department.changed": _("A department was changed"),
    # people
    "account.activated": _("An account was bound to its company"),
    "account.activation_issued": _("An activation code was issued"),
    "account.post_given": _("A post was given"),
    "account.post_ended": _("A post was ended"),
    "account.mandate_given": _("A mandate was given"),
    "account.mandate_ended": _("A mandate was ended"),
    "account.refused": _("An act was refused"),
}


def sentence(verb: str) -> Promise:
    """The sentence shown for a verb; raises KeyError for a verb that the house does not know."""
    return VERBS[verb]

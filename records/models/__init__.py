"""Whom the records are about, who made them, what they say, where they are shown."""

from records.models.administration import Administration
from records.models.bar import Bar
from records.models.classing import ClassRequest, Reclassification
from records.models.credit_record import CreditRecord
from records.models.delivery import DeliveredFile
from records.models.department import Department
from records.models.entered import EnteredDocument
from records.models.field_correction import FieldCorrection
from records.models.holder import Holder
from records.models.listing import Listing
from records.models.measure import Measure
from records.models.name_gram import NameGram
from records.models.note import RecordNote
from records.models.provider import Provider
from records.models.subject import Subject
from records.models.talk_entry import TalkEntry

__all__ = [
    "Administration",
    "Bar",
    "ClassRequest",
    "CreditRecord",
    "DeliveredFile",
    "Department",
    "EnteredDocument",
    "FieldCorrection",
    "Holder",
    "Listing",
    "Measure",
    "NameGram",
    "Provider",
    "Reclassification",
    "RecordNote",
    "Subject",
    "TalkEntry",
]

"""What a repair of a class owes under an edition: ways and materials."""

from __future__ import annotations

from rulebook.edition import Edition, Material, Way


def ways_owed(edition: Edition, class_name: str) -> tuple[Way, ...]:
    """The ways required of a class by the edition of the procedure.

    A record keeps the class of the edition it was determined under. Where that word is not in the procedure's own
    vocabulary, every required way is owed: less could not be justified, and reclassifying is an act of its own.
    """
    if class_name in edition.classes:
        return edition.ways_required(class_name)
    return tuple(way for way in edition.ways if way.need == "required")


def materials_owed(edition: Edition, class_name: str) -> tuple[Material, ...]:
    """The papers owed for those ways."""
    if class_name in edition.classes:
        return edition.materials_for(class_name)
    ways = {way.id for way in ways_owed(edition, class_name)}
    return tuple(material for material in edition.materials if material.way in ways)

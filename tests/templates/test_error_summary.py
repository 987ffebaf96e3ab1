"""The error summary: every fault once, linked to its field."""

from __future__ import annotations

from django import forms
from django.utils import translation

from look.errors import error_links
from look.parts import ErrorLink
from tests.templates.drawing import draw


class FilingForm(forms.Form):
    contact = forms.CharField(error_messages={"required": "Enter a contact."})
    way = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("a", "A"), ("b", "B")],
        error_messages={"required": "Choose a way."},
    )

    def clean(self) -> dict[str, object]:
        raise forms.ValidationError("The record cannot be repaired yet.")


def test_faults_are_linked_to_their_fields_and_the_forms_own_come_first() -> None:
    assert error_links(FilingForm({})) == (
        ErrorLink("The record cannot be repaired yet."),
        ErrorLink("Enter a contact.", "id_contact"),
        ErrorLink("Choose a way.", "id_way_0"),
    )


def test_link_points_at_an_element_the_form_draws() -> None:
    form = FilingForm({})
    targets = [link.target for link in error_links(form) if link.target]
    assert targets
    assert [target for target in targets if f'id="{target}"' not in str(form)] == []


def test_prefix_is_part_of_the_link() -> None:
    targets = [link.target for link in error_links(FilingForm({}, prefix="second"))]
    assert targets == ["", "id_second-contact", "id_second-way_0"]


def test_faults_of_a_formset_are_listed() -> None:
    formset_class = forms.formset_factory(FilingForm, min_num=1, validate_min=True, extra=0)
    formset = formset_class({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-contact": "Li"})
    assert ErrorLink("Choose a way.", "id_form-0-way_0") in error_links(formset)


def test_sentence_stands_without_a_link() -> None:
    with translation.override("en"):
        markup = draw("{% error_summary words %}", words="Someone else has acted.")
    assert "<li>Someone else has acted.</li>" in markup


def test_unsent_form_and_no_sentence_draw_nothing() -> None:
    assert draw("{% error_summary form words %}", form=FilingForm(), words="") == ""


def test_summary_can_take_the_focus() -> None:
    markup = draw("{% error_summary form %}", form=FilingForm({}))
    assert 'tabindex="-1"' in markup
    assert 'href="#id_contact"' in markup


def test_markup_in_a_fault_is_escaped() -> None:
    assert "<b>" not in draw("{% error_summary words %}", words="<b>bold</b>")

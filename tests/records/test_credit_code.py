from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.credit_code import ALPHABET, check, division_of, make, normalise

REAL = ["91350100M000100Y43", "9144030071526726XG", "91110000802100433B"]


@pytest.mark.parametrize("code", REAL)
def test_a_true_code_passes_both_checks(code: str) -> None:
    found = check(code)
    assert (found.outer_ok, found.inner_ok, found.fault) == (True, True, "")


def test_a_code_typed_in_full_width_with_blanks_is_read() -> None:
    assert normalise(" ９１３５０１００ m000-100y43\u200b") == "91350100M000100Y43"


def test_one_wrong_sign_is_found() -> None:
    assert check("91350100M000100Y44").fault == "check-character"


def test_a_short_code_is_named_so() -> None:
    assert check("91350100M000100Y4").fault == "length"


def test_a_letter_that_the_alphabet_leaves_out_is_named_so() -> None:
    assert check("91350100M00010OY43").fault == "sign"


def test_a_division_code_has_digits_only() -> None:
    assert check("9135A100M000100Y43").fault == "division"


def test_the_inner_check_character_only_warns() -> None:
    start = "91350100M000100Y4"
    wrong_inner = start[:16] + "5"
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(wrong_inner))
    found = check(wrong_inner + ALPHABET[-total % 31])
    assert (found.outer_ok, found.inner_ok) == (True, False)


@given(st.integers())
def test_an_invented_code_is_a_right_one(seed: int) -> None:
    found = check(make(prefix="92370406", rng=Random(seed)))  # noqa: S311 - an invented code
    assert found.outer_ok
    assert found.inner_ok
    assert division_of(found.code) == "370406"


@given(st.sampled_from(REAL), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_wrong_sign_is_found(code: str, place: int, sign: str) -> None:
    changed = code[:place] + sign + code[place + 1 :]
    assert check(changed).outer_ok is (changed == code)


@given(st.text(max_size=24))
def test_no_text_breaks_the_check(raw: str) -> None:
    check(raw)
    check(normalise(raw))

from typing import get_args

import pytest

from core.attribution import ABOUT, Method


def test_every_method_is_told_about():
    assert tuple(ABOUT) == get_args(Method)


@pytest.mark.parametrize("method", ABOUT)
def test_two_sentences_say_what_it_shows_and_how_it_misleads(method):
    about = ABOUT[method]
    for sentence in (about.shows, about.misleads):
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0
    assert about.title

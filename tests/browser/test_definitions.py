"""A network that nobody has trained is marked as such wherever its scores could mislead."""

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer


@pytest.fixture
def lenet(explorer: Explorer) -> Explorer:
    explorer.open(model="lenet5")
    return explorer


def test_the_page_says_that_the_weights_are_random_and_the_scores_mean_nothing(lenet: Explorer) -> None:
    expect(lenet.verdict).to_have_text("Random weights: the scores mean nothing. Highest: 4.")
    expect(lenet.page.get_by_text("60,850 parameters, at random")).to_be_visible()


def test_definitions_stand_apart_in_the_choice_of_networks(lenet: Explorer) -> None:
    apart = lenet.network_choice.locator("optgroup[label='Definitions, with random weights']")
    expect(apart.get_by_role("option", name="LeNet-5")).to_be_attached()
    expect(apart.get_by_role("option", name="Digits")).not_to_be_attached()


def test_it_runs_on_the_samples_of_networks_that_take_such_pictures(lenet: Explorer) -> None:
    expect(lenet.samples.first).to_have_accessible_name("0")
    expect(lenet.picture).to_have_accessible_name("The picture as the network sees it: 0")
    lenet.samples.nth(3).click()
    expect(lenet.picture).to_have_accessible_name("The picture as the network sees it: 3")


def test_a_dense_layer_with_too_many_weights_is_opened_a_unit_at_a_time(explorer: Explorer) -> None:
    explorer.open(model="alexnet", layer="fc6", map=5)
    expect(explorer.detail).to_contain_text("weights for unit 5")
    explorer.playback("Step on").click()
    expect(explorer.detail).to_contain_text("weights for unit 6")

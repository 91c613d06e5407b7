"""A layer opened backward: chosen, walked and entered by mouse and keyboard, in every size and scheme."""

import re

from playwright.sync_api import BrowserContext, expect

from tests.browser.axe import light_and_dark
from tests.browser.explorer import BACKWARD, Explorer
from tests.browser.numerals import shows
from tests.browser.wire import Api

ROLES = ("upstream", "local", "downstream")


def test_what_is_handed_on_is_chosen_walked_entered_and_left(explorer: Explorer, api: Api) -> None:
    page, detail = explorer.page, explorer.detail
    sent = api.run_backward("digits").ways["scores"]
    explorer.open(model="digits", layer="scores", map=3, **BACKWARD)
    ways = detail.get_by_role("group", name="The gradient sent")
    expect(ways.get_by_role("button", pressed=True)).to_have_text("to the input (dL/dX)")
    assert shows(explorer.total.inner_text(), float(sent[""][3]))
    for role in ROLES:
        expect(detail.locator(f"cs-ways .role.{role}")).to_have_text(role)

    ways.get_by_role("button", name="to the weights").click()
    expect(page).to_have_url(re.compile("wrt=weight"))
    expect(explorer.whereabouts).to_contain_text("weight 0")
    expect(detail.get_by_role("heading", name="downstream dL/dW")).to_be_visible()
    page.keyboard.press("End")
    expect(explorer.whereabouts).to_contain_text("weight 83")
    assert shows(explorer.total.inner_text(), float(sent["weight"][0, 83]))

    page.get_by_role("button", name="Enter the unit").click()
    expect(explorer.unit_view.get_by_role("heading", level=2)).to_contain_text("dL/dW 83")
    page.get_by_role("button", name="Enter the product").click()
    expect(explorer.product_view.locator(".tile")).to_contain_text(["upstream", "local", "product"])
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    detail.get_by_role("button", name="Table").click()
    own = detail.get_by_role("region", name=re.compile("is made of")).locator(".own")
    assert float(own.inner_text()) == float(f"{sent['weight'][0, 83]:.9g}")

    page.go_back()
    page.get_by_role("group", name="Pass").get_by_role("button", name="Forward").click()
    expect(detail.locator("cs-ways")).to_have_count(0)


def test_whoever_sends_a_gradient_is_named_with_what_it_sends(small_networks: BrowserContext) -> None:
    page = small_networks.new_page()
    explorer = Explorer(page)
    explorer.open(model="residual", layer="block1/sum", map=3, unit="8,8", **BACKWARD)
    senders = explorer.detail.get_by_role("table").filter(has_text="readers send")
    expect(senders).to_contain_text("block2/a")
    parts = [
        float(each.get_attribute("data-value") or "nan") for each in senders.get_by_test_id("sender").all()
    ]
    answer = Api(page.request).run_backward("residual", Api(page.request).samples("photos")[0]["id"])
    assert shows(
        senders.get_by_test_id("sent").inner_text(),
        float(answer.gradients["block1/sum"]["d_output"][3, 8, 8]),
    )
    assert len(parts) == 2


def test_no_way_back_breaks_a_rule_of_axe(explorer: Explorer) -> None:
    page = explorer.page
    page.emulate_media(reduced_motion="reduce")
    explorer.open(model="photos", **BACKWARD)
    for layer, wrt in (
        ("pool1", ""),
        ("relu2", ""),
        ("scores", "weight"),
        ("scores", "bias"),
        ("softmax", ""),
    ):
        explorer.go_to(model="photos", layer=layer, wrt=wrt, **BACKWARD)
        expect(explorer.opened_layer).to_have_text(layer)
        expect(explorer.total).to_be_visible()
        assert light_and_dark(page) == [], f"{layer} {wrt}"

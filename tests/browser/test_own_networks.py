"""Networks of one's own: dropped or opened with a button; refused, gone, opened again with other labels."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import onnx_files
from tests.browser import pictures
from tests.browser.explorer import Explorer
from tests.browser.host import hosting
from tests.browser.server import serving
from tests.browser.test_sources import DATA_TRANSFER, expect_scores
from tests.browser.wire import Api

# What any page can do without being asked for permission: send a form.
_SEND_ACROSS = """([address, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], "across.onnx"));
  const form = Object.assign(document.createElement("form"), { action: address, method: "post" });
  form.enctype = "multipart/form-data";
  const file = Object.assign(document.createElement("input"), { type: "file", name: "file" });
  file.files = transfer.files;
  form.append(file);
  document.body.append(form);
  form.submit();
}"""

NET = onnx_files.classifier(side=16)
LABELS = ["cat", "dog", "hot dog"]


def drop(explorer: Explorer, *files: tuple[str, bytes]) -> None:
    """Let files fall on the page."""
    transfer = explorer.page.evaluate_handle(
        DATA_TRANSFER, [[base64.b64encode(content).decode(), name, ""] for name, content in files]
    )
    explorer.overview.dispatch_event("dragover", {"dataTransfer": transfer})
    explorer.overview.dispatch_event("drop", {"dataTransfer": transfer})


def chosen_network(explorer: Explorer) -> str:
    return str(explorer.network_choice.evaluate("(choice) => choice.selectedOptions[0].label"))


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Open a network")


def open_dialog(page: Page) -> None:
    page.get_by_role("button", name="Open a network…").click()
    expect(dialog(page)).to_be_visible()


def open_with_dialog(page: Page, name: str, content: bytes = NET) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    dialog(page).get_by_label("ONNX file").set_input_files(file)
    dialog(page).get_by_role("button", name="Open", exact=True).click()


def test_a_dropped_network_runs_on_the_sample_in_use(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        explorer.samples.nth(6).click()
    with explorer.running_anew():
        drop(explorer, ("Dropped Net.onnx", NET))
    sample = api.samples("photos")[6]
    expect_scores(explorer, api.run("dropped-net", sample["id"]))
    expect(explorer.caption).to_contain_text(sample["label"])
    expect(explorer.verdict).to_contain_text("The network says class")
    expect(explorer.page.get_by_text("Its file names no classes")).to_be_visible()
    expect(explorer.columns).to_have_count(9)
    assert chosen_network(explorer) == "Dropped Net"
    assert "model=dropped-net" in explorer.page.url


def test_the_networks_are_grouped_by_where_their_weights_come_from(explorer: Explorer) -> None:
    explorer.open(model="photos")
    groups = explorer.network_choice.locator("optgroup")
    with explorer.running_anew():
        drop(explorer, ("grouped.onnx", NET))
    assert groups.evaluate_all("(groups) => groups.map((group) => group.label)") == [
        "Trained here",
        "Definitions, with random weights",
        "Your own",
    ]
    expect(groups.last).to_contain_text("grouped")


def test_labels_dropped_along_with_a_network_are_its_labels(explorer: Explorer) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        drop(explorer, ("labelled.onnx", NET), ("labels.txt", "\n".join(LABELS).encode()))
    assert sorted(row.splitlines()[0] for row in explorer.score_rows.all_inner_texts()) == LABELS
    expect(explorer.page.get_by_text("Its file names no classes")).to_have_count(0)


def test_a_toml_file_dropped_along_with_a_network_says_the_rest(explorer: Explorer, page: Page) -> None:
    explorer.open(model="photos")
    toml = f"title = 'By TOML'\nlabels = {LABELS}\nmean = 0.5\nstd = 0.25"
    with explorer.running_anew():
        drop(explorer, ("by-toml.toml", toml.encode()), ("by-toml.onnx", NET))
    assert chosen_network(explorer) == "By TOML"
    described = page.request.get("/api/models/by-toml").json()
    assert described["classes"] == LABELS
    assert described["preprocessing"] == {"mean": [0.5] * 3, "std": [0.25] * 3}


def test_ones_own_picture_goes_along_to_ones_own_network(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        explorer.upload(pictures.png())
    with explorer.running_anew():
        drop(explorer, ("with-picture.onnx", NET))
    expect_scores(explorer, api.run_on_file("with-picture", pictures.png(), "image/png"))
    expect(explorer.caption).to_contain_text("your picture")


def test_a_network_is_opened_with_the_keyboard_and_what_its_file_does_not_say(
    explorer: Explorer, api: Api, page: Page
) -> None:
    explorer.open(model="photos")
    explorer.network_choice.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_visible()
    dialog(page).get_by_label("Labels of its classes").fill("\n".join(LABELS))
    dialog(page).get_by_label("Usual pixels").select_option("−1 to 1")
    with explorer.running_anew():
        open_with_dialog(page, "said.onnx")
    expect(dialog(page)).to_have_count(0)
    described = page.request.get("/api/models/said").json()
    assert described["classes"] == LABELS
    assert described["preprocessing"] == {"mean": [0.5] * 3, "std": [0.5] * 3}
    expect_scores(explorer, api.run("said", api.samples("photos")[0]["id"]))


def test_a_network_in_use_is_opened_again_with_other_labels_in_its_own_place(
    explorer: Explorer, page: Page
) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        drop(explorer, ("again.onnx", NET))
    open_dialog(page)
    dialog(page).get_by_label("Labels of its classes").fill("\n".join(LABELS))
    with explorer.running_anew():
        dialog(page).get_by_role("button", name="Open", exact=True).click()
    assert explorer.score_rows.first.inner_text().splitlines()[0] in LABELS
    names = explorer.network_choice.locator("option").all_inner_texts()
    assert names.count("again") == 1
    open_dialog(page)
    expect(dialog(page).get_by_label("Labels of its classes")).to_have_value("\n".join(LABELS))


def test_a_network_is_removed_and_the_first_one_is_shown(explorer: Explorer, page: Page) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        drop(explorer, ("removed.onnx", NET))
    open_dialog(page)
    with explorer.running_anew():
        dialog(page).get_by_role("button", name="Remove removed").click()
    assert chosen_network(explorer) == "Photos"
    assert "removed" not in explorer.network_choice.inner_text()


def test_escape_closes_the_dialog_and_nothing_else_happens(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits", layer="conv2")
    open_dialog(page)
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(explorer.opened_layer).to_have_text("conv2")


@pytest.mark.console_errors_expected
def test_a_refused_network_is_explained_and_nothing_is_lost(explorer: Explorer, page: Page) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        explorer.upload(pictures.png())
    scores, url = explorer.score_rows.all_inner_texts(), page.url
    drop(explorer, ("refused.onnx", onnx_files.unsupported()))
    expect(explorer.problem).to_contain_text("/find/NonZero")
    expect(explorer.problem).to_contain_text("Conv")
    assert explorer.score_rows.all_inner_texts() == scores
    assert page.url == url
    expect(explorer.caption).to_contain_text("your picture")
    page.get_by_role("button", name="Dismiss").click()
    expect(explorer.problem).to_have_count(0)


@pytest.mark.console_errors_expected
def test_what_was_said_of_a_refused_network_is_kept_for_the_next_try(explorer: Explorer, page: Page) -> None:
    explorer.open(model="photos")
    open_dialog(page)
    dialog(page).get_by_label("Labels of its classes").fill("cat\ndog")
    open_with_dialog(page, "too-few-labels.onnx")
    expect(explorer.problem).to_contain_text("labels holds 2 labels and the network has 3 outputs")
    open_dialog(page)
    expect(dialog(page).get_by_label("Labels of its classes")).to_have_value("cat\ndog")
    dialog(page).get_by_label("Labels of its classes").fill("\n".join(LABELS))
    with explorer.running_anew():
        dialog(page).get_by_role("button", name="Open", exact=True).click()
    assert chosen_network(explorer) == "too-few-labels"
    expect(explorer.problem).to_have_count(0)


def test_layers_whose_names_hold_slashes_are_opened_linked_and_walked(explorer: Explorer, page: Page) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        drop(explorer, ("slashes.onnx", NET))
    explorer.open_map("features/0/Conv", 2)
    expect(explorer.total).to_be_visible()
    total = explorer.total.inner_text()
    assert "layer=features%2F0%2FConv" in page.url
    page.reload()
    expect(explorer.opened_layer).to_have_text("features/0/Conv")
    expect(explorer.whereabouts).to_contain_text("slashes")
    expect(explorer.total).to_have_text(total)
    explorer.neighbours.get_by_role("button", name="features/1/Norm").click()
    expect(explorer.opened_layer).to_have_text("features/1/Norm")


def test_an_opened_layer_with_a_long_name_stays_within_its_place(explorer: Explorer) -> None:
    name = "a/very/long/path/of/modules/within/modules/as/exporters/write/it/features.0"
    explorer.open(model="photos")
    with explorer.running_anew():
        drop(explorer, ("long.onnx", onnx_files.classifier(side=16, prefix=f"/{name}")))
    explorer.open_map(f"{name}/features/0/Conv", 1)
    expect(explorer.total).to_be_visible()
    scores = explorer.verdict.bounding_box()
    detail = explorer.detail.evaluate("(view) => [view.scrollWidth, view.clientWidth]")
    trail = explorer.whereabouts.bounding_box()
    assert detail[0] <= detail[1]
    assert scores is not None
    assert trail is not None
    assert trail["x"] + trail["width"] <= scores["x"]


def test_a_network_backwards(explorer: Explorer, page: Page) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        drop(explorer, ("backwards.onnx", NET))
    with explorer.running_anew():
        explorer.pass_button("Backward").click()
    expect(explorer.loss).to_be_visible()
    assert explorer.colours("input") > 1


@pytest.mark.console_errors_expected
def test_a_link_to_a_network_that_is_gone_says_so_and_leads_on(explorer: Explorer, page: Page) -> None:
    page.goto("/?model=gone&layer=features/0/Conv")
    expect(explorer.problem).to_contain_text("There is no network “gone” here")
    expect(explorer.problem).to_contain_text("until the server stops")
    page.get_by_role("button", name="Try again").click()
    expect(explorer.score_rows).to_have_count(10)


@pytest.mark.console_errors_expected
def test_a_network_that_a_server_has_lost_is_sent_again(explorer: Explorer, page: Page, api: Api) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        drop(explorer, ("lost.onnx", NET))
    page.request.delete("/api/models/lost")
    explorer.samples.nth(3).click()
    expect(explorer.problem).to_contain_text("There is no model 'lost'")
    with explorer.running_anew():
        page.get_by_role("button", name="Try again").click()
    expect(explorer.problem).to_have_count(0)
    expect_scores(explorer, api.run("lost", api.samples("photos")[3]["id"]))
    assert explorer.network_choice.locator("option").all_inner_texts().count("lost") == 1


@pytest.mark.console_errors_expected
@pytest.mark.parametrize("address", ["127.0.0.1", "localhost"])
def test_another_sites_page_cannot_send_a_network(
    page: Page, base_url: str, own_addresses: list[str], address: str
) -> None:
    with hosting("about:blank", 320, 240) as elsewhere:
        own_addresses.extend([elsewhere, elsewhere.replace("127.0.0.1", address)])
        page.goto(elsewhere.replace("127.0.0.1", address))
        page.evaluate(_SEND_ACROSS, [f"{base_url}/api/models", base64.b64encode(NET).decode()])
        expect(page.get_by_text("Another site's page asked for this")).to_be_visible()
    assert "across" not in [model["id"] for model in page.request.get("/api/models").json()]


@pytest.fixture
def closed(tmp_path: Path, own_addresses: list[str]) -> Iterator[str]:
    """Address of a server that takes no networks."""
    with serving(tmp_path / "log.txt", "--imports", "off") as address:
        own_addresses.append(address)
        yield address


@pytest.mark.console_errors_expected
def test_a_server_that_takes_no_networks_says_what_to_do(explorer: Explorer, page: Page, closed: str) -> None:
    page.goto(closed)
    explorer.wait_until_painted()
    expect(page.get_by_role("button", name="Open a network…")).to_have_count(0)
    drop(explorer, ("net.onnx", NET))
    expect(explorer.problem).to_contain_text("--imports on")


def test_a_folder_of_networks_is_offered(
    explorer: Explorer, page: Page, tmp_path: Path, own_addresses: list[str]
) -> None:
    (tmp_path / "mine.onnx").write_bytes(NET)
    (tmp_path / "mine.toml").write_text(f"title = 'Of a folder'\nlabels = {LABELS}")
    with serving(tmp_path / "log.txt", "--models", str(tmp_path)) as address:
        own_addresses.append(address)
        page.goto(f"{address}/?model=mine")
        explorer.wait_until_painted()
        assert chosen_network(explorer) == "Of a folder"
        expect(explorer.score_rows.first).to_have_text(re.compile("cat|dog"))

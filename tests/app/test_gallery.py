from fastapi.testclient import TestClient

from app.gallery import exhibits
from core.zoo.model import Model


def test_every_kind_of_layer_is_shown(model: Model) -> None:
    shown = {exhibit.kind for exhibit in exhibits([model])}
    assert shown == {"networks", "states", "backward"} | {
        layer.operation.kind for layer in model.network.layers
    }


def test_a_kind_is_shown_once_for_all_networks_that_have_it(model: Model) -> None:
    assert len(exhibits([model, model])) == len(exhibits([model])) + 1  # the second network itself


def test_a_layer_is_shown_in_every_state_of_the_explorer(model: Model) -> None:
    queries = [exhibit.query for exhibit in exhibits([model]) if exhibit.kind == "states"]
    opened = "model=tiny&layer=conv&unit=3,2"
    assert queries[0] == f"{opened}&depth=unit"
    assert "model=tiny&show=film" in queries
    assert f"{opened}&how=matrix" in queries
    assert queries[-1] == "model=tiny&show=looked&method=integrated"
    assert f"{opened}&pass=backward" in queries


def test_layers_are_shown_backward_too_with_respect_to_their_inputs_and_weights(model: Model) -> None:
    queries = [exhibit.query for exhibit in exhibits([model]) if exhibit.kind == "backward"]
    assert "model=tiny&layer=pool&unit=1,1&pass=backward" in queries
    assert "model=tiny&layer=scores&pass=backward&wrt=weight" in queries


def test_a_layer_is_opened_at_its_middle(model: Model) -> None:
    queries = {exhibit.kind: exhibit.query for exhibit in exhibits([model])}
    assert queries["maxpool2d"] == "model=tiny&layer=pool&unit=1,1"
    assert queries["dense"] == "model=tiny&layer=scores"


def test_what_is_special_about_a_layer_is_told(model: Model) -> None:
    titles = {exhibit.kind: exhibit.title for exhibit in exhibits([model])}
    assert titles["conv2d"] == "Tiny: conv (padding)"
    assert titles["relu"] == "Tiny: relu"


def test_the_page_frames_every_exhibit_and_may_frame_nothing_else(client: TestClient, model: Model) -> None:
    page = client.get("/gallery")
    for exhibit in exhibits([model]):
        assert f'src="/embed/explorer?{exhibit.query.replace("&", "&amp;")}"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "frame-src 'none'" in client.get("/docs").headers["Content-Security-Policy"]

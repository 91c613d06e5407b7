"""Networks that people bring along: imported, run, removed; and whoever may not is told why."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.library import weight_bytes
from app.server import create_app
from app.settings import Settings
from core.zoo.imported import import_model
from core.zoo.model import Model
from tests import onnx_files

MODELS = "/api/models"
NET = onnx_files.classifier()


@pytest.fixture
def serving(model: Model) -> Callable[..., AbstractContextManager[TestClient]]:
    """Clients of servers with settings of their own, as a browser on the same machine reaches them."""

    def client(**settings: Any) -> TestClient:
        app = create_app(Settings(**settings), lambda: {model.id: model})
        return TestClient(app, base_url="http://localhost", raise_server_exceptions=False)

    return client


@pytest.fixture
def client(serving: Callable[..., TestClient]) -> Iterator[TestClient]:
    with serving(max_upload_mib=1, max_model_mib=2) as client:
        yield client


def send(client: TestClient, data: bytes = NET, name: str = "net.onnx", **fields: Any) -> Any:
    return client.post(MODELS, files={"file": (name, data)}, data=fields)


def refused(response: Any, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["detail"])


def listed(client: TestClient) -> list[str]:
    return [each["id"] for each in client.get(MODELS).json()]


def test_a_file_becomes_a_model_that_is_described_listed_and_run(client: TestClient) -> None:
    created = send(client, name="My Net.onnx")
    assert created.status_code == 201
    assert created.headers["location"] == "/api/models/my-net"
    described = created.json()
    assert described == client.get("/api/models/my-net").json()
    assert (described["title"], described["weights"]) == ("My Net", "imported")
    assert described["notes"]
    assert listed(client) == ["tiny", "my-net"]
    run = client.post(f"{MODELS}/my-net/backward", json={"sample": "tiny-stripes"})
    assert run.text.endswith('{"event":"end"}\n')


def test_every_field_is_taken(client: TestClient) -> None:
    fields = {
        "title": "Mine",
        "labels": "cat\r\ndog\nhot dog\n",
        "mean": "0.5",
        "std": "0.1, 0.2,0.3",
        "layout": "nchw",
        "fold_batchnorm": "true",
    }
    described = send(client, **fields).json()
    assert described["title"] == "Mine"
    assert described["classes"] == ["cat", "dog", "hot dog"]
    assert described["preprocessing"] == {"mean": [0.5] * 3, "std": [0.1, 0.2, 0.3]}
    assert "batchnorm" not in [layer["op"] for layer in described["layers"]]


def test_labels_may_come_as_a_file_and_empty_fields_say_nothing(client: TestClient) -> None:
    files = {"file": ("net.onnx", NET), "labels": ("labels.txt", b"a\nb\nc")}
    assert client.post(MODELS, files=files, data={"mean": " ", "layout": ""}).json()["classes"] == [
        "a",
        "b",
        "c",
    ]


def test_a_toml_file_says_what_no_other_field_does(client: TestClient) -> None:
    toml = 'title = "Of TOML"\nlabels = "labels.txt"\nmean = 0.5\nstd = [0.1, 0.2, 0.3]'
    files = {"file": ("net.onnx", NET), "toml": ("net.toml", toml.encode())}
    described = client.post(MODELS, files=files, data={"labels": "a\nb\nc", "mean": "0.25"}).json()
    assert described["title"] == "Of TOML"
    assert described["classes"] == ["a", "b", "c"]
    assert described["preprocessing"] == {"mean": [0.25] * 3, "std": [0.1, 0.2, 0.3]}


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ("labels = 'labels.txt'", "toml: labels names 'labels.txt': send its lines along as labels"),
        ("labels = '/etc/passwd'", "toml: labels names '/etc/passwd': send its lines along as labels"),
        ("size = 3", "toml: there is no key 'size'"),
        ("mean = ", "toml cannot be read as TOML"),
    ],
)
def test_a_toml_file_that_does_not_fit_is_refused(client: TestClient, toml: str, complaint: str) -> None:
    assert complaint in refused(send(client, toml=toml), 422)


def test_the_same_file_twice_makes_two_models(client: TestClient) -> None:
    assert [send(client).headers["location"] for _ in range(2)] == ["/api/models/net", "/api/models/net-2"]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"labels": "a\nb"}, "labels holds 2 labels and the network has 3 outputs"),
        ({"mean": "1;2;3"}, "field mean is '1;2;3'"),
        ({"mean": "1,2"}, "each of the network's 3"),
        ({"std": "0"}, "above 0"),
        ({"std": "inf"}, "field std is 'inf'"),
        ({"input_shape": "3,x"}, "whole numbers with commas between"),
        ({"input_shape": "3,9,9"}, "is 3×8×8 (without the batch), and not [3, 9, 9]"),
        ({"layout": "hwc"}, "it may be: nchw, nhwc"),
        ({"fold_batchnorm": "maybe"}, "it may be: true, false"),
        (
            {"label": "a"},
            "Its fields may be: file, toml, title, labels, mean, std, layout, input_shape,",
        ),
    ],
)
def test_a_field_that_does_not_fit_is_refused(
    client: TestClient, fields: dict[str, str], complaint: str
) -> None:
    assert complaint in refused(send(client, **fields), 422)
    assert listed(client) == ["tiny"]


def test_an_operation_that_cannot_be_run_is_named_with_those_that_can(client: TestClient) -> None:
    detail = refused(send(client, onnx_files.unsupported()), 422)
    assert "/find/NonZero" in detail
    assert "Conv" in detail
    assert listed(client) == ["tiny"]


def test_layers_whose_names_hold_slashes_are_found(client: TestClient) -> None:
    model_id = send(client).json()["id"]
    weights = client.get(f"{MODELS}/{model_id}/weights", params={"layer": "features/0/Conv"}).json()
    assert weights["weight"]["shape"] == [4, 3, 3, 3]
    wishes = {"layers": "features/0/Conv,head/Gemm"}
    run = client.post(f"{MODELS}/{model_id}/forward", params=wishes, json={"sample": "tiny-stripes"})
    with_tensors = [line for line in run.text.splitlines() if '"output":' in line]
    assert [name in line for line, name in zip(with_tensors, ("features/0/Conv", "head/Gemm"), strict=True)]


def test_an_imported_model_is_removed_and_those_of_the_server_stay(client: TestClient) -> None:
    send(client)
    assert client.delete(f"{MODELS}/net").status_code == 204
    assert listed(client) == ["tiny"]
    assert "There is no model 'net'" in refused(client.delete(f"{MODELS}/net"), 404)
    assert "belongs to the server" in refused(client.delete(f"{MODELS}/tiny"), 403)
    assert listed(client) == ["tiny"]


def test_the_limit_for_networks_is_another_than_for_pictures(client: TestClient) -> None:
    def padded(bytes_: int) -> bytes:  # an unknown field of protobuf, which readers skip
        return NET + b"\xfa\x7f" + _varint(bytes_) + bytes(bytes_)

    assert send(client, padded(3 * 2**19)).status_code == 201
    assert "larger than 2 MiB" in refused(send(client, padded(2**21)), 413)


def test_more_models_than_are_kept_displace_the_oldest(serving: Callable[..., TestClient]) -> None:
    with serving(max_imports=2) as client:
        for name in ("a.onnx", "b.onnx", "c.onnx"):
            send(client, name=name)
        assert listed(client) == ["tiny", "b", "c"]


def test_weights_beyond_the_memory_for_imports_are_refused(serving: Callable[..., TestClient]) -> None:
    large = onnx_files.wide_classifier(300_000)
    assert weight_bytes(import_model(large, "a.onnx")) > 2**20
    with serving(max_imports_mib=1) as client:
        assert "--max-imports-mib" in refused(send(client, large), 413)
        assert send(client).status_code == 201


def test_a_network_that_would_hold_too_much_in_a_run_is_refused(serving: Callable[..., TestClient]) -> None:
    with serving(max_run_mib=1) as client:
        assert "activations" in refused(send(client, onnx_files.relu("batch", 3, 300, 300)), 422)
        assert send(client).status_code == 201


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({}, 201),
        ({"imports": "off"}, 403),
        ({"host": "0.0.0.0"}, 403),
        ({"host": "0.0.0.0", "imports": "on"}, 201),
    ],
)
def test_networks_are_taken_where_the_settings_say_so(
    serving: Callable[..., TestClient], settings: dict[str, str], status: int
) -> None:
    with serving(**settings) as client:
        assert (response := send(client)).status_code == status
        if status == 403:
            assert "--imports on" in refused(response, 403)
            assert "--imports on" in refused(client.delete(f"{MODELS}/tiny"), 403)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:3000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
    ],
)
def test_another_sites_page_neither_adds_nor_removes(client: TestClient, headers: dict[str, str]) -> None:
    send(client)
    refused(client.post(MODELS, files={"file": ("a.onnx", NET)}, headers=headers), 403)
    refused(client.delete(f"{MODELS}/net", headers=headers), 403)
    assert listed(client) == ["tiny", "net"]


def test_the_servers_own_page_is_let_through(client: TestClient) -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post(MODELS, files={"file": ("a.onnx", NET)}, headers=headers).status_code == 201


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"content": NET}, 415),
        ({"json": {}}, 415),
        ({"files": {"image": NET}}, 422),
        ({"files": {"file": b""}}, 422),
        ({"files": [("file", NET), ("file", NET)]}, 400),
        ({"files": {"file": ("a.onnx", NET), "labels": ("l.txt", b"\xff\xfe")}}, 422),
    ],
)
def test_a_body_without_one_network_is_refused(client: TestClient, body: dict[str, Any], status: int) -> None:
    refused(client.post(MODELS, **body), status)


def test_without_the_extra_the_remedy_is_named(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "onnx", None)
    assert "pip install 'convscope[onnx]'" in refused(send(client), 422)


def _varint(number: int) -> bytes:
    digits = []
    while number:
        digits.append(number & 127 | (128 if number > 127 else 0))
        number >>= 7
    return bytes(digits)

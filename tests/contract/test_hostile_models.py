"""Whatever is sent as a network, the server says what is wrong with it, quickly, and goes on."""

import random
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from onnx import ModelProto, TensorProto, helper

from tests import onnx_files
from tests.contract.test_hostile_input import assert_problem

MODELS = "/api/models"
GOOD = onnx_files.classifier()
PATIENCE_SECONDS = 5


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client as a browser on this machine is one; what breaks inside the server is answered."""
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(autouse=True)
def goes_on(client: TestClient) -> Iterator[None]:
    """After each test a good network must still be imported and run, and no place be held."""
    yield
    model_id = send(client, GOOD).json()["id"]
    run = client.post(f"{MODELS}/{model_id}/forward", json={"pixels": [[0.5]]})
    assert run.text.endswith('{"event":"end"}\n')
    assert client.delete(f"{MODELS}/{model_id}").status_code == 204
    assert client.get("/readyz").json()["runs"] == 0


def send(client: TestClient, data: bytes) -> Any:
    return client.post(MODELS, files={"file": ("net.onnx", data)})


def changed(**changes: Any) -> ModelProto:
    model = ModelProto.FromString(GOOD)
    for name, value in changes.items():
        setattr(model, name, value)
    return model


def of_shape(*shape: int) -> bytes:
    return onnx_files.relu("batch", *shape)


def growing(times: int) -> bytes:
    """Each layer has as many channels as the two before it together, from a file of a few hundred bytes."""
    nodes = [onnx_files._node("Concat", f"/{i}", [_name(i)] * 2, _name(i + 1), axis=1) for i in range(times)]
    return onnx_files.model(nodes, ["batch", 3, 64, 64], [1, 64, 64], {}, _name(times))


def _name(index: int) -> str:
    return f"x{index}" if index else "pixels"


def with_weight(tensor: TensorProto) -> bytes:
    model = ModelProto.FromString(GOOD)
    kept = [each for each in model.graph.initializer if each.name != "conv.w"]
    del model.graph.initializer[:]
    model.graph.initializer.extend([*kept, tensor])
    return model.SerializeToString()


def declared(*shape: int) -> bytes:
    """A weight that says it is larger than its data."""
    return with_weight(
        TensorProto(name="conv.w", data_type=TensorProto.FLOAT, dims=shape, raw_data=bytes(16))
    )


def outside() -> bytes:
    tensor = TensorProto(name="conv.w", data_type=TensorProto.FLOAT, dims=(4, 3, 3, 3))
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")
    return with_weight(tensor)


def circular() -> bytes:
    nodes = [onnx_files._node("Add", "/a", ["pixels", "b"], "a"), onnx_files._node("Relu", "/b", ["a"], "b")]
    return onnx_files.model(nodes, ["batch", 3, 8, 8], [3, 8, 8], {}, "b")


def controlling() -> bytes:
    body = helper.make_graph(
        [helper.make_node("Identity", ["pixels"], ["y"])],
        "body",
        [],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
    )
    nodes = [helper.make_node("If", ["so"], ["z"], name="/If", then_branch=body, else_branch=body)]
    return onnx_files.model(nodes, ["batch", 3, 8, 8], [3, 8, 8], {"so": np.ones(())}, "z")


def foreign() -> bytes:
    nodes = [helper.make_node("Mystery", ["pixels"], ["y"], name="/Mystery", domain="com.example")]
    return onnx_files.model(nodes, ["batch", 3, 8, 8], [3, 8, 8], {}, "y")


def not_finite() -> bytes:
    weight = np.full((4, 3, 3, 3), np.nan, np.float32)
    return with_weight(TensorProto(name="conv.w", data_type=1, dims=weight.shape, raw_data=weight.tobytes()))


FILES = {
    "text": b"This is no network.",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "a pickle": b"\x80\x04cos\nsystem\n(S'true'\ntR.",
    "an archive": b"PK\x03\x04" + bytes(100),
    "zeros": bytes(10_000),
    "a length beyond the end": b"\x3a" + b"\xff" * 9 + b"\x01",
    "nested without end": b"\x3a\x02" * 20_000,
    "no graph": changed().SerializeToString()[:8],
    "an opset of the future": helper.make_model(
        ModelProto.FromString(GOOD).graph, opset_imports=[helper.make_opsetid("", 999)]
    ).SerializeToString(),
    "a picture of a million megapixels": of_shape(3, 1_000_000, 1_000_000),
    "a picture of no pixels": of_shape(3, 0, 8),
    "a picture of a negative size": of_shape(3, -4, 8),
    "sizes that overflow": of_shape(3, 2**62, 2**62),
    "no axes": onnx_files.relu(),
    "layers that grow": growing(60),
    "weights larger than their data": declared(4, 3, 3, 3),
    "weights of exabytes": declared(2**40, 2**20, 3, 3),
    "weights of a negative size": declared(-4, -3, 3, 3),
    "weights in another file": outside(),
    "weights that are not finite": not_finite(),
    "a circle": circular(),
    "control flow": controlling(),
    "another domain": foreign(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused_in_no_time(client: TestClient, name: str) -> None:
    started = time.monotonic()
    assert_problem(send(client, FILES[name]), 422)
    assert time.monotonic() - started < PATIENCE_SECONDS


@pytest.mark.parametrize("share", [0.0005, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_refused(client: TestClient, share: float) -> None:
    assert_problem(send(client, GOOD[: max(1, round(share * len(GOOD)))]), 422)


def test_a_file_with_flipped_bytes_is_taken_or_refused_and_never_breaks_anything(client: TestClient) -> None:
    rng = random.Random(5)
    for _ in range(150):
        data = bytearray(GOOD)
        for place in rng.sample(range(len(data)), rng.randint(1, 4)):
            data[place] = rng.randrange(256)
        response = send(client, bytes(data))
        if response.status_code == 201:
            model_id = response.json()["id"]
            run = client.post(f"{MODELS}/{model_id}/backward?tensors=none", json={"pixels": [[0.5]]})
            assert run.status_code in (200, 422), run.text
            assert '"status":500' not in run.text
            client.delete(f"{MODELS}/{model_id}")
        else:
            assert_problem(response, 422)


def test_random_bytes_are_refused(client: TestClient) -> None:
    rng = random.Random(6)
    for length in (1, 10, 1000, 100_000):
        assert_problem(send(client, rng.randbytes(length)), 422)


def test_a_name_is_text_and_nothing_else(client: TestClient) -> None:
    for name in (
        "<script>alert(1)</script>.onnx",
        "../../../etc/passwd",
        "\u202egnp.onnx",
        "a" * 500 + ".onnx",
    ):
        created = client.post(MODELS, files={"file": (name, GOOD)})
        assert created.status_code == 201
        described = created.json()
        assert set(described["id"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert len(described["title"]) <= 120
        assert described["title"].isprintable()
        client.delete(created.headers["location"])


def test_more_labels_than_anybody_needs_are_refused(client: TestClient) -> None:
    response = client.post(MODELS, files={"file": ("a.onnx", GOOD)}, data={"labels": "x\n" * 2_000_000})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


def test_a_field_of_numbers_without_end_is_refused(client: TestClient) -> None:
    numbers = ",".join(["1"] * 100_000)
    response = client.post(MODELS, files={"file": ("a.onnx", GOOD)}, data={"mean": numbers})
    assert_problem(response, 422)
    assert len(response.text) < 10_000

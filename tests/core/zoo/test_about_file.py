"""The TOML beside an ONNX file."""

import re
from pathlib import Path

import pytest

from core.errors import AboutError
from core.zoo.about_file import about_beside, lines
from core.zoo.imported import About


def beside(folder: Path, toml: str | bytes) -> About:
    (folder / "net.toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
    return about_beside(folder / "net.onnx")


def test_without_a_file_nothing_is_said(tmp_path: Path) -> None:
    assert about_beside(tmp_path / "net.onnx") == About()


def test_every_key_is_read(tmp_path: Path) -> None:
    toml = """
        title = "Mine"
        summary = "Two classes."
        labels = ["cat", "dog"]
        mean = [0.485, 0.456, 0.406]
        std = 0.25
        layout = "nhwc"
        input_shape = [3, 224, 224]
        fold_batchnorm = true
    """
    assert beside(tmp_path, toml) == About(
        "Mine", "Two classes.", ("cat", "dog"), (0.485, 0.456, 0.406), (0.25,), "nhwc", (3, 224, 224), True
    )


def test_the_example_in_the_readme_is_read(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)
    about = beside(tmp_path, example)
    assert (about.title, len(about.labels or ()), about.layout) == ("Flowers", 5, "nchw")


def test_labels_may_lie_in_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "labels.txt").write_text("cat\r\nhot dog\r\n\r\n", encoding="utf-8")
    assert beside(tmp_path, 'labels = "labels.txt"').labels == ("cat", "hot dog")


@pytest.mark.parametrize(
    ("text", "labels"),
    [("", ()), ("\n\n", ()), ("a", ("a",)), ("a\nb\n", ("a", "b")), (" a \n\nb", ("a", "", "b"))],
)
def test_labels_stand_one_a_line(text: str, labels: tuple[str, ...]) -> None:
    assert lines(text) == labels


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ('label = ["a"]', r"net\.toml: there is no key 'label'. Use any of: title, summary, labels, mean"),
        ("labels = 3", r"net\.toml: labels is 3; it has to be a list of texts"),
        ('labels = ["a", 3]', r"net\.toml: labels is"),
        ('labels = "none.txt"', r"net\.toml: labels names 'none.txt': No such file"),
        ('mean = "0.5"', r"net\.toml: mean is '0.5'; it has to be a number"),
        ("mean = [true]", r"net\.toml: mean is"),
        ("std = [[1]]", r"net\.toml: std is"),
        ('layout = "chw"', r"net\.toml: layout is 'chw'; it has to be nchw or nhwc"),
        ("layout = [1]", r"net\.toml: layout is"),
        ("fold_batchnorm = 1", r"net\.toml: fold_batchnorm is 1; it has to be true or false"),
        ("input_shape = 224", r"net\.toml: input_shape is 224; it has to be a list of whole"),
        ("input_shape = [3, 0, 1.5]", r"net\.toml: input_shape is"),
        ("title = 1", r"net\.toml: title is 1; it has to be a text"),
        ("title = \n", r"net\.toml cannot be read as TOML: .*line 1"),
        (b"title = '\xff'", r"net\.toml cannot be read as TOML"),
    ],
)
def test_anything_else_is_refused_with_file_and_key(
    tmp_path: Path, toml: str | bytes, complaint: str
) -> None:
    with pytest.raises(AboutError, match=complaint):
        beside(tmp_path, toml)

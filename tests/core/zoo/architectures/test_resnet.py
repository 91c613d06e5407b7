import pytest

from core.counting import total_parameters
from core.ops import Conv2d, Dense
from core.zoo.architectures import resnet
from tests.core.zoo.architectures.tables import fields, macs, shapes

NETWORKS = {18: resnet.build_18(), 50: resnet.build_50()}
LAST_BLOCKS = {
    18: ("conv2_2/relu", "conv3_2/relu", "conv4_2/relu", "conv5_2/relu"),
    50: ("conv2_3/relu", "conv3_4/relu", "conv4_6/relu", "conv5_3/relu"),
}
BOTH = pytest.mark.parametrize("depth", [18, 50])


@pytest.mark.parametrize(
    ("depth", "count", "work", "flops_of_the_paper"),
    [(18, 11_689_512, 1_814_073_344, 1.8e9), (50, 25_557_032, 3_857_973_248, 3.8e9)],
)
def test_published_parameters_and_multiply_accumulates(depth, count, work, flops_of_the_paper):
    assert total_parameters(NETWORKS[depth]) == count
    assert macs(NETWORKS[depth]) == work == pytest.approx(flops_of_the_paper, rel=0.02)


@BOTH
def test_output_sizes_of_the_published_table(depth):
    wide = 1 if depth == 18 else 4
    assert shapes(NETWORKS[depth], "conv1", "pool1", *LAST_BLOCKS[depth], "average") == [
        (64, 112, 112),
        (64, 56, 56),
        (64 * wide, 56, 56),
        (128 * wide, 28, 28),
        (256 * wide, 14, 14),
        (512 * wide, 7, 7),
        (512 * wide, 1, 1),
    ]


@pytest.mark.parametrize(("depth", "sizes"), [(18, [43, 99, 211, 435]), (50, [35, 99, 291, 483])])
def test_published_receptive_fields(depth, sizes):
    assert fields(NETWORKS[depth], *LAST_BLOCKS[depth]) == sizes


@BOTH
def test_as_many_layers_with_weights_as_its_name_says_shortcuts_aside(depth):
    layers = [
        layer
        for layer in NETWORKS[depth].layers
        if isinstance(layer.operation, Conv2d | Dense) and not layer.name.endswith("shortcut")
    ]
    assert len(layers) == depth


@BOTH
def test_a_shortcut_has_a_convolution_only_where_the_shape_changes(depth):
    network = NETWORKS[depth]
    for layer in network.layers:
        if layer.operation.kind == "add":
            _, shortcut = layer.inputs
            block = layer.name.split("/")[0]
            source = network.layer(f"{block}/conv1").inputs[0]
            if network.shapes[source] == network.shapes[layer.name]:
                assert shortcut == source
            else:
                assert network.layer(f"{block}/shortcut").inputs == (source,)

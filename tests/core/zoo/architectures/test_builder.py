from core.ops import Add, Conv2d, Dense, Flatten, ReLU
from core.zoo.architectures.builder import Builder


def test_a_layer_reads_the_one_before_it_unless_told_otherwise():
    net = Builder(2, 6, 6)
    net.conv("conv", 4, 3, padding=1)
    side = net.conv("side", 4, 1, after="input")
    assert net.last == side
    net.add("sum", Add(), ("conv", side))
    net.add("relu", ReLU())
    network = net.network()
    assert [(layer.name, layer.inputs) for layer in network.layers] == [
        ("conv", ("input",)),
        ("side", ("input",)),
        ("sum", ("conv", "side")),
        ("relu", ("sum",)),
    ]
    assert network.input_shape == (2, 6, 6)


def test_channels_and_units_are_counted_along():
    net = Builder(3, 5, 5)
    net.conv("narrow", 4, 3)
    net.conv("grouped", 8, 3, groups=2, padding=1)
    assert net.shape() == (8, 3, 3)
    assert net.shape("narrow") == (4, 3, 3)
    net.add("flatten", Flatten())
    net.dense("scores", 7)
    operations = {layer.name: layer.operation for layer in net.network().layers}
    assert isinstance(operations["grouped"], Conv2d)
    assert (operations["grouped"].channels, operations["grouped"].groups) == (4, 2)
    assert isinstance(operations["scores"], Dense)
    assert operations["scores"].inputs == 72

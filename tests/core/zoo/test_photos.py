from core.zoo.photos import RECIPE, build


def test_the_network_that_ships_is_the_one_that_is_trained_without_its_batch_norms():
    shipped, trained = RECIPE.ship(), build(batchnorm=True)
    assert "batchnorm" not in {layer.operation.kind for layer in shipped.layers}
    assert [layer.name for layer in trained.layers if layer.operation.kind != "batchnorm"] == [
        layer.name for layer in shipped.layers
    ]
    assert shipped.shapes.items() <= trained.shapes.items()


def test_the_shapes_are_halved_twice_and_doubled_in_depth():
    shapes = RECIPE.ship().shapes
    assert shapes["conv2"] == (16, 32, 32)
    assert shapes["conv4"] == (32, 16, 16)
    assert shapes["conv6"] == (64, 8, 8)
    assert shapes["average"] == (64, 1, 1)
    assert shapes["scores"] == (10,)

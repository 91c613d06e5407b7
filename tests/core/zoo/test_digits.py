from core.zoo.digits import build


def test_the_shapes_are_those_of_lenet5():
    shapes = build().shapes
    assert [shapes[name] for name in ("conv1", "pool1", "conv2", "pool2", "dense1", "dense2", "scores")] == [
        (6, 28, 28),
        (6, 14, 14),
        (16, 10, 10),
        (16, 5, 5),
        (120,),
        (84,),
        (10,),
    ]

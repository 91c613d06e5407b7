"""How a node moves a window: its attributes read, its padding worked out, the room it needs bounded."""

from dataclasses import dataclass, replace
from math import prod

from core.onnx_import.builder import Builder
from core.onnx_import.node import Node
from core.onnx_import.values import Signal
from core.shapes import Shape

# A strided convolution walks over the cells of its kernel one by one.
_MOST_CELLS = 2**16


@dataclass(frozen=True)
class Window:
    """A number an axis; padding is all befores, then all afters."""

    kernel: Shape
    stride: Shape
    dilation: Shape
    padding: Shape
    output_padding: Shape

    @property
    def extents(self) -> list[int]:
        """What the window spans along each axis."""
        return [d * (k - 1) + 1 for d, k in zip(self.dilation, self.kernel, strict=True)]

    def room(self, sizes: Shape, channels: int, filters: int) -> int:
        """The most numbers that copies of shifted inputs, or products with single kernel rows, may take."""
        rank = len(sizes)
        padded = [sum(each) for each in zip(sizes, self.padding[:rank], self.padding[rank:], strict=True)]
        outs = [
            max(size - extent, 0) // step + 1
            for size, extent, step in zip(padded, self.extents, self.stride, strict=True)
        ]
        return max(
            channels * prod(padded) * self.kernel[-1],
            channels * prod(outs) * prod(self.kernel) if max(self.stride) > 1 else 0,
            filters * prod(padded[:-1]) * outs[-1] * prod(self.kernel[:-1]),
        )


def window_of(
    node: Node, builder: Builder, signal: Signal, kernel: list[int] | None = None, filters: int = 0
) -> Window:
    """The window of a convolution or a pool; ModelError where it is too large or makes no sense."""
    window = _unpadded(node, signal, kernel)
    # "Same" padding: as many outputs as the stride leaves of the input.
    spare = [
        (-(-size // step) - 1) * step + extent - size
        for size, step, extent in zip(signal.shape[1:], window.stride, window.extents, strict=True)
    ]
    window = replace(window, padding=_padding(node, spare))
    _check(node, builder, window, window.room(signal.shape[1:], signal.shape[0], filters), filters)
    return window


def transposed_window_of(
    node: Node, builder: Builder, signal: Signal, kernel: list[int], filters: int
) -> Window:
    """The same of a transposed convolution, whose padding may be told by the size of its output."""
    window = _unpadded(node, signal, kernel)
    sizes, rank = signal.shape[1:], len(signal.shape) - 1
    full = [
        (size - 1) * step + extent
        for size, step, extent in zip(sizes, window.stride, window.extents, strict=True)
    ]
    wanted = node.integers("output_shape")
    # "Same": as many times larger as the stride.
    outs = wanted[-rank:] if wanted else [a * b for a, b in zip(sizes, window.stride, strict=True)]
    more = window.output_padding
    spare = [size + m - out for size, m, out in zip(full, more, outs, strict=True)]
    if wanted:
        more = tuple(m + max(-places, 0) for m, places in zip(more, spare, strict=True))
    padding = _shared_out(node, spare) if wanted else _padding(node, spare)
    _check(node, builder, window, window.room(tuple(full), filters, signal.shape[0]), filters)
    return replace(window, padding=padding, output_padding=more)


def _unpadded(node: Node, signal: Signal, kernel: list[int] | None) -> Window:
    rank = len(signal.shape) - 1
    kernel = node.integers("kernel_shape") or kernel or []
    stride = node.integers("strides") or [1] * rank
    dilation = node.integers("dilations") or [1] * rank
    more = node.integers("output_padding") or [0] * rank
    if {len(kernel), len(stride), len(dilation), len(more)} != {rank} or min(*kernel, *stride, *dilation) < 1:
        raise node.error(
            f"moves a window {kernel} by {stride}, dilated by {dilation}, over maps with {rank} axes."
        )
    return Window(tuple(kernel), tuple(stride), tuple(dilation), (0,) * 2 * rank, tuple(more))


def _padding(node: Node, spare: list[int]) -> Shape:
    """All befores, then all afters: as written, or the spare places shared out to both ends."""
    auto = node.text("auto_pad", "NOTSET") or "NOTSET"
    if auto == "NOTSET":
        padding = node.integers("pads") or [0] * 2 * len(spare)
        if len(padding) != 2 * len(spare) or min(padding) < 0:
            raise node.error(f"has the padding {padding}; {2 * len(spare)} numbers from 0 up are wanted.")
        return tuple(padding)
    if auto == "VALID":
        return (0,) * 2 * len(spare)
    if auto not in ("SAME_UPPER", "SAME_LOWER"):
        raise node.error(f"has the padding {auto!r}; NOTSET, VALID, SAME_UPPER and SAME_LOWER are known.")
    return _shared_out(node, spare)


def _shared_out(node: Node, spare: list[int]) -> Shape:
    """Half of the spare places at either end; of an odd number SAME_UPPER has one more at the end."""
    totals = [max(total, 0) for total in spare]
    small, large = [total // 2 for total in totals], [total - total // 2 for total in totals]
    return tuple(small + large if node.text("auto_pad", "NOTSET") == "SAME_UPPER" else large + small)


def _check(node: Node, builder: Builder, window: Window, room: int, filters: int) -> None:
    if filters and prod(window.kernel) > _MOST_CELLS:
        raise node.error(
            f"has filters of {prod(window.kernel):,} cells; {_MOST_CELLS:,} are allowed. Use smaller ones."
        )
    if room > builder.limits.working:
        raise node.error(
            f"needs room for {room:,} numbers beside its output; {builder.limits.working:,} are allowed. "
            "Use a smaller window or input."
        )

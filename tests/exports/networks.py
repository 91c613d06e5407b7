"""Small networks in PyTorch, each with the idioms of a well-known family; weights are random."""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - what everybody calls it


class Residual(nn.Module):
    """A ResNet-20's block; where the size changes, the shortcut is strided and padded with empty channels."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.stride, self.more = stride, outputs - inputs

    def forward(self, x: Tensor) -> Tensor:
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.stride > 1:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.more // 2, self.more - self.more // 2))
        return F.relu(x + y)


class ResNet20(nn.Module):
    """For CIFAR-10: three stages of three blocks."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU())
        widths = [width] + [width * 2**stage for stage in range(3) for _ in range(3)]
        self.blocks = nn.Sequential(*(Residual(a, b, 1 + (b > a)) for a, b in pairwise(widths)))
        self.fc = nn.Linear(width * 4, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.blocks(self.stem(x))
        x = F.avg_pool2d(x, 8)
        return self.fc(x.view(x.size(0), -1))


class InvertedResidual(nn.Module):
    """MobileNetV2's block, with the squeeze and the hard-swish of V3."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        inner = inputs * 3
        self.expand = nn.Sequential(
            nn.Conv2d(inputs, inner, 1, bias=False), nn.BatchNorm2d(inner), nn.ReLU6()
        )
        self.depthwise = nn.Sequential(
            nn.Conv2d(inner, inner, 3, stride, 1, groups=inner, bias=False),
            nn.BatchNorm2d(inner),
            nn.Hardswish(),
        )
        self.squeeze = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(inner, inner // 4, 1),
            nn.SiLU(),
            nn.Conv2d(inner // 4, inner, 1),
            nn.Hardsigmoid(),
        )
        self.project = nn.Sequential(nn.Conv2d(inner, outputs, 1, bias=False), nn.BatchNorm2d(outputs))
        self.shortcut = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        y = self.depthwise(self.expand(x))
        y = self.project(y * self.squeeze(y))
        return x + y if self.shortcut else y


class MobileNet(nn.Module):
    """A stem, five blocks, a classifier with dropout."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, width, 3, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU6())
        steps = [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)]
        widths = [width, *(width * times for times, _ in steps)]
        self.blocks = nn.Sequential(
            *(InvertedResidual(widths[i], widths[i + 1], stride) for i, (_, stride) in enumerate(steps))
        )
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(widths[-1], 10))

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(self.blocks(self.stem(x)).mean([2, 3]))


def double_conv(inputs: int, outputs: int) -> nn.Sequential:
    """U-Net's pair of convolutions."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
        nn.Conv2d(outputs, outputs, 3, padding=1),
        nn.GroupNorm(2, outputs),
        nn.LeakyReLU(0.1),
    )


class UNet(nn.Module):
    """Down twice, up once by transposed convolution and once by interpolation, with the maps carried over."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.down1, self.down2 = double_conv(3, width), double_conv(width, 2 * width)
        self.bottom = double_conv(2 * width, 4 * width)
        self.up = nn.ConvTranspose2d(4 * width, 2 * width, 2, 2)
        self.join2, self.join1 = double_conv(4 * width, 2 * width), double_conv(3 * width, width)
        self.head = nn.Conv2d(width, 4, 1)

    def forward(self, x: Tensor) -> Tensor:
        first = self.down1(x)
        second = self.down2(F.max_pool2d(first, 2))
        deep = self.up(self.bottom(F.max_pool2d(second, 2)))
        # As most U-Nets do it: padded by what the sizes differ, which is exported as arithmetic.
        rows, columns = second.size(2) - deep.size(2), second.size(3) - deep.size(3)
        deep = F.pad(deep, [columns // 2, columns - columns // 2, rows // 2, rows - rows // 2])
        joined = self.join2(torch.cat([second, deep], dim=1))
        wide = F.interpolate(joined, size=first.shape[2:], mode="bilinear", align_corners=False)
        return self.head(self.join1(torch.cat([first, wide], dim=1)))


class Fire(nn.Module):
    """SqueezeNet's module."""

    def __init__(self, inputs: int, squeeze: int, expand: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(inputs, squeeze, 1)
        self.expand1x1 = nn.Conv2d(squeeze, expand, 1)
        self.expand3x3 = nn.Conv2d(squeeze, expand, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.squeeze(x))
        return torch.cat([F.relu(self.expand1x1(x)), F.relu(self.expand3x3(x))], 1)


class SqueezeNet(nn.Module):
    """Fire modules, pools that round up, a convolution as the classifier."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, width, 3, stride=2),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, 2, ceil_mode=True),
            Fire(width, 2, width),
            Fire(2 * width, 2, width),
            nn.MaxPool2d(3, 2, ceil_mode=True),
            Fire(2 * width, 4, 2 * width),
        )
        self.classifier = nn.Sequential(
            nn.Dropout(0.5), nn.Conv2d(4 * width, 10, 1), nn.ReLU(inplace=True), nn.AdaptiveAvgPool2d((1, 1))
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.log_softmax(torch.flatten(self.classifier(self.features(x)), 1), 1)


class Shuffled(nn.Module):
    """ShuffleNet V2's unit: half of the channels pass, then the channels of both halves are mixed."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        half = channels // 2
        self.branch = nn.Sequential(
            nn.Conv2d(half, half, 1, bias=False),
            nn.BatchNorm2d(half),
            nn.PReLU(half),
            nn.Conv2d(half, half, 3, padding=1, groups=half, bias=False),
            nn.BatchNorm2d(half),
            nn.Conv2d(half, half, 1),
            nn.ELU(),
        )

    def forward(self, x: Tensor) -> Tensor:
        kept, changed = x.chunk(2, dim=1)
        x = torch.cat((kept, self.branch(changed)), dim=1)
        batch, channels, height, width = x.shape
        x = x.view(batch, 2, channels // 2, height, width).transpose(1, 2).contiguous()
        return x.view(batch, channels, height, width)


class ShuffleNet(nn.Module):
    """Two units, and a classifier by pixel shuffle and a global maximum."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, width, 3, 2, 1)
        self.units = nn.Sequential(Shuffled(width), Shuffled(width))
        self.fc = nn.Linear(width // 4, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(F.pixel_shuffle(self.units(self.stem(x)), 2).amax((2, 3)))


class Recurrent(nn.Module):
    """A signal's frames through a recurrent layer; the last state is classified."""

    def __init__(self, cell: type[nn.RNNBase], bidirectional: bool = False) -> None:
        super().__init__()
        self.front = nn.Conv1d(2, 6, 5, stride=2)
        self.cell = cell(6, 8, batch_first=True, bidirectional=bidirectional)
        self.fc = nn.Linear(16 if bidirectional else 8, 4)

    def forward(self, x: Tensor) -> Tensor:
        states, _ = self.cell(torch.tanh(self.front(x)).transpose(1, 2))
        return self.fc(states[:, -1])


class Attention(nn.Module):
    """A vision transformer's block over patches."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, width, 4, 4)
        self.token = nn.Parameter(torch.randn(1, 1, width))
        self.places = nn.Parameter(torch.randn(1, 17, width) * 0.1)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, 2, batch_first=True)
        self.inner = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.fc = nn.Linear(width, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], dim=1) + self.places
        y = self.norm1(x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        x = x + self.inner(self.norm2(x))
        return self.fc(x[:, 0])


class Clip3d(nn.Module):
    """A small 3D network, (2+1)D in its second step."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv3d(1, width, 3, padding=1),
            nn.BatchNorm3d(width),
            nn.ReLU(),
            nn.MaxPool3d((1, 2, 2)),
            nn.Conv3d(width, width, (1, 3, 3), padding=(0, 1, 1)),
            nn.Softplus(),
            nn.Conv3d(width, width, (3, 1, 1), padding=(1, 0, 0)),
            nn.AvgPool3d(2),
            nn.AdaptiveAvgPool3d(1),
            nn.Flatten(),
            nn.Linear(width, 4),
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


# name: network and the shape of its input without the batch
NETWORKS = {
    "resnet20": (lambda: ResNet20(4), (3, 32, 32)),
    "mobilenet": (lambda: MobileNet(4), (3, 32, 32)),
    "unet": (lambda: UNet(4), (3, 18, 22)),
    "squeezenet": (lambda: SqueezeNet(6), (3, 35, 35)),
    "shufflenet": (lambda: ShuffleNet(8), (3, 16, 16)),
    "rnn": (lambda: Recurrent(nn.RNN), (2, 40)),
    "lstm": (lambda: Recurrent(nn.LSTM), (2, 40)),
    "bilstm": (lambda: Recurrent(nn.LSTM, True), (2, 40)),
    "gru": (lambda: Recurrent(nn.GRU), (2, 40)),
    "attention": (lambda: Attention(8), (3, 16, 16)),
    "clip3d": (lambda: Clip3d(4), (1, 4, 12, 12)),
}


def network(name: str) -> tuple[nn.Module, tuple[int, ...]]:
    """A network ready for inference with the shape of its input, the same on every call."""
    torch.manual_seed(0)
    make, shape = NETWORKS[name]
    made = make()
    for module in made.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            # Statistics unlike those that a layer starts with, which would hide mistakes.
            nn.init.normal_(module.running_mean, std=0.2)
            nn.init.uniform_(module.running_var, 0.5, 2)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, std=0.2)
    return made.eval(), shape

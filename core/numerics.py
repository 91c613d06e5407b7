"""Settings of the libraries under NumPy, best made before it is first imported: matrix products, memory."""

import ctypes
import os
import sys
from pathlib import Path

from threadpoolctl import threadpool_limits

# OpenBLAS knows newer chips by model number and falls back to AVX2 kernels on those it does not know,
# though they have all that its SkylakeX kernels need: about twice the speed for a matrix product.
_SKYLAKEX_NEEDS = {"avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512cd"}

# glibc hands every array above 128 kB back to the system, and takes it again, page by page, a layer later:
# half the time of a convolution. Arrays up to this size stay with the process instead.
_KEEP_BYTES = 1 << 30
# Numbers in NumPy's buffer, for where it converts them or walks over rows.
_BUFFER_NUMBERS = 512

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3


def configure(cpuinfo: Path = Path("/proc/cpuinfo")) -> None:
    """Choose one thread, the fastest kernels and memory that stays, unless the environment chose already.

    One thread: the products of one picture are so small that handing them to a second core costs more
    than it saves, 40 times more when that core is busy. Kernels cannot be chosen any more once NumPy has been
    imported; threads can.
    """
    if "OPENBLAS_NUM_THREADS" not in os.environ:
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        if "numpy" in sys.modules:
            threadpool_limits(1, "blas")
    if _cpu_flags(cpuinfo) >= _SKYLAKEX_NEEDS:
        os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
    if not any(name.startswith("MALLOC_") for name in os.environ):
        _keep_memory()
    shorten_buffers()


def shorten_buffers() -> None:
    """Keep this thread's NumPy from copying rows into its buffer before it adds them: up to thrice the time.

    It gathers rows there until it is full, unless a row is longer. Threads begin with NumPy's own choice.
    """
    from numpy import setbufsize  # the environment had to be set first

    setbufsize(_BUFFER_NUMBERS)


def _cpu_flags(cpuinfo: Path) -> set[str]:
    try:
        lines = cpuinfo.read_text().splitlines()
    except OSError:
        return set()
    return next((set(line.split()) for line in lines if line.startswith("flags")), set())


def _keep_memory() -> None:
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt:
        mallopt(_M_MMAP_THRESHOLD, _KEEP_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _KEEP_BYTES)

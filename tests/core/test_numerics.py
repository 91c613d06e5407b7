import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from core import numerics
from tests.importing import printed_by, threads_chosen_when_numpy_is_imported

AVX512 = "flags\t\t: fpu sse2 avx2 avx512f avx512bw avx512dq avx512vl avx512cd avx512_vnni\n"
AVX2 = "flags\t\t: fpu sse2 avx avx2\n"


@pytest.fixture
def environment(monkeypatch) -> dict[str, str]:
    """An environment in which nothing is chosen yet, in place of the real one."""
    chosen: dict[str, str] = {}
    monkeypatch.setattr(os, "environ", chosen)
    return chosen


def cpuinfo(folder: Path, text: str) -> Path:
    path = folder / "cpuinfo"
    path.write_text(f"processor\t: 0\n{text}\nprocessor\t: 1\n{text}")
    return path


def test_matrix_products_use_one_thread(environment, tmp_path):
    numerics.configure(cpuinfo(tmp_path, AVX2))
    assert environment["OPENBLAS_NUM_THREADS"] == "1"
    assert "OPENBLAS_CORETYPE" not in environment


def test_a_chip_with_all_that_the_fast_kernels_need_gets_them(environment, tmp_path):
    numerics.configure(cpuinfo(tmp_path, AVX512))
    assert environment["OPENBLAS_CORETYPE"] == "SkylakeX"


def test_a_system_without_cpuinfo_is_no_error(environment, tmp_path):
    numerics.configure(tmp_path / "missing")
    assert "OPENBLAS_CORETYPE" not in environment


def test_what_the_environment_chose_stays(environment, tmp_path, monkeypatch):
    environment |= {"OPENBLAS_NUM_THREADS": "4", "OPENBLAS_CORETYPE": "Haswell", "MALLOC_ARENA_MAX": "2"}
    before = dict(environment)
    monkeypatch.setattr(numerics, "_keep_memory", lambda: pytest.fail("memory was already chosen"))
    numerics.configure(cpuinfo(tmp_path, AVX512))
    assert environment == before


def test_matrix_products_use_one_thread_though_numpy_was_imported_first():
    lines = "import numpy, core, threadpoolctl", "pools = threadpoolctl.threadpool_info()"
    assert printed_by(*lines, "print({pool['num_threads'] for pool in pools})") == ["{1}"]


def test_threads_that_the_environment_chose_stay_though_numpy_was_imported_first():
    lines = "import numpy, core, threadpoolctl", "pools = threadpoolctl.threadpool_info()"
    chosen = {"OPENBLAS_NUM_THREADS": "2"}
    assert printed_by(*lines, "print({pool['num_threads'] for pool in pools})", **chosen) == ["{2}"]


def test_importing_the_engine_chooses_before_numpy_is_loaded():
    assert threads_chosen_when_numpy_is_imported("import core") == ["1"]


def test_rows_are_not_copied_into_a_buffer_before_they_are_added():
    lines = "import core, numpy", "print(numpy.getbufsize() < 1000)"
    assert printed_by(*lines) == ["True"]


def test_threads_that_ask_for_it_have_short_buffers_too():
    with ThreadPoolExecutor(1, initializer=numerics.shorten_buffers) as threads:
        assert threads.submit(np.getbufsize).result() < 1000

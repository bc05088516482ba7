"""Wherever and in however many parts records are counted, the sums are equal to the last digit."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.computing import buckets, counts, engines, tasks
from pipelines.computing.engines import Engine
from pipelines.computing.whole import compute
from pipelines.findings import Broken
from pipelines.tests.computing.conftest import Work, frames


def counted(work: Work, engine: Engine, target: Path, number: int) -> dict[str, pl.DataFrame]:
    """Counts of all partitions, added up."""
    return counts.add(tasks.result(folder).counts for folder in engine(work.tasks(target, number)))


@pytest.fixture(scope="module")
def expected(work: Work) -> dict[str, pl.DataFrame]:
    """Counts of the same records in one piece in memory."""
    return compute(work.installed, frames(20_000), work.context).counts


@pytest.fixture(scope="module")
def two_nodes() -> Iterator[None]:
    """A Ray cluster of two nodes on this machine."""
    ray = pytest.importorskip("ray")
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    variables = {"PYTHONPATH": str(Path(__file__).parents[3])}
    ray.init(address=cluster.address, runtime_env={"env_vars": variables}, log_to_driver=False)
    assert len([node for node in ray.nodes() if node["Alive"]]) == 2
    yield
    ray.shutdown()
    cluster.shutdown()


@pytest.mark.parametrize("number", [1, 2, 16])
def test_partitions_do_not_change_the_sums(
    work: Work, expected: dict[str, pl.DataFrame], tmp_path: Path, number: int
) -> None:
    """Duplicates in different files count once, since they share a partition."""
    for name, frame in counted(work, engines.serial, tmp_path, number).items():
        assert_frame_equal(frame, expected[name])


def test_a_pool_gives_the_same(work: Work, expected: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    """Processes of their own count as one process does."""
    for name, frame in counted(work, engines.pool, tmp_path, 4).items():
        assert_frame_equal(frame, expected[name])


def test_two_nodes_of_ray_give_the_same(
    work: Work, expected: dict[str, pl.DataFrame], tmp_path: Path, two_nodes: None
) -> None:
    """Machines of a cluster count as one process does."""
    for name, frame in counted(work, engines.ray, tmp_path, 4).items():
        assert_frame_equal(frame, expected[name])


def test_chunks_in_memory_do_not_change_the_sums(work: Work, expected: dict[str, pl.DataFrame]) -> None:
    """The call for checks is as indifferent to chunks as the engines are."""
    for name, frame in compute(work.installed, frames(20_000), work.context, chunks=7).counts.items():
        assert_frame_equal(frame, expected[name])


def test_a_result_that_is_there_is_not_computed_again(work: Work, tmp_path: Path) -> None:
    """A run that was cut off goes on with the partitions that lack."""
    [task] = work.tasks(tmp_path, 1)
    folder = tasks.perform(task)
    before = (folder / tasks.SUMMARY).stat().st_mtime_ns
    assert tasks.perform(task) == folder
    assert (folder / tasks.SUMMARY).stat().st_mtime_ns == before


@pytest.mark.parametrize("engine", [engines.serial, engines.pool])
def test_a_rule_that_stops_the_run_is_told_from_any_process(
    work: Work, tmp_path: Path, engine: Engine
) -> None:
    """What is wrong arrives with its findings."""
    rule = work.installed.contracts["dossier"]
    stopping = rule.model_copy(
        update={"duplicates": rule.duplicates.model_copy(update={"different": "stop"})}
    )
    twice = compute(work.installed, frames(1), work.context).checked["dossier"].frame
    changed = pl.concat([twice, twice.with_columns(fee_vnd=pl.lit(1, pl.Int64))])
    [task] = work.tasks(tmp_path / "result", 1)
    path = tmp_path / "twice.parquet"
    buckets.write(changed, "dossier_number", path)
    broken = replace(
        task, contracts={**task.contracts, "dossier": stopping}, files={**task.files, "dossier": (path,)}
    )
    with pytest.raises(Broken) as stopped:
        list(engine([broken]))
    assert stopped.value.findings[0].value == "H000000"

"""`python -m app predict --dask`: a cluster of a scheduler and two workers on this machine, which know nothing of the project."""
import http.server
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image, ImageDraw

from app.core import network
from app.inputs.batches import CULPRIT
from tests.drawings import FOUR, THREE
from tests.waiting import wait_until

pytest.importorskip("distributed", reason="Dask is not installed: pip install --group cluster")

ROOT = Path(__file__).parents[2]
LINES = [json.dumps({"strokes": strokes}) + "\n" for strokes in (THREE, FOUR)]
MANY = 40_000


@pytest.fixture
def cluster(request, tmp_path):
    """Its address; its scheduler, a process; start_workers(count), more of them."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    ordinary = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    started = []

    def start(*words, **environment):
        with (folder / f"{len(started)}.log").open("wb") as log:
            started.append(subprocess.Popen([sys.executable, "-m", "dask", *words, "--no-dashboard"], cwd=folder, stdout=log,
                                            stderr=log, env={**ordinary, **environment}))
        return started[-1]
    start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", "scheduler.json",
          DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=getattr(request, "param", "3"))
    wait_until((folder / "scheduler.json").exists)
    wait_until(lambda: (folder / "scheduler.json").read_text().endswith("}"))
    address = json.loads((folder / "scheduler.json").read_text())["address"]

    def start_workers(count, **environment):
        workers = [start("worker", address, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder), **environment)
                   for _ in range(count)]
        wait_until(lambda: (folder / "0.log").read_text().count("Register worker") == len(started) - 1)
        return workers
    yield SimpleNamespace(address=address, scheduler=started[0], start_workers=start_workers)
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def predict(small_network, tmp_path):
    """predict(*words): the command in the test's own folder, where many.jsonl has drawings and, at last, a bad line."""
    document = network.to_document(small_network, name="n", title="t", training={}, metrics={})
    (tmp_path / "w.json").write_text(json.dumps(document))
    (tmp_path / "many.jsonl").write_text("".join(LINES) * (MANY // 2) + "junk\n")
    started = []

    def start(*words):
        started.append(subprocess.Popen([sys.executable, "-m", "app", "predict", "--weights=w.json", *words], cwd=tmp_path,
                                        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE))
        return started[-1]
    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def lines_of_one_machine(predict):
    out, err = predict("many.jsonl").communicate()
    assert out.count(b"\n") == MANY and err == b"many.jsonl: line 40001: it is not JSON\n"
    return out, err


def waiting_for(cluster):
    return f"the cluster at {cluster.address} has no worker: waiting for one\n".encode()


def test_a_worker_that_is_lost_costs_nothing_and_nor_do_all(cluster, predict, lines_of_one_machine):
    """One of two is killed amid the work; then the other too, and a new one takes its place."""
    first, second = cluster.start_workers(2)
    process = predict("--dask", cluster.address, "many.jsonl")
    out = process.stdout.readline()
    first.kill()
    out += b"".join(process.stdout.readline() for _ in range(MANY // 4))
    second.kill()
    cluster.start_workers(1)
    out += process.stdout.read()
    assert process.wait() == 1
    assert out == lines_of_one_machine[0]
    # It may have been said that there was no worker for a while.
    assert process.stderr.read().replace(waiting_for(cluster), b"") == lines_of_one_machine[1]


def test_a_cluster_without_workers_is_waited_for_and_that_is_said(cluster, predict, tmp_path):
    (tmp_path / "few").mkdir()
    (tmp_path / "few/drawings.jsonl").write_text("".join(LINES))
    picture = Image.new("L", (60, 60), 255)
    ImageDraw.Draw(picture).line([(30, 5), (30, 55)], fill=0, width=5)
    picture.save(tmp_path / "few/one.png")
    process = predict("--dask", cluster.address, "--json", "few")
    assert process.stderr.readline() == waiting_for(cluster)
    cluster.start_workers(1)
    answers = [json.loads(line) for line in process.stdout]
    assert [answer["file"] for answer in answers] == ["few/drawings.jsonl:1", "few/drawings.jsonl:2", "few/one.png"]
    assert ["box" in answer for answer in answers] == [False, False, True]
    assert process.wait() == 0


def test_a_scheduler_that_is_lost_is_said_in_one_line(cluster, predict):
    process = predict("--dask", cluster.address, "many.jsonl")
    process.stderr.readline()
    cluster.scheduler.kill()
    assert process.stderr.read() == f"the Dask scheduler at {cluster.address} was lost\n".encode()
    assert process.wait() == 1


DRIVER = """import functools, sys
from app.inputs import batches
from app.inputs.cluster import Cluster
from app.inputs.pieces import Piece
from tests.unit.tasks import shout
pieces = [Piece("f", 0, content) for content in sys.argv[2:]]
if __name__ == "__main__":
    for batch in batches.run(shout, pieces, many=functools.partial(Cluster, address=sys.argv[1], say=print), few=False):
        for _, result in batch:
            print(result if isinstance(result, Exception) else result[0])
"""


@pytest.mark.parametrize("cluster", ["0"], indirect=True, ids=["a death is enough for suspicion"])
def test_what_kills_every_worker_is_named_and_all_others_are_done(cluster):
    """It is the command's own reading that is tested, with a task that can be made to die."""
    cluster.start_workers(3, PYTHONPATH=str(ROOT))
    words = [sys.executable, "-c", DRIVER, cluster.address, "a", "die", "b"]
    result = subprocess.run(words, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
    assert [line for line in result.stdout.splitlines() if "waiting" not in line] == ["A", CULPRIT, "B"]
    assert result.stderr == ""


@pytest.fixture
def web_page():
    """The address of something that is no scheduler: its own page is what people have at hand."""
    server = http.server.HTTPServer(("127.0.0.1", 0), type("Quiet", (http.server.BaseHTTPRequestHandler,),
                                                           {"log_message": lambda *_: None}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("address", ["web page", "tcp://127.0.0.1:9", "nonsense", ""])
def test_an_address_where_there_is_no_scheduler_is_named(predict, web_page, address):
    address = web_page if address == "web page" else address
    process = predict("--dask", address, "many.jsonl")
    out, err = process.communicate()
    assert process.returncode == 1 and out == b""
    assert err.decode().startswith(f"no Dask scheduler answers at {address}: ") and err.count(b"\n") == 1

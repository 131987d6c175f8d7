"""The page's end of the worker with a fake one: who is asked when, and what becomes of those who wait for one that died."""
import asyncio
import json
from collections import Counter
from types import SimpleNamespace

import pytest

from app.core.errors import InklingError
from app.ui import pulse, worker_client
from app.ui.pulse import IDLE, PATIENCE, PROMPT
from app.ui.replies import WorkerLost
from app.ui.worker_client import RESTARTS, STARTING, WorkerClient


@pytest.fixture(autouse=True)
def turns(monkeypatch):
    """A millisecond of waiting is one turn of the loop, and a wait of seconds has no end."""
    async def sleep(seconds):
        if seconds >= 1:
            await asyncio.sleep(3600)
        await turning(seconds)
    monkeypatch.setattr(worker_client, "sleep", sleep)
    monkeypatch.setattr(pulse, "sleep", turning)


async def turning(seconds):
    for _ in range(round(1000 * seconds)):
        await asyncio.sleep(0)


def run(story):
    """Whoever waits for a reply that never comes fails here, and does not hang."""
    return asyncio.run(asyncio.wait_for(story, 10))


async def until(condition):
    while not condition():
        await asyncio.sleep(0)


async def some_turns():
    """Time enough for whatever is going to happen without a reply."""
    for _ in range(200):
        await asyncio.sleep(0)


async def beats(seconds):
    """So much of the page's own time."""
    await pulse.sleep(seconds)


def message(**data):
    return SimpleNamespace(data=SimpleNamespace(**data))


# The browser

class Reply:
    """A promise of JavaScript's."""

    def __init__(self):
        self.future = asyncio.get_running_loop().create_future()

    def then(self, resolve, reject):
        def done(future):
            if future.exception():
                reject(future.exception())
            else:
                resolve(future.result())
        self.future.add_done_callback(done)

    def __await__(self):
        return self.future.__await__()


class Promise:
    @staticmethod
    def new(executor):
        future = asyncio.get_running_loop().create_future()
        executor(lambda value: future.done() or future.set_result(value),
                 lambda error: future.done() or future.set_exception(error))
        return future


class Worker:
    """Greets; answers everything else when told to, and a ping at once while it lives; broken: it refuses that."""

    broken = False

    def __init__(self, *, alive=True, hello='{"numpy": "2.0"}'):
        self.alive, self.greeting = alive, hello
        self.asked = []  # (function, request)
        self.open = {}  # by function: the reply that is still to come
        self.counts = Counter()

    def __getattr__(self, name):
        def ask(text):
            self.counts[name] += 1
            reply = Reply()
            if name == "hello":
                reply.future.set_result(self.greeting)
            elif name == "ping" and self.broken:
                reply.future.set_exception(RuntimeError("Pyodide already fatally failed and can no longer be used."))
            elif name != "ping":
                self.asked.append((name, json.loads(text)))
                self.open[name] = reply
            elif self.alive:
                asyncio.get_running_loop().call_soon(reply.future.set_result, "{}")
            return reply
        return ask

    @property
    def names(self):
        return [name for name, _ in self.asked]

    def answer(self, name, reply):
        self.open.pop(name).future.set_result(json.dumps(reply))

    def fail(self, name, error=None):
        self.open.pop(name).future.set_exception(error or ZeroDivisionError("a bug"))


class Script:
    """<script worker name=...>, to which PyScript gives its xworker a moment later."""

    def __init__(self, document, name=None):
        self.document, self.name = document, name
        self.config, self.src = '{"interpreter": "./pyodide/start.js"}', "app/worker/entry.py"
        self.xworker = None
        self.terminated = False

    def getAttribute(self, name):
        return getattr(self, name)

    def setAttribute(self, name, value):
        setattr(self, name, value)

    def remove(self):
        self.document.scripts.remove(self)

    @property
    def isConnected(self):
        return self in self.document.scripts

    def arrive(self):
        """PyScript makes the worker."""
        self.listeners = []
        self.xworker = SimpleNamespace(terminate=self.terminate,
                                       addEventListener=lambda kind, listener: self.listeners.append((kind, listener)))

    def terminate(self):
        self.terminated = True


class Document:
    hidden = False

    def __init__(self):
        self.scripts = [Script(self, "reader")]
        self.body = SimpleNamespace(append=lambda fragment: self.scripts.append(fragment.querySelector("script")))

    def querySelector(self, selector):
        assert selector == "script[worker]:last-of-type"
        return self.scripts[-1]

    def getElementById(self, name):
        assert name == "worker"
        fresh = Script(self)
        fragment = SimpleNamespace(querySelector=lambda selector: fresh)
        return SimpleNamespace(content=SimpleNamespace(cloneNode=lambda deep: fragment))


class Page:
    """A page with its client; hears what it is told. workers: those that come, one after the other."""

    def __init__(self, *workers):
        self.coming = list(workers)
        self.met = []  # names of the scripts whose workers were waited for
        self.told = []
        self.document = Document()
        self.console = SimpleNamespace(info=lambda *words: None, warn=lambda *words: None)
        window = SimpleNamespace(document=self.document, console=self.console, Promise=Promise,
                                 Error=SimpleNamespace(new=RuntimeError))
        self.client = WorkerClient(
            window, self, on_progress=lambda fraction, text: self.told.append((fraction, text)),
            on_ready=lambda: self.told.append("ready"), on_lost=lambda: self.told.append("lost"),
            on_failure=lambda message: self.told.append(message),
            on_silent=lambda first: self.fall_silent(first), on_heard=lambda: self.told.append("heard"))
        self.reads = True  # whether it can read by itself

    def fall_silent(self, first):
        if first:
            self.told.append("silent")
        if self.reads:
            self.client.give_back()

    async def __getitem__(self, name):
        self.met.append(name)
        if not self.document.scripts[-1].xworker:
            self.document.scripts[-1].arrive()
        if not self.coming:
            raise RuntimeError("Python did not start")
        return self.coming.pop(0)

    def calling(self, name, request=None, **how):
        return asyncio.create_task(self.client.call(name, request or {}, **how))


async def started(*workers):
    page = Page(*workers)
    page.client.start()
    await until(lambda: page.client.able)
    return page


# Calls

def test_a_call_is_json_in_and_json_out():
    async def story():
        worker = Worker()
        page = await started(worker)
        call = page.calling("inside", {"count": 12, "network": None})
        await until(lambda: worker.open)
        worker.answer("inside", {"layers": [1, 2]})
        assert worker.asked == [("inside", {"count": 12, "network": None})]
        return await call
    assert run(story()) == {"layers": [1, 2]}


def test_text_passes_unparsed():
    async def story():
        worker = Worker()
        page = await started(worker)
        sent = asyncio.create_task(page.client.send("tune_weights", "{}"))
        await until(lambda: worker.open)
        worker.open.pop("tune_weights").future.set_result("no JSON")
        return await sent
    assert run(story()) == "no JSON"


def test_what_the_worker_refuses_is_an_error_with_its_sentence():
    async def story():
        worker = Worker()
        page = await started(worker)
        call = page.calling("read", urgent=True)
        await until(lambda: worker.open)
        worker.answer("read", {"error": {"kind": "drawing", "message": "the drawing has no ink"}})
        with pytest.raises(InklingError, match="^the drawing has no ink$") as caught:
            await call
        assert not isinstance(caught.value, WorkerLost)
    run(story())


def test_a_bug_in_the_worker_is_no_refusal_and_does_not_block_the_next_call():
    async def story():
        worker = Worker()
        page = await started(worker)
        call = page.calling("judge")
        await until(lambda: worker.open)
        worker.fail("judge")
        with pytest.raises(ZeroDivisionError):
            await call
        call = page.calling("check")
        await until(lambda: worker.open)
        worker.answer("check", {"labels": []})
        return await call
    assert run(story()) == {"labels": []}


def test_before_the_worker_is_there_a_call_says_so_at_once():
    async def story():
        with pytest.raises(WorkerLost, match="not here"):
            await Page().client.call("read", {}, urgent=True)
    run(story())


def test_a_reading_goes_at_once_even_while_something_else_is_asked():
    async def story():
        worker = Worker()
        page = await started(worker)
        slow = page.calling("check")
        await until(lambda: worker.open)
        first, second = page.calling("read", urgent=True), page.calling("read_pixels", urgent=True)
        await asyncio.sleep(0)
        assert worker.names == ["check", "read", "read_pixels"]
        for name, call in (("read", first), ("read_pixels", second), ("check", slow)):
            worker.answer(name, {"of": name})
            assert await call == {"of": name}
    run(story())


def test_everything_else_waits_for_a_reading_and_goes_one_at_a_time():
    async def story():
        worker = Worker()
        page = await started(worker)
        calls = [page.calling("read", urgent=True), page.calling("check"), page.calling("judge")]
        await some_turns()
        assert worker.names == ["read"]
        worker.answer("read", {})
        await until(lambda: worker.open)
        await some_turns()
        assert worker.names == ["read", "check"]
        worker.answer("check", {})
        await until(lambda: worker.open)
        worker.answer("judge", {})
        await asyncio.gather(*calls)
        assert worker.names == ["read", "check", "judge"]
    run(story())


def test_a_quick_call_waits_for_no_reading_but_for_whatever_else_is_asked():
    async def story():
        worker = Worker()
        page = await started(worker)
        calls = [page.calling("read", urgent=True), page.calling("check"), page.calling("together", quick=True)]
        await until(lambda: len(worker.asked) == 2)
        assert worker.names == ["read", "together"]
        calls.append(page.calling("neighbours", quick=True))
        await some_turns()
        assert worker.names == ["read", "together"]
        worker.answer("together", {})
        await until(lambda: len(worker.asked) == 3)
        assert worker.names == ["read", "together", "neighbours"]
        worker.answer("neighbours", {})
        await some_turns()
        assert worker.names == ["read", "together", "neighbours"]  # the other still waits for the reading
        worker.answer("read", {})
        await until(lambda: "check" in worker.open)
        worker.answer("check", {})
        await asyncio.gather(*calls)
    run(story())


# Asking about a drawing

DRAWING = {"id": 7, "generation": 1, "pixels": [0.5] * 784}


async def asked_about(drawing, *replies):
    """(the requests, what came of it): the worker gives these replies, one after the other."""
    worker = Worker()
    page = await started(worker)
    rest = {"count": 6}
    asking = asyncio.create_task(page.client.ask_about(drawing, "neighbours", rest))
    for reply in replies:
        await until(lambda: worker.open)
        worker.answer("neighbours", reply)
    await asyncio.wait([asking])
    assert rest == {"count": 6}
    return [request for _, request in worker.asked], asking.exception() or asking.result()


def refusal(kind):
    return {"error": {"kind": kind, "message": f"a refusal for its {kind}"}}


def test_a_drawing_is_named_by_its_id_to_the_worker_that_read_it():
    asked, told = run(asked_about(DRAWING, {"nearest": []}))
    assert asked == [{"count": 6, "drawing": 7}]
    assert told == {"nearest": []}


@pytest.mark.parametrize("drawing", [{**DRAWING, "id": None}, {**DRAWING, "generation": 2}])
def test_a_drawing_that_this_worker_has_not_read_is_named_by_its_pixels(drawing):
    asked, told = run(asked_about(drawing, {"nearest": []}))
    assert asked == [{"count": 6, "pixels": [0.5] * 784}]
    assert told == {"nearest": []}


def test_a_drawing_that_the_worker_keeps_no_longer_is_named_again_by_its_pixels():
    asked, told = run(asked_about(DRAWING, refusal("drawing"), {"nearest": []}))
    assert asked == [{"count": 6, "drawing": 7}, {"count": 6, "pixels": [0.5] * 784}]
    assert told == {"nearest": []}


def test_another_refusal_is_not_asked_for_twice():
    asked, told = run(asked_about(DRAWING, refusal("weights")))
    assert len(asked) == 1
    assert (type(told), told.kind, str(told)) == (InklingError, "weights", "a refusal for its weights")


# Starting

def test_the_worker_is_there_once_it_has_greeted_with_its_network():
    async def story():
        worker = Worker()
        page = await started(worker)
        assert page.told == ["ready"]
        assert page.met == ["reader"]
        assert worker.counts == {"hello": 1}
        assert page.client.generation == 1
    run(story())


def test_a_network_that_the_worker_refuses_is_told_in_its_sentence():
    async def story():
        page = Page(Worker(hello=json.dumps({"error": {"kind": "weights", "message": "layers: expected a list"}})))
        page.client.start()
        await until(lambda: page.told)
        assert page.told == ["The network was refused: its \u201clayers\u201d must be a list."]
        assert not page.client.able
    run(story())


def test_a_python_that_does_not_start_is_told_and_the_page_goes_on():
    async def story():
        page = Page()
        page.client.start()
        await until(lambda: page.told)
        assert page.told == ["The full Python could not start here, so the page goes on with its own small one."]
        assert not page.client.able
    run(story())


def test_what_begins_a_worker_is_fetched_anew_once_for_the_browser_may_keep_what_was_damaged(monkeypatch):
    async def story(fails):
        asked = []

        async def fetched(window, path, what, again=False):
            asked.append((path, again))
            if path == fails:
                raise InklingError("it is not there")

            async def text():
                return ""
            return SimpleNamespace(text=text)
        monkeypatch.setattr(worker_client, "fetched", fetched)
        page = Page()
        page.client.start()
        await until(lambda: page.told)
        assert page.told == ["The full Python could not start here, so the page goes on with its own small one."]
        return asked, page.met
    begins = [("./pyodide/start.js", True), ("app/worker/entry.py", True)]
    assert run(story(None)) == (begins, ["reader", "reader-2"])
    assert run(story("./pyodide/start.js")) == (begins[:1], ["reader"])


def test_where_the_browser_makes_no_workers_that_is_told_once():
    async def story():
        page = Page()
        pyscript = asyncio.get_running_loop().create_future()
        page.client.workers = {"reader": pyscript}
        page.client.window.workerless = "NotSupportedError: This browser has no workers."
        page.document.scripts[0].arrive()  # with one that does nothing
        page.client.start()
        await until(lambda: page.told)
        pyscript.set_exception(RuntimeError("it was never there"))
        await some_turns()
        assert page.told == ["The full Python could not start here, so the page goes on with its own small one."]
        assert not page.client.able
    run(story())


async def loading():
    """(a page whose worker is on its way, what the runtime's loader says goes in here)."""
    page = Page()
    page.met = asyncio.get_running_loop().create_future()  # PyScript has not handed it over
    page.client.workers = {"reader": page.met}
    page.client.start()
    await some_turns()
    script = page.document.scripts[0]
    script.arrive()
    await until(lambda: script.listeners)
    ((kind, listener),) = script.listeners
    assert kind == "message"
    return page, lambda **data: listener(message(**data))


def test_the_bytes_that_have_come_are_told_as_a_share_and_in_words():
    async def story():
        page, say = await loading()
        say(inkling="progress", loaded=2_000_000, total=8_000_000)
        say(inkling="progress", loaded=8_000_000, total=8_000_000)
        assert page.told == [(0.1875, "Loading the full Python: 25%"), (0.75, "Starting the full Python\u2026")]
    run(story())


def test_what_others_say_to_the_page_is_no_progress():
    async def story():
        page, say = await loading()
        say(loaded=1, total=2)
        say(inkling="other", loaded=1, total=2)
        assert page.told == []
    run(story())


def test_a_start_without_a_sign_of_life_is_called_slow_and_one_with_signs_is_not(monkeypatch):
    async def story():
        looks = asyncio.Semaphore(0)

        async def sleep(seconds):
            await (looks.acquire() if seconds >= 1 else asyncio.sleep(0))
        monkeypatch.setattr(worker_client, "sleep", sleep)
        page, say = await loading()
        say(inkling="progress", loaded=1, total=4)
        page.told.clear()

        async def assert_said_after_five_looks(sentence):
            for _ in range(4):
                looks.release()
                await some_turns()
                assert page.told == []
            looks.release()
            await until(lambda: page.told)
            assert page.told == [(0.75, sentence)]
        await assert_said_after_five_looks("The full Python is slow to start.")
        say(inkling="progress", loaded=2, total=4, file="python.bin")
        page.told.clear()
        await assert_said_after_five_looks("The full Python waits for python.bin")
    run(story())


def test_a_worker_that_has_all_it_takes_and_does_not_come_has_died_and_is_replaced(monkeypatch):
    async def story():
        ends = asyncio.Event()

        async def sleep(seconds):
            await (ends.wait() if seconds == STARTING else asyncio.sleep(3600 if seconds >= 1 else 0))
        monkeypatch.setattr(worker_client, "sleep", sleep)
        monkeypatch.setattr(worker_client, "SLOW", STARTING + 1)
        page, say = await loading()
        say(inkling="progress", loaded=4, total=4)
        say(inkling="progress", loaded=4, total=4)
        await some_turns()
        assert page.client.generation == 1
        page.client.workers, page.coming = page, [Worker()]
        page.met = []
        ends.set()
        await until(lambda: page.client.able)
        assert (page.told[-2:], page.client.generation) == (["lost", "ready"], 2)
    run(story())


def test_a_worker_that_is_there_is_not_called_slow(monkeypatch):
    async def story():
        looks = asyncio.Semaphore(0)

        async def sleep(seconds):
            await (looks.acquire() if seconds >= 1 else asyncio.sleep(0))
        monkeypatch.setattr(worker_client, "sleep", sleep)
        page = await started(Worker())
        looks.release()
        await some_turns()
        assert page.told == ["ready"]
    run(story())


# A worker that dies

def test_whoever_waits_for_a_worker_that_died_is_told_so():
    async def story():
        page = await started(Worker(alive=False))  # and no other comes
        calls = [page.calling("read", urgent=True), page.calling("check"), page.calling("together", quick=True)]
        for told in await asyncio.gather(*calls, return_exceptions=True):
            assert isinstance(told, WorkerLost)
            assert "\n" not in str(told)
    run(story())


def test_a_worker_that_died_is_replaced_by_a_fresh_one():
    async def story():
        dead, fresh = Worker(alive=False), Worker()
        page = await started(dead, fresh)
        old = page.document.scripts[0]
        with pytest.raises(WorkerLost):
            await page.calling("check")
        assert dead.counts["ping"] == 1
        assert old.terminated
        assert [script.name for script in page.document.scripts] == ["reader-2"]
        await until(lambda: page.client.able)
        assert page.client.generation == 2
        assert page.told == ["ready", "silent", "lost", "ready"]
        assert page.met == ["reader", "reader-2"]
        call = page.calling("read", urgent=True)
        await until(lambda: fresh.open)
        fresh.answer("read", {"digit": 3})
        assert await call == {"digit": 3}
    run(story())


def test_a_worker_at_rest_is_ended_without_a_word_and_another_may_begin():
    """As where another pad in the same page has the one worker."""
    async def story():
        page = await started(Worker(), Worker())
        first = page.document.scripts[0]
        call = page.calling("check")
        await asyncio.sleep(0)
        page.client.rest()
        with pytest.raises(WorkerLost):
            await call
        assert (first.terminated, first.isConnected, page.client.able, page.told) == (True, False, False, ["ready"])
        page.client.begin()
        await until(lambda: page.client.able)
        assert (page.told, page.met) == (["ready", "ready"], ["reader", "reader-2"])
    run(story())


def test_a_worker_that_is_to_rest_before_anybody_has_begun_to_wait_for_it_is_no_failure():
    async def story():
        page = Page(Worker(), Worker())
        page.document.scripts[0].arrive()
        page.client.start()
        page.client.rest()
        page.client.begin()
        await until(lambda: page.client.able)
        assert page.told == ["ready"]
    run(story())


def test_a_worker_that_comes_only_after_it_was_to_rest_is_ended_then():
    async def story():
        page = Page()
        [script] = page.document.scripts
        page.client.rest()
        await asyncio.sleep(0)
        assert script.isConnected
        script.arrive()
        await until(lambda: not script.isConnected)
        assert script.terminated and page.told == []
    run(story())


def test_on_being_lost_no_worker_is_there_to_be_asked():
    """The page's own Python has to take over in that very moment."""
    async def story():
        page = await started(Worker(alive=False), Worker())
        able = []
        page.client.on_lost = lambda: able.append(page.client.able)
        with pytest.raises(WorkerLost):
            await page.calling("check")
        assert able == [False]
    run(story())


def test_a_slow_worker_that_lives_is_not_given_up():
    async def story():
        worker = Worker()
        page = await started(worker)
        call = page.calling("open_test")
        await until(lambda: worker.counts["ping"] >= 5)
        assert page.client.silent is False
        worker.answer("open_test", {"count": 10000})
        assert await call == {"count": 10000}
        assert (page.told, page.client.generation) == (["ready"], 1)
    run(story())


def test_a_worker_that_answers_other_calls_is_not_given_up_for_the_one_that_lasts():
    async def story():
        worker = Worker(alive=False)  # whatever became of the ping
        page = await started(worker)
        slow = page.calling("open_test")
        for _ in range(8):
            call = page.calling("read", urgent=True)
            await beats(PROMPT / 2)
            worker.answer("read", {"digit": 3})
            await call
        worker.answer("open_test", {})
        await slow
        assert "lost" not in page.told
    run(story())


def test_a_worker_that_nobody_asks_is_asked_whether_it_lives_and_replaced_if_not():
    async def story():
        page = await started(Worker(alive=False), Worker())
        await until(lambda: page.told[-2:] == ["lost", "ready"])
        assert page.told == ["ready", "silent", "lost", "ready"]
    run(story())


def test_a_page_that_nobody_sees_asks_nothing_of_itself():
    async def story():
        worker = Worker()
        page = await started(worker)
        page.document.hidden = True
        await beats(3 * IDLE)
        assert worker.counts["ping"] == 0
        page.document.hidden = False
        await until(lambda: worker.counts["ping"])
    run(story())


def test_what_the_page_can_read_by_itself_is_given_back_sooner_than_the_worker_is_given_up():
    """A drawing is not kept waiting by what only takes long: when that is done the worker is heard of again."""
    async def story():
        worker = Worker(alive=False)
        page = await started(worker)
        slow, reading = page.calling("together", quick=True), page.calling("read", urgent=True)
        with pytest.raises(WorkerLost):
            await reading
        assert (page.client.silent, page.told) == (True, ["ready", "silent"])
        later = page.calling("read_pixels", urgent=True)  # before it is heard of
        with pytest.raises(WorkerLost):
            await later
        worker.answer("together", {})
        assert await slow == {}
        assert (page.client.silent, page.told) == (False, ["ready", "silent", "heard"])
    run(story())


def test_what_nobody_else_can_read_waits_for_a_slow_worker():
    async def story():
        worker = Worker(alive=False)
        page = await started(worker)
        page.reads = False  # its own network could not be loaded
        reading = page.calling("read", urgent=True)
        await until(lambda: "silent" in page.told)
        worker.answer("read", {"digit": 3})
        assert await reading == {"digit": 3}
    run(story())


def test_a_worker_that_said_that_it_will_be_busy_is_given_that_long_and_no_longer():
    async def story():
        worker = Worker(alive=False)
        page = await started(worker, Worker())
        slow = page.calling("read_picture", urgent=True)
        page.client.told(message(inkling="busy", seconds=3 * PATIENCE))
        await beats(2 * PATIENCE)
        assert page.told == ["ready"]  # nor is it called silent, since nobody draws
        reading = page.calling("read", urgent=True)
        with pytest.raises(WorkerLost):
            await reading
        assert page.told == ["ready", "silent"]
        with pytest.raises(WorkerLost):
            await slow
        assert page.told[2] == "lost"
    run(story())


def test_a_worker_that_is_done_with_what_lasts_is_watched_as_before():
    async def story():
        page = await started(Worker(alive=False), Worker())
        page.client.told(message(inkling="busy", seconds=1000))
        page.client.told(message(inkling="busy", seconds=0))
        with pytest.raises(WorkerLost):
            await page.calling("check")
    run(story())


@pytest.mark.parametrize(("error", "broken"), [
    ("MemoryError: Unable to allocate 3.1 GiB", False), ("RuntimeError: memory access out of bounds", True), ("Aborted()", True)])
def test_a_worker_whose_python_has_ended_is_replaced_and_gives_no_answer(error, broken):
    async def story():
        worker = Worker()
        page = await started(worker, Worker())
        worker.broken = broken
        calls = [page.calling("read", urgent=True), page.calling("read_picture", urgent=True)]
        await until(lambda: len(worker.open) == 2)
        for name in list(worker.open):
            worker.fail(name, RuntimeError(error))
        for told in await asyncio.gather(*calls, return_exceptions=True):
            assert isinstance(told, WorkerLost)
        await until(lambda: page.told[-1] == "ready")
        assert page.told == ["ready", "lost", "ready"]  # once, however many it refused
    run(story())


def test_a_worker_that_dies_again_and_again_is_not_started_for_ever():
    async def story():
        page = await started(*[Worker(alive=False) for _ in range(RESTARTS + 2)])
        for _ in range(RESTARTS + 1):
            await until(lambda: page.client.able)
            with pytest.raises(WorkerLost):
                await page.calling("check")
        await some_turns()
        sentence = "The full Python has stopped several times, so the page goes on with its own small one."
        assert page.told == ["ready", *["silent", "lost", "ready"] * RESTARTS, "silent", sentence]
        assert page.met == ["reader", *[f"reader-{number}" for number in range(2, RESTARTS + 2)]]
        assert not page.client.able
        with pytest.raises(WorkerLost, match="not here"):
            await page.calling("read", urgent=True)
    run(story())


def test_a_reply_of_the_worker_before_is_nobodys_any_more():
    async def story():
        dead, fresh = Worker(alive=False), Worker()
        page = await started(dead, fresh)
        with pytest.raises(WorkerLost):
            await page.calling("read", urgent=True)
        await until(lambda: page.client.generation == 2 and page.client.able)
        call = page.calling("read", urgent=True)
        await until(lambda: fresh.open)
        dead.answer("read", {"digit": 1})
        await asyncio.sleep(0)
        fresh.answer("read", {"digit": 2})
        return await call
    assert run(story()) == {"digit": 2}

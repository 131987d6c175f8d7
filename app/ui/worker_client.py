"""The worker's start: its progress, its arrival or its failure, each told to the page."""
import json
from asyncio import create_task, sleep

WEIGHTS = "weights/inkling.json"  # where pyscript.toml puts the network in the worker's own file system
LOADING = 0.75  # share of the bar that stands for bytes; the rest is Python starting, which reports nothing
PATIENCE = 60  # seconds without any sign of life before the page says so


def install(window, workers, *, on_progress, on_ready, on_failure):
    """Wait for the worker named "reader".

    on_progress(fraction, text) as it starts; then on_ready(worker), or on_failure(message) with one sentence.
    """
    signs = [0]

    def told(event):
        """The runtime's loader posts {inkling: "progress", loaded, total} in bytes (app/build writes it into the site)."""
        if getattr(event.data, "inkling", None) == "progress":
            signs[0] += 1
            loaded, total = event.data.loaded, event.data.total
            if loaded < total:
                on_progress(LOADING * loaded / total, "Loading the full Python: %d%%" % (100 * loaded // total))
            else:
                on_progress(LOADING, "Starting the full Python\u2026")

    async def watch():
        """A browser may end a worker without a word, for want of memory for instance."""
        seen = -1
        while seen != signs[0] and signs[0] >= 0:
            seen = signs[0]
            await sleep(PATIENCE)
        if signs[0] >= 0:
            on_progress(LOADING, "The full Python is slow to start.")

    async def meet():
        try:
            worker = await workers["reader"]
            # PyScript hands the worker over even when its Python failed; only an answer proves that it lives.
            hello = json.loads(await worker.hello(json.dumps({"weights": WEIGHTS})))
        except Exception as error:  # whatever stopped Pyodide; its types do not cross over
            window.console.warn("The worker did not start: " + str(error))
            hello = None
        signs[0] = -1
        if hello is None:
            on_failure("The full Python could not start here, so the page goes on with its own small one.")
        elif "error" in hello:
            on_failure("The network was refused: %s." % hello["error"]["message"])
        else:
            on_ready(worker)

    async def listen():
        """PyScript gives the script its worker a moment after it has come into the page."""
        script = window.document.querySelector("script[name=reader]")
        while signs[0] == 0 and not getattr(script, "xworker", None):
            await sleep(0.01)
        if signs[0] == 0:
            script.xworker.addEventListener("message", told)

    create_task(listen())
    create_task(watch())
    create_task(meet())

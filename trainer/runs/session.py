"""One training run at the terminal: a progress bar, a checkpoint after every epoch, and Ctrl-C as an ordinary end."""
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from app.core.errors import DataError
from app.core.network import Network, from_weights, to_document
from trainer.data.mnist import CACHE
from trainer.learning.fit import EpochResult, fit
from trainer.learning.optim import flatten
from trainer.reporting import manifest
from trainer.runs import checkpoint
from trainer.runs.job import Job, record_of
from trainer.runs.prefetch import Prefetch

# What the history keeps of every EpochResult.
COLUMNS = ("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy", "learning_rate", "seconds")


@dataclass(frozen=True)
class Outcome:
    """network: with its best weights, without dropout; history: float64 (epochs,) by each name of COLUMNS, also of the
    epochs before a resume; epochs: how many were done; best_epoch: counted from 1; stopped: whether Ctrl-C ended it, so
    that the checkpoint is still worth something.
    """

    network: Network
    history: dict[str, np.ndarray]
    epochs: int
    best_epoch: int
    stopped: bool


def trained(job: Job, *, resume: bool) -> Outcome:
    """Train to the end, or until Ctrl-C, which keeps the best weights so far.

    Raises DataError if there are none yet, and for a checkpoint to resume from that is damaged or another run's.
    """
    teacher = teacher_of(job, resume=resume)
    state = checkpoint.load(job.checkpoint, job.about) if resume else None
    if state and not (checkpoint.fits(state, kept_of(job)) and (state["progress"][:2] >= 0).all()
                      and np.isfinite(state["progress"][[0, 1, 3]]).all()):
        raise DataError(f"{job.checkpoint}: the checkpoint is damaged or made by other code; leave out --resume to start afresh")
    if resume and state is None:
        print(f"{job.recipe.name}: no checkpoint to resume from, starting afresh")
    first = int(state["progress"][0]) if state else 0
    with Prefetch(job.samples(teacher), uses=job.recipe.uses, first=first) as samples:
        run = job.run(samples)
        start = run.parameters.copy()
        best, history, stopped = None, np.empty((0, len(COLUMNS))), False
        if state:
            best, history = state.pop("best"), state.pop("history")
            run.restore(state)
        bar = tqdm(total=job.recipe.settings.epochs, initial=run.epoch, desc=job.recipe.name, unit="epoch",
                   dynamic_ncols=True)
        try:
            for result in fit(run):
                if result.best:
                    best = result.weights
                history = np.vstack([history, row_of(result)])
                checkpoint.save(job.checkpoint, {**run.state(), "best": best, "history": history}, job.about)
                bar.set_postfix_str(f"loss {result.loss:.4f}, accuracy {result.accuracy:.2%}; "
                                    f"validation {result.validation_loss:.4f}, {result.validation_accuracy:.2%}")
                bar.update()
        except KeyboardInterrupt:
            if best is None:
                raise DataError("stopped before the first epoch was done: nothing to keep") from None
            stopped = True
            tqdm.write("stopped; keeping the best weights so far (--resume goes on from the last whole epoch)")
        finally:
            bar.close()
    run.parameters[:] = start + np.float32(job.recipe.way) * (best - start) if job.recipe.way < 1 else best
    columns = dict(zip(COLUMNS, history.T, strict=True))
    return Outcome(run.network.without_dropout(), columns, run.epoch, run.best_epoch, stopped)


def kept_of(job: Job) -> dict[str, tuple]:
    """(dtype, shape), a length of None being any, of every array that a checkpoint of the job has."""
    parameters = np.float32, (flatten(job.network()).size,)
    kept = {"parameters": parameters, "best": parameters, "progress": (np.float64, (4,)),
            "history": (np.float64, (None, len(COLUMNS)))}
    if job.recipe.optimiser == "adam":
        kept |= {"optimiser.mean": parameters, "optimiser.square": parameters, "optimiser.steps": (np.int64, (1,))}
    elif job.recipe.options.get("momentum"):
        kept |= {"optimiser.velocity": parameters}
    if job.recipe.settings.average:
        kept |= {"average": parameters, "average_steps": (np.int64, (1,))}
    return kept


def row_of(result: EpochResult) -> np.ndarray:
    """float64 (len(COLUMNS),)."""
    return np.array([getattr(result, name) for name in COLUMNS], np.float64)


def teacher_of(job: Job, *, resume: bool) -> Network | None:
    """The job's teacher, from the cache or else trained now."""
    teaching = job.teacher
    if teaching is None:
        return None
    path = CACHE / "teachers" / f"{teaching.recipe.name}-{teaching.fingerprint}.json"
    if not path.is_file():
        print(f"training its teacher first, {teaching.recipe.settings.epochs} epochs")
        outcome = trained(teaching, resume=resume and teaching.checkpoint.is_file())
        if outcome.stopped:
            raise DataError("stopped while training the teacher; --resume goes on with it")
        record = record_of(teaching, command="", epochs=outcome.epochs, best_epoch=outcome.best_epoch)
        manifest.write_json(path, to_document(outcome.network, name=teaching.recipe.name, title=teaching.recipe.title,
                                              training=record, metrics={}, dtype="float32"))
        teaching.checkpoint.unlink(missing_ok=True)
    return from_weights(manifest.read_weights(path))

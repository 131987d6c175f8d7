"""One fine-tuning at the terminal: `tuning.tune` under a progress bar."""
import numpy as np
from tqdm import tqdm

from app.core.network import Network
from trainer.data.drawings import Drawings
from trainer.learning import tuning


def tuned(network: Network, drawings: Drawings, sample: tuple[np.ndarray, np.ndarray], *, seed: int,
          settings: tuning.Tuning) -> Network:
    """A copy of the network, tuned on the drawings; sample: MNIST to mix in, uint8 (m, 784) and labels (m,)."""
    progress = None
    with tqdm(desc="tuning", dynamic_ncols=True, leave=False, disable=None) as bar:
        for progress in tuning.tune(network, drawings.strokes, drawings.labels, sample, seed=seed, settings=settings):
            bar.total = progress.total
            if progress.loss is not None:
                bar.set_postfix_str(f"loss {progress.loss:.4f}, accuracy {progress.accuracy:.2%}", refresh=False)
            bar.update()
    return progress.network

"""One side of the race: trains one epoch whenever a line comes in, and answers with its seconds and mean loss.

`python -m tests.bench.epochs numpy|torch RECIPE CORES [MNIST]` runs in a process and a Python environment of its own,
so that neither library's threads or settings touch the other's. Both sides draw a random order, take 128 images at a
time, and do what a step of training takes with nothing left out: forward, cross-entropy, backward, Adam.
"""
import json
import sys
import time
from pathlib import Path

import numpy as np

from trainer.data.mnist import mnist

BATCH = 128
RATE = 1e-3


def numpy_epochs(description: str, images: np.ndarray, labels: np.ndarray):
    """Our own loop; yields each epoch's mean loss. images: uint8 (n, 784), as the trainer keeps them."""
    from trainer.learning import optim
    from trainer.learning.architecture import build
    from trainer.learning.fit import Run, Settings, fit, targets_of

    samples = images, targets_of(labels)
    run = Run(build(description, rng=np.random.default_rng(0)), lambda epoch: samples, optimiser=optim.Adam(),
              schedule=optim.constant(RATE), settings=Settings(epochs=10**6, batch_size=BATCH), seed=0)
    for result in fit(run):
        yield result.loss


def torch_epochs(description: str, images: np.ndarray, labels: np.ndarray, *, cores: int):
    """The same by PyTorch, given its best chance: floats made beforehand, no data loader, the fused Adam."""
    import torch

    torch.set_num_threads(cores)
    torch.manual_seed(0)
    x, y = torch.from_numpy(images.astype(np.float32) / 255), torch.from_numpy(labels)
    model = torch_model(description, torch)
    optimiser = torch.optim.Adam(model.parameters(), lr=RATE, fused=True)
    while True:
        order, total = torch.randperm(len(x)), 0.0
        for start in range(0, len(x), BATCH):
            batch = order[start:start + BATCH]
            optimiser.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
            loss.backward()
            optimiser.step()
            total += float(loss.detach()) * len(batch)
        yield total / len(x)


def torch_model(description: str, torch):
    """What trainer.architecture.build makes of the description, in PyTorch's layers and layout."""
    layers, width = [], 784
    for kind, *sizes in (part.split() for part in description.split(",")):
        if kind == "image":
            layers, side, width = [*layers, torch.nn.Unflatten(1, (1, 28, 28))], 28, 1
        elif kind == "convolution":
            filters, size = map(int, sizes)
            layers.append(torch.nn.Conv2d(width, filters, size))
            side, width = side - size + 1, filters
        elif kind == "max_pool":
            layers.append(torch.nn.MaxPool2d(2))
            side //= 2
        elif kind == "flatten":
            layers.append(torch.nn.Flatten())
            width *= side * side
        elif kind == "dense":
            layers.append(torch.nn.Linear(width, int(sizes[0])))
            width = int(sizes[0])
        elif kind in ("relu", "sigmoid", "tanh"):
            layers.append({"relu": torch.nn.ReLU, "sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh}[kind]())
        elif kind == "dropout":
            layers.append(torch.nn.Dropout(float(sizes[0])))
        elif kind != "softmax":  # which PyTorch's cross-entropy includes
            raise ValueError(f"no layer is called {kind!r}")
    return torch.nn.Sequential(*layers)


def main(library: str, description: str, cores: str, folder: str = "") -> None:
    """Answer every line of standard input with one of JSON, {"seconds", "loss"}; the end of input ends it."""
    data = mnist("train", Path(folder) if folder else None)
    if library == "torch":
        epochs = torch_epochs(description, data.images, data.labels, cores=int(cores))
    else:
        epochs = numpy_epochs(description, data.images, data.labels)
    for _ in sys.stdin:
        started = time.perf_counter()
        loss = next(epochs)
        print(json.dumps({"seconds": time.perf_counter() - started, "loss": loss}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

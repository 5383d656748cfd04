"""One training step of the network of 196 and 206 coupled oscillators in eager PyTorch: the baseline of the claim of the same name.

Five classical Runge-Kutta steps a layer, forward, cross-entropy, backward, Adam, batches of 32, on one thread. The mathematics is that
of the example "MNIST classification with PNNs" that accompanies Wright et al., Nature 601, 549 (2022), with the coupling matrix formed
once in a pass; images and labels are random. Prints one line of JSON with the median milliseconds of a step, in processor time.
Usage: python3 coupled_oscillators.py [STEPS]
"""

import json
import math
import statistics
import sys
import time

try:
    import torch
except ImportError:
    sys.exit("no torch")
from torch.nn.functional import cross_entropy, pad

BATCH, FIRST, SECOND, CLASSES = 32, 196, 206, 10
STEPS, STEP = 5, 0.1
WARM_UP = 5


def move(q, c, e):
    """The angles after all steps, from rest, with couplings c and drives e."""
    symmetric = (c + c.T) / 2
    coupling = symmetric - torch.diag(torch.diagonal(symmetric) + symmetric.sum(1))

    def acceleration(q):
        s = torch.sin(q)
        return e - s + s @ coupling

    p = torch.zeros_like(q)
    for _ in range(STEPS):
        k1, m1 = p, acceleration(q)
        k2, m2 = p + STEP / 2 * m1, acceleration(q + STEP / 2 * k1)
        k3, m3 = p + STEP / 2 * m2, acceleration(q + STEP / 2 * k2)
        k4, m4 = p + STEP * m3, acceleration(q + STEP * k3)
        q, p = q + STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4), p + STEP / 6 * (m1 + 2 * m2 + 2 * m3 + m4)
    return q


def check():
    """A case with three oscillators, computed in float64 apart from this program."""
    c = torch.tensor([[0.1, 0.2, -0.3], [0.4, -0.5, 0.6], [0.7, 0.8, -0.9]])
    q = move(torch.tensor([[0.3, -0.2, 0.5]]), c, torch.tensor([0.05, -0.1, 0.15]))
    error = float((q - torch.tensor([[0.253485854831, -0.125500589102, 0.450659530282]])).abs().max())
    if not error < 1e-6:
        sys.exit(f"three oscillators end {error:.1e} from where they should, expected less than 1e-6")


def parameters(n):
    bound = 1 / math.sqrt(n)
    return [torch.empty(n, n).uniform_(-bound, bound), torch.empty(n).uniform_(-bound, bound)]


def main():
    torch.set_num_threads(1)
    torch.manual_seed(1)
    check()
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    first, second, factor = parameters(FIRST), parameters(SECOND), torch.ones(1)
    optimiser = torch.optim.Adam([tensor.requires_grad_() for tensor in (*first, *second, factor)], lr=1e-3)
    x, labels = torch.rand(BATCH, FIRST), torch.arange(BATCH) % CLASSES

    def step():
        optimiser.zero_grad()
        q = move(pad(move(x, *first), (0, SECOND - FIRST)), *second)
        cross_entropy(factor * q[:, -CLASSES:], labels).backward()
        optimiser.step()

    seconds = []
    for number in range(WARM_UP + steps):
        start = time.process_time()
        step()
        if number >= WARM_UP:
            seconds.append(time.process_time() - start)
    print(json.dumps({"torch": torch.__version__, "milliseconds": 1e3 * statistics.median(seconds)}))


if __name__ == "__main__":
    main()

"""A circuit of 3 states and a plate of 16 modes in eager PyTorch: the baseline of the claims "simulator over eager PyTorch".

Classical Runge-Kutta steps from rest, all rows of the batch as one tensor, on one thread: the circuit 500 steps of 256 rows, the plate 400 steps
of 128 rows; the same equations and constants as BenchCircuit.cs and BenchPlate.cs. Prints one line of JSON: median milliseconds in processor time of
a run (forward) or of a run and the gradient of its output with respect to drive and parameters (gradient), and the last output of the check,
a row that is driven by sin(0.1 t) / 2.
Usage: python3 dynamics.py circuit|plate forward|gradient [REPEATS]
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

STEP = 0.05
MODES, HARDENING = 16, 0.8


class Circuit:
    rows, steps, states = 256, 500, 3

    def __init__(self):
        self.theta = [torch.tensor(value, requires_grad=True) for value in (0.5, 1.0, 1.0, 1.2, 1.5, 3.0)]

    def rate(self, x, u):
        resistance, inductance, capacitance, saturation, gain, memory = self.theta
        i, v, z = x
        branch = saturation * torch.tanh(gain * (v - 0.5 * z))
        return torch.stack([(u - resistance * i - v) / inductance, (i - branch) / capacitance, (branch * v - z) / memory])

    def output(self, x):
        return x[1]


class Plate:
    rows, steps, states = 128, 400, 2 * MODES

    def __init__(self):
        self.frequency = torch.tensor([0.4 + 0.12 * m for m in range(MODES)]).unsqueeze(1).requires_grad_()
        self.damping = torch.tensor([0.01 + 0.002 * m for m in range(MODES)]).unsqueeze(1).requires_grad_()
        self.theta = [self.frequency, self.damping]
        self.coil = torch.tensor([math.sin(0.7 * (m + 1)) for m in range(MODES)]).unsqueeze(1)
        self.microphone = torch.tensor([math.cos(0.4 * (m + 1)) for m in range(MODES)]).unsqueeze(1)

    def rate(self, x, u):
        q, v = x[:MODES], x[MODES:]
        force = self.coil * u - 2 * self.damping * self.frequency * v - (self.frequency**2 + HARDENING * (q * q).sum(0)) * q
        return torch.cat([v, force])

    def output(self, x):
        return (self.microphone * x[:MODES]).sum(0)


def run(system, drive):
    """Outputs after each step, [steps, rows]."""
    x, outputs = torch.zeros(system.states, drive.shape[1]), []
    for u in drive:
        k1 = system.rate(x, u)
        k2 = system.rate(x + STEP / 2 * k1, u)
        k3 = system.rate(x + STEP / 2 * k2, u)
        k4 = system.rate(x + STEP * k3, u)
        x = x + STEP / 6 * (k1 + 2 * (k2 + k3) + k4)
        outputs.append(system.output(x))
    return torch.stack(outputs)


def main():
    torch.set_num_threads(1)
    torch.manual_seed(1)
    system = {"circuit": Circuit, "plate": Plate}[sys.argv[1]]()
    gradient = {"forward": False, "gradient": True}[sys.argv[2]]
    repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    drive = (2 * torch.rand(system.steps, system.rows) - 1).requires_grad_(gradient)
    dy = torch.randn(system.steps, system.rows)
    with torch.no_grad():
        check = run(system, torch.sin(0.1 * torch.arange(system.steps)).unsqueeze(1) / 2)[-1].item()

    def once():
        if gradient:
            torch.autograd.grad(run(system, drive), [drive, *system.theta], dy)
        else:
            with torch.no_grad():
                run(system, drive)

    seconds = []
    for number in range(1 + repeats):
        start = time.process_time()
        once()
        if number > 0:
            seconds.append(time.process_time() - start)
    print(json.dumps({"torch": torch.__version__, "milliseconds": 1e3 * statistics.median(seconds), "check": check}))


if __name__ == "__main__":
    main()

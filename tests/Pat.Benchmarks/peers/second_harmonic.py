"""One step of physics-aware training of the vowel network in eager PyTorch: the baseline of the claim of the same name.

Five layers of the simulated second-harmonic generator, forward on the device, backward on the thin-crystal twin at what was
measured, Adam, on one thread. Equations and constants are those of src/Pat.Systems/Optics/SecondHarmonic and
src/Pat.Experiments/Vowels; data and fixed errors are random. Prints one line of JSON with the median milliseconds of a step,
in processor time. Usage: python3 second_harmonic.py [STEPS]
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
from torch.nn.functional import cross_entropy, pad, softplus

LAYERS, BATCH, FEATURES, CLASSES, REPEATS = 5, 30, 12, 7, 4
CHANNELS, SAMPLES, STEPS = 100, 256, 8
LINES = CHANNELS // 2
SPACING, PULSE, LENGTH = 0.1e12, 100e-15, 0.5e-3
MISMATCH, DISPERSION, HARMONIC_DISPERSION, PHASE_MISMATCH = 195e-12, 73e-27, 197e-27, 0.6
COUPLING, GROUP_DELAY, THIRD_ORDER, RANDOM_PHASE = 3.0, 1000e-30, 2e4 * 1e-45, 0.1
CROSSTALK, GAIN, SHIFT, WIDENING, LEAK = 0.03, 0.05, 0.1e12, 0.03, 0.10
LEVELS, ENERGY_JITTER, ELECTRONS, READ_NOISE, MEAN_OUTPUT = 256, 0.005, 4e4, 1e-3, 0.3
PENALTY_WEIGHT, SHARPNESS = 0.3, 30
WARM_UP = 5


def envelope(shift=0.0, widening=0.0):
    """Field of each channel: a Gaussian spectrum, 1 in sum where it is neither shifted nor widened."""
    width = 2 * math.log(2) / math.pi / PULSE
    frequency = (torch.arange(CHANNELS, dtype=torch.float64) - LINES) * SPACING
    nominal = torch.exp(-2 * math.log(2) * (frequency / width) ** 2)
    return torch.exp(-2 * math.log(2) * ((frequency - shift) / (width * (1 + widening))) ** 2) / nominal.sum()


def power_at_one():
    """|B|^2 that the spectrometer shows as 1: E|B_i|^2 = 4/9 sum E_p^2 E_d^2 at the ten central lines is MEAN_OUTPUT."""
    program, data = (envelope()[0::2] ** 2).tolist(), (envelope()[1::2] ** 2).tolist()
    central = range(LINES // 2 - 5, LINES // 2 + 5)
    sums = [sum(program[p] * data[i + LINES // 2 - p] for p in range(LINES) if 0 <= i + LINES // 2 - p < LINES) for i in central]
    return 4 / 9 * sum(sums) / len(sums) / MEAN_OUTPUT


class Device:
    """The fabricated apparatus; strength scales what the twin does not know, noise what changes from run to run."""

    def __init__(self, strength=1.0, noise=1.0):
        w = 2 * math.pi * (torch.arange(CHANNELS, dtype=torch.float64) - LINES) * SPACING
        grid = 2 * math.pi * SPACING * torch.fft.fftfreq(SAMPLES, 1 / SAMPLES, dtype=torch.float64)
        fundamental = strength * DISPERSION * LENGTH / 2 / STEPS
        harmonic = strength * (LENGTH * (MISMATCH * grid + HARMONIC_DISPERSION * grid**2 / 2) + PHASE_MISMATCH) / STEPS
        gain = 1 + strength * GAIN * torch.randn(CHANNELS, dtype=torch.float64)
        phase = strength * (GROUP_DELAY * w**2 / 2 + THIRD_ORDER * w**3 / 6 + RANDOM_PHASE * torch.randn(CHANNELS, dtype=torch.float64))
        self.field = torch.polar(envelope(strength * SHIFT, strength * WIDENING) * gain, phase + fundamental * w**2 / 2).to(torch.complex64)
        phases = torch.stack((fundamental * grid**2, harmonic))
        self.propagate = torch.polar(torch.ones_like(phases), phases).to(torch.complex64)[:, None]
        self.q = -(strength * COUPLING) ** 2
        self.crosstalk, self.leak, self.noise = strength * CROSSTALK, strength * LEAK, noise
        lines = torch.arange(LINES) * 2 + 1 - LINES
        self.own, self.before = lines % SAMPLES, (lines - 1) % SAMPLES
        self.scale = 1 / power_at_one()

    def run(self, x, theta):
        if self.noise:
            x, theta = self.levels(x), self.levels(theta)
        signed = 2 * torch.stack((theta.expand_as(x), x), -1).reshape(len(x), CHANNELS) - 1
        neighbours = pad(signed, (0, 1))[:, 1:] + pad(signed, (1, 0))[:, :-1]
        jitter = 1 + self.noise * ENERGY_JITTER / 2 * torch.randn(len(x), 1)
        amplitude = ((1 - 2 * self.crosstalk) * signed + self.crosstalk * neighbours) * jitter
        waves = torch.zeros(2, len(x), SAMPLES, dtype=torch.complex64)
        shaped = amplitude * self.field
        waves[0, :, :LINES] = shaped[:, LINES:]
        waves[0, :, -LINES:] = shaped[:, :LINES]
        for step in range(STEPS):
            mixed = self.mix(*torch.fft.ifft(waves, norm="forward"))
            if step < STEPS - 1:
                waves = torch.fft.fft(mixed, norm="forward") * self.propagate
        harmonic = torch.fft.fft(mixed[1], norm="forward")
        power = self.scale * (harmonic.real**2 + harmonic.imag**2)
        y = (1 - self.leak) * power[:, self.own] + self.leak * power[:, self.before]
        if self.noise:
            y = y + self.noise / math.sqrt(ELECTRONS) * torch.sqrt(torch.relu(y)) * torch.randn_like(y)
            y = y + self.noise * READ_NOISE * torch.randn_like(y)
        return y

    def mix(self, a, b):
        """One step of the classical Runge-Kutta method for da/dz = -q^2 a* b, db/dz = a^2. (Faster than on the stacked waves.)"""
        h = 1 / STEPS
        k1, m1 = self.rate(a, b)
        k2, m2 = self.rate(torch.add(a, k1, alpha=h / 2), torch.add(b, m1, alpha=h / 2))
        k3, m3 = self.rate(torch.add(a, k2, alpha=h / 2), torch.add(b, m2, alpha=h / 2))
        k4, m4 = self.rate(torch.add(a, k3, alpha=h), torch.add(b, m3, alpha=h))
        return torch.stack((a + h / 6 * (k1 + 2 * (k2 + k3) + k4), b + h / 6 * (m1 + 2 * (m2 + m3) + m4)))

    def rate(self, a, b):
        return self.q * (a.conj() * b), a * a

    def levels(self, u):
        return torch.round(u.clamp(0, 1) * (LEVELS - 1)) / (LEVELS - 1)


class Twin:
    """The thin crystal: y = (D T)^2 with D the field of the data and T that of the program, T_ni = P_(i + LINES/2 - n)."""

    def __init__(self):
        field = math.sqrt(2 / math.sqrt(power_at_one())) * envelope().to(torch.float32)
        self.program, self.data = field[0::2], field[1::2]
        n, i = torch.arange(LINES)[:, None], torch.arange(LINES)
        j = i + LINES // 2 - n
        self.inside = ((j >= 0) & (j < LINES)).to(torch.float32)
        self.channel = j.clamp(0, LINES - 1)

    def run(self, x, theta):
        pairing = ((2 * theta - 1) * self.program)[self.channel] * self.inside
        return (((2 * x - 1) * self.data) @ pairing) ** 2


class PhysicsAware(torch.autograd.Function):
    """Forward on the device; backward on the twin, at the same x and theta."""

    @staticmethod
    def forward(context, x, theta, device, twin):
        context.save_for_backward(x, theta)
        context.twin = twin
        return device.run(x, theta)

    @staticmethod
    def backward(context, dy):
        x, theta = (value.detach().requires_grad_() for value in context.saved_tensors)
        with torch.enable_grad():
            y = context.twin.run(x, theta)
        return (*torch.autograd.grad(y, (x, theta), dy), None, None)


def out_of_range(u):
    return softplus(-u, SHARPNESS).mean() + softplus(u - 1, SHARPNESS).mean()


def forward(x, layers, read_out, device, twin):
    """Logits and the mean penalty of the layers."""
    margin = (LINES - FEATURES * REPEATS) // 2
    z = pad(x.repeat_interleave(REPEATS, 1), (margin, margin), value=0.5)
    penalty = 0
    for scale, offset, program in layers:
        data = z * scale + offset
        penalty = penalty + out_of_range(data) + out_of_range(program)
        z = PhysicsAware.apply(data.clamp(0, 1), program.clamp(0, 1), device, twin)
    bins = z[:, : LINES // CLASSES * CLASSES].reshape(len(z), CLASSES, -1).mean(2)
    return bins * read_out[0] + read_out[1], penalty / len(layers)


def check():
    """Without departures and noise, the device is its twin."""
    x, theta = torch.rand(BATCH, LINES), torch.rand(LINES)
    device, twin = Device(strength=0, noise=0).run(x, theta), Twin().run(x, theta)
    error = float((device - twin).abs().max() / twin.max())
    if not error < 1e-4:
        sys.exit(f"device and twin differ by {error:.1e} without departures, expected less than 1e-4")


def main():
    torch.set_num_threads(1)
    torch.manual_seed(1)
    check()
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    device, twin = Device(), Twin()
    layers = [(torch.ones(LINES), torch.zeros(LINES), torch.rand(LINES)) for _ in range(LAYERS)]
    read_out = (torch.full((CLASSES,), 10.0), torch.zeros(CLASSES))
    parameters = [tensor.requires_grad_() for group in (*layers, read_out) for tensor in group]
    optimiser = torch.optim.Adam(parameters, lr=1e-4)
    x, labels = torch.rand(BATCH, FEATURES), torch.arange(BATCH) % CLASSES

    def step():
        optimiser.zero_grad()
        logits, penalty = forward(x, layers, read_out, device, twin)
        (cross_entropy(logits, labels) + PENALTY_WEIGHT * penalty).backward()
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

using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>
/// Physics of the fabricated device: pulse shaper with crosstalk and gain errors, residual spectral phase, coupled waves with
/// group-velocity mismatch and depletion in the crystal, spectrometer with leaking lines. Levels and detector noise are imperfections around it.
/// </summary>
/// <remarks>Immutable but for <see cref="WorstViolation"/>; made once per use, so that this record belongs to one run.</remarks>
public sealed class CoupledWaveCrystal : IFabricated
{
    private readonly SecondHarmonicDescription description;
    private readonly CrystalErrors errors;
    private readonly CoupledWaveConstants constants;
    private readonly Lock recording = new();
    private double worstViolation;

    private CoupledWaveCrystal(SecondHarmonicDescription description, CrystalErrors errors, int steps) =>
        (this.description, this.errors, Ports, constants) = (description, errors, SecondHarmonicPorts.Of(description), CoupledWaveConstants.Of(description, errors, steps));

    /// <inheritdoc/>
    public SystemPorts Ports { get; }

    /// <summary>Split steps through the crystal.</summary>
    public int Steps => constants.Steps;

    /// <summary>
    /// Largest relative violation of the Manley-Rowe relation so far, |Σ(|a|² + q²|b|²) − Σ|a₀|²| / Σ|a₀|²:
    /// above 1e-3 the steps are too few for the programs that were run.
    /// </summary>
    public double WorstViolation
    {
        get
        {
            lock (recording)
                return worstViolation;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => errors.Beside(CrystalErrors.None(description));

    /// <inheritdoc/>
    public IFabricated With(IReadOnlyList<Quantity> quantities) =>
        new CoupledWaveCrystal(description, CrystalErrors.Of(Quantity.ValuesFor("CoupledWaveCrystal", Quantities, quantities)), Steps);

    /// <summary>Makes the crystal of a device.</summary>
    /// <param name="description">Constants.</param>
    /// <param name="gap">How strongly each departure from the nominal twin is present.</param>
    /// <param name="deviceSeed">Seed of the fixed errors.</param>
    /// <param name="steps">Split steps through the crystal, at least 1.</param>
    /// <param name="jitterFactor">Factor of the energy jitter, finite.</param>
    /// <exception cref="ArgumentException">The description or the gap is of no apparatus that can be simulated; the message names the constant.</exception>
    public static CoupledWaveCrystal Fabricate(
        SecondHarmonicDescription description, SecondHarmonicGap gap, long deviceSeed, int steps = 8, double jitterFactor = 1)
    {
        description.Check();
        gap.Check(description);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (!double.IsFinite(jitterFactor))
            throw new ArgumentException(FormattableString.Invariant($"CoupledWaveCrystal jitterFactor: expected a finite number, got {jitterFactor}."));
        return new(description, CrystalErrors.Fabricate(description, gap, deviceSeed, jitterFactor), steps);
    }

    /// <inheritdoc/>
    public Tensor Run(Tensor x, Tensor theta, Shot shot) => Forward(x, theta, shot, keep: false).Y;

    /// <inheritdoc/>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
    {
        var pass = Forward(x, theta, shot, keep: true);
        return (pass.Y, dy =>
        {
            dy.CheckShapeOf(pass.Y, "CoupledWaveCrystal dy");
            var kernel = new BackwardKernel(constants, pass, dy);
            Widest.Run(ref kernel);
            return (kernel.Dx, kernel.DTheta());
        }
        );
    }

    /// <summary>Relative violation of the Manley-Rowe relation in each row; see <see cref="WorstViolation"/>.</summary>
    public double[] Violations(Tensor x, Tensor theta, Shot shot) => Forward(x, theta, shot, keep: false).Violations();

    private ForwardPass Forward(Tensor x, Tensor theta, Shot shot, bool keep)
    {
        Ports.Check("CoupledWaveCrystal", x, theta);
        var kernel = new ForwardKernel(constants, x, theta, shot, keep);
        Widest.Run(ref kernel);
        var worst = kernel.Pass.Violations().DefaultIfEmpty(0).Max();
        lock (recording)
            worstViolation = Math.Max(worstViolation, worst);
        return kernel.Pass;
    }

    // What a forward pass leaves: blocks of rows, as many as a vector has lanes, one after the other.
    private sealed record ForwardPass(Tensor Y, Tensor Jitter, Tensor Energies, Tensor? History, Tensor? Spectrum)
    {
        public double[] Violations()
        {
            var violations = new double[Y.Rows];
            var energies = Energies.Values;
            for (var row = 0; row < violations.Length; row++)
            {
                var (before, after) = (energies[2 * row], energies[2 * row + 1]);
                violations[row] = before > 0 ? Math.Abs((double)after - before) / before : 0;
            }
            return violations;
        }
    }

    private unsafe struct ForwardKernel(CoupledWaveConstants c, Tensor x, Tensor theta, Shot shot, bool keep) : ILaneKernel
    {
        public ForwardPass Pass { get; private set; } = null!; // set by Run

        public void Run<V>() where V : unmanaged, ILane<V>
        {
            var (constants, input, program) = (c, x, theta);
            var rows = input.Rows;
            var blocks = (rows + V.Count - 1) / V.Count;
            var jitter = Tensor.CreateUninitialized(rows, 1);
            shot.Noise.Split("energy jitter").Normals(shot.FirstRun, jitter);
            foreach (ref var value in jitter.AsSpan())
                value = 1 + c.FieldJitter * value;
            var pass = new ForwardPass(
                Tensor.CreateUninitialized(rows, c.Channels / 2),
                jitter,
                Tensor.CreateUninitialized(rows, 2),
                keep ? Tensor.CreateUninitialized(blocks, CoupledWaveKernel.HistoryVectors(c) * V.Count) : null,
                keep ? Tensor.CreateUninitialized(blocks, 2 * c.Samples * V.Count) : null);
            Workers.ForEachChunk(blocks, 1, (first, end) => Block<V>(constants, input, program, pass, first));
            Pass = pass;
        }

        private static void Block<V>(CoupledWaveConstants c, Tensor x, Tensor theta, ForwardPass pass, int block) where V : unmanaged, ILane<V>
        {
            var lines = c.Channels / 2;
            var (first, here) = (block * V.Count, Math.Min(V.Count, x.Rows - block * V.Count));
            using var workspace = Workspace.Rent((2 * c.Channels + 3 + 2 * c.Samples) * V.Count);
            var u = workspace.Pointer;
            var y = u + c.Channels * V.Count;
            var jitter = y + c.Channels * V.Count;
            var energies = jitter + V.Count;
            LaneTranspose.RowsToLanes<V>(x.Values[(first * lines)..], lines, here, lines, y);
            for (var j = 0; j < lines; j++)
            {
                V.Store(V.Of(theta.Values[j]), u + 2 * j * V.Count);
                V.Store(V.Load(y + j * V.Count), u + (2 * j + 1) * V.Count);
            }
            LaneTranspose.RowsToLanes<V>(pass.Jitter.Values[first..], 1, here, 1, jitter);
            fixed (float* history = pass.History is null ? [] : pass.History.Row(block), spectrum = pass.Spectrum is null ? [] : pass.Spectrum.Row(block))
                CoupledWaveKernel.Forward<V>(c, u, jitter, y, energies, history, spectrum == null ? energies + 2 * V.Count : spectrum);
            LaneTranspose.LanesToRows<V>(y, pass.Y.AsSpan()[(first * lines)..], lines, here, lines);
            LaneTranspose.LanesToRows<V>(energies, pass.Energies.AsSpan()[(first * 2)..], 2, here, 2);
        }
    }

    private unsafe struct BackwardKernel(CoupledWaveConstants c, ForwardPass pass, Tensor dy) : ILaneKernel
    {
        private readonly Tensor dProgram = Tensor.CreateUninitialized(dy.Rows, c.Channels / 2);

        public Tensor Dx { get; } = Tensor.CreateUninitialized(dy.Rows, c.Channels / 2);

        public readonly Tensor DTheta()
        {
            var dTheta = Tensor.CreateUninitialized(dProgram.RowLength);
            var d = dProgram.Values;
            for (var j = 0; j < dTheta.Length; j++)
            {
                var sum = 0.0;
                for (var row = 0; row < dProgram.Rows; row++)
                    sum += d[row * dTheta.Length + j];
                dTheta.AsSpan()[j] = (float)sum;
            }
            return dTheta;
        }

        public void Run<V>() where V : unmanaged, ILane<V>
        {
            var (constants, forward, gradient, dx, dTheta) = (c, pass, dy, Dx, dProgram);
            Workers.ForEachChunk((dy.Rows + V.Count - 1) / V.Count, 1, (first, end) => Block<V>(constants, forward, gradient, dx, dTheta, first));
        }

        private static void Block<V>(CoupledWaveConstants c, ForwardPass pass, Tensor dy, Tensor dx, Tensor dTheta, int block)
            where V : unmanaged, ILane<V>
        {
            var lines = c.Channels / 2;
            var (first, here) = (block * V.Count, Math.Min(V.Count, dy.Rows - block * V.Count));
            using var workspace = Workspace.Rent((2 * c.Channels + 1) * V.Count);
            var du = workspace.Pointer;
            var g = du + c.Channels * V.Count;
            var jitter = g + c.Channels * V.Count;
            LaneTranspose.RowsToLanes<V>(dy.Values[(first * lines)..], lines, here, lines, g);
            LaneTranspose.RowsToLanes<V>(pass.Jitter.Values[first..], 1, here, 1, jitter);
            fixed (float* history = pass.History!.Row(block), spectrum = pass.Spectrum!.Row(block))
                CoupledWaveKernel.Backward<V>(c, jitter, history, spectrum, g, du);
            for (var j = 0; j < lines; j++)
            {
                V.Store(V.Load(du + 2 * j * V.Count), g + j * V.Count);
                V.Store(V.Load(du + (2 * j + 1) * V.Count), g + (lines + j) * V.Count);
            }
            LaneTranspose.LanesToRows<V>(g, dTheta.AsSpan()[(first * lines)..], lines, here, lines);
            LaneTranspose.LanesToRows<V>(g + lines * V.Count, dx.AsSpan()[(first * lines)..], lines, here, lines);
        }
    }
}

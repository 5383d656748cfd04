using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Pat.Systems.Mechanics.CoupledOscillators;

/// <summary>
/// N coupled nonlinear oscillators, each of which can be coupled to every other: input are the initial angles, output the angles after a
/// fixed time, parameters the couplings C (N rows of N) and the drives e:
///     q̈ = e − s + s Q,  s = sin q,  q̇(0) = 0,  with Q = (C + Cᵀ) / 2 and then Q_ii = −Σ_j Q_ij, the old diagonal included.
/// A device has an error η of the angle and a fixed extra coupling: s = sin((1 + η) q), q̈ = e − s + s (Q + Q_extra).
/// </summary>
/// <remarks>
/// <para>The system of the examples that accompany Wright et al., Nature 601, 549 (2022), doi 10.1038/s41586-021-04223-6, after their code: the
/// printed equation, q̈_i = −sin q_i + Σ_j J_ij (sin q_j − sin q_i) + e_i, lacks the term −C_ii sin q_i.</para>
/// <para>Classical Runge-Kutta steps of fixed length, of fourth order; the derivative is that of the steps, exactly. Immutable.</para>
/// </remarks>
public sealed class CoupledOscillators : IFabricated
{
    private readonly CoupledOscillatorsDescription description;
    private readonly OscillatorConstants constants;
    private readonly double angleError;
    private readonly float[]? extra;
    private readonly Tensor? extraCoupling;

    /// <summary>Builds the nominal oscillators: what the twin knows.</summary>
    /// <exception cref="ArgumentException">The description does not describe oscillators.</exception>
    public CoupledOscillators(CoupledOscillatorsDescription description) : this(description, angleError: 0, extra: null) { }

    /// <summary>Oscillators with an error η of the angle and the extra couplings C_extra, N · N numbers, from which Q_extra follows as Q from C.</summary>
    internal CoupledOscillators(CoupledOscillatorsDescription description, double angleError, float[]? extra)
    {
        description.Check();
        (this.description, this.angleError, this.extra) = (description, angleError, extra);
        constants = new(description, angleError);
        if (extra is not null)
            extraCoupling = CouplingMatrix.Coupling(extra, constants.N).Clone(); // outlives the step in which it was made
        Ports = new(
            new Port("initial angles", constants.N, float.NegativeInfinity, float.PositiveInfinity, "rad", new Layout.Values()),
            [
                new Port("couplings", constants.N * constants.N, float.NegativeInfinity, float.PositiveInfinity,
                    "1 (torque over the largest restoring torque)", new Layout.Field(constants.N, constants.N)),
                new Port("drives", constants.N, float.NegativeInfinity, float.PositiveInfinity,
                    "1 (torque over the largest restoring torque)", new Layout.Values()),
            ],
            new Port("final angles", constants.N, float.NegativeInfinity, float.PositiveInfinity, "rad", new Layout.Values()));
    }

    /// <inheritdoc/>
    public SystemPorts Ports { get; }

    /// <inheritdoc/>
    /// <remarks>The extra coupling is C_extra, row by row, before it is made symmetric.</remarks>
    public IReadOnlyList<Quantity> Quantities
    {
        get
        {
            var none = new double[constants.N * constants.N];
            return
            [
                new("angle error", "1", 0, angleError),
                new("extra coupling", Ports.Parameters[0].Unit, none, extra is null ? none : Array.ConvertAll(extra, value => (double)value)),
            ];
        }
    }

    /// <inheritdoc/>
    public IFabricated With(IReadOnlyList<Quantity> quantities)
    {
        var values = Quantity.ValuesFor("CoupledOscillators", Quantities, quantities);
        var other = Array.ConvertAll(values[1], value => (float)value);
        if (Array.FindIndex(other, value => !float.IsFinite(value)) is >= 0 and var place)
            throw new ArgumentException(FormattableString.Invariant($"CoupledOscillators extra coupling: expected numbers of single precision, got {values[1][place]} in place {place}."));
        return new CoupledOscillators(description, values[0][0], Array.TrueForAll(other, value => value == 0) ? null : other);
    }

    /// <summary>The fixed extra coupling Q_extra, rows padded with zeros; null if there is none.</summary>
    internal Tensor? ExtraCoupling => extraCoupling;

    /// <summary>Makes the oscillators of a device. The draws do not depend on the strengths, so that a gap can be scaled on the same device.</summary>
    /// <param name="description">Constants.</param>
    /// <param name="gap">How strongly each departure from the nominal twin is present.</param>
    /// <param name="deviceSeed">Seed of the fixed extra coupling: which device.</param>
    /// <param name="apparatus">Which of several that one device seed stands for; each has draws of its own.</param>
    /// <exception cref="ArgumentException">The description does not describe oscillators.</exception>
    public static CoupledOscillators Fabricate(CoupledOscillatorsDescription description, CoupledOscillatorsGap gap, long deviceSeed, int apparatus = 0)
    {
        description.Check();
        var n = description.Oscillators;
        var extra = new float[n * n];
        Noise.FromSeed(deviceSeed).Split("coupled oscillators").Split("extra coupling").Normals(apparatus, extra);
        var strength = (float)(gap.Coupling * description.CouplingNoise);
        for (var i = 0; i < extra.Length; i++)
            extra[i] *= strength;
        return new(description, gap.Angle * description.AngleError, strength == 0 ? null : extra);
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">x or theta does not fit the ports.</exception>
    public Tensor Run(Tensor x, Tensor theta, Shot shot)
    {
        var (matrix, drive) = Program(x, theta);
        var y = Tensor.CreateLike(x);
        Forward(x, matrix, drive, y, history: null, velocities: null);
        return y;
    }

    /// <summary>Angles and angular velocities after <see cref="CoupledOscillatorsDescription.Steps"/> steps, each [batch, N].</summary>
    internal (Tensor Q, Tensor P) FinalState(Tensor x, Tensor theta)
    {
        var (matrix, drive) = Program(x, theta);
        var (q, p) = (Tensor.CreateLike(x), Tensor.CreateLike(x));
        Forward(x, matrix, drive, q, history: null, velocities: p);
        return (q, p);
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">x or theta does not fit the ports.</exception>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
    {
        var (matrix, drive) = Program(x, theta);
        var y = Tensor.CreateLike(x);
        var rows = x.Rows * constants.HistoryRows;
        var history = new History(Tensor.CreateUninitialized(rows, constants.Padded), Tensor.CreateUninitialized(rows, constants.Padded));
        Forward(x, matrix, drive, y, history, velocities: null);
        return (y, dy =>
        {
            if (!dy.HasShapeOf(y))
                throw new ShapeException("CoupledOscillators dy", y.ShapeText, dy);
            var dx = Tensor.CreateLike(dy);
            return (dx, Backward(dy, matrix, history, dx));
        }
        );
    }

    // Sines and k cos(k q) of all stages of the rows: first all of the first chunk of rows, then of the second, ...
    private sealed record History(Tensor Sines, Tensor Cosines);

    // The matrix M = Q + Q_extra − 1, formed once for all steps, and the padded drive.
    private (Tensor Matrix, Tensor Drive) Program(Tensor x, Tensor theta)
    {
        var n = constants.N;
        if (x.Rank != 2 || x.RowLength != n)
            throw new ShapeException("CoupledOscillators x", $"[batch, {n}]", x);
        if (theta.Rank != 1 || theta.Length != Ports.ParameterCount)
            throw new ShapeException("CoupledOscillators theta", $"[{Ports.ParameterCount}] ({n} x {n} couplings, then {n} drives)", theta);
        var drive = Tensor.Create(constants.Padded);
        theta.Values[(n * n)..].CopyTo(drive.AsSpan());
        return (CouplingMatrix.Effective(theta.Values[..(n * n)], extraCoupling, n), drive);
    }

    private void Forward(Tensor x, Tensor matrix, Tensor drive, Tensor y, History? history, Tensor? velocities) =>
        Workers.ForEachChunk(x.Rows, constants.RowChunk, (start, end) =>
        {
            var kernel = new ForwardKernel(constants, x, matrix, drive, y, history, velocities, start, end - start);
            Widest.Run(ref kernel);
        });

    // Some rows at a time: their motion backwards and, while it is in the caches, their part of the gradient of the couplings.
    private Tensor Backward(Tensor dy, Tensor matrix, History history, Tensor dx)
    {
        var dAccelerations = Tensor.CreateLike(history.Sines);
        var part = constants.RowsOfPart(dy.Rows);
        var dM = Tensor.CreateUninitialized(Math.Max(1, (dy.Rows + part - 1) / part) * constants.Padded, constants.Padded);
        Workers.ForEachChunk(dy.Rows, part, (start, end) =>
        {
            for (var row = start; row < end; row += constants.RowChunk)
            {
                var kernel = new BackwardKernel(constants, dy, matrix, history.Cosines, dAccelerations, dx, row, Math.Min(constants.RowChunk, end - row));
                Widest.Run(ref kernel);
            }
            CouplingsPart(history.Sines, dAccelerations, start, end, dM.AsSpan()[(start / part * constants.PaddedSquare)..]);
        });
        return DTheta(dM, dAccelerations);
    }

    // Σ sᵀ da over all stages of some rows, one product in the order of the history.
    private unsafe void CouplingsPart(Tensor sines, Tensor dAccelerations, int start, int end, Span<float> part)
    {
        var (first, count) = (start * constants.HistoryRows, (end - start) * constants.HistoryRows);
        fixed (float* s = sines.Values, da = dAccelerations.Values, to = part)
        {
            BlockedProduct.OfThread.Multiply(
                new(s + (nint)first * constants.Padded, count, constants.Padded, true),
                new(da + (nint)first * constants.Padded, count, constants.Padded, false), to, accumulate: false);
        }
    }

    // dM is the sum of its parts, in order; de = Σ da.
    private Tensor DTheta(Tensor parts, Tensor dAccelerations)
    {
        var (n, square) = (constants.N, constants.PaddedSquare);
        if (dAccelerations.Rows == 0)
            parts.AsSpan().Clear();
        var dM = parts.AsSpan()[..square];
        for (var part = square; part < parts.Length; part += square)
            TensorPrimitives.Add(dM, parts.Values.Slice(part, square), dM);
        var dTheta = Tensor.CreateUninitialized(Ports.ParameterCount);
        CouplingMatrix.EffectiveBackward(parts, dTheta.AsSpan()[..(n * n)], n);
        Sums.OverRows(dAccelerations).Values[..n].CopyTo(dTheta.AsSpan()[(n * n)..]);
        return dTheta;
    }

    private readonly unsafe struct ForwardKernel(
        OscillatorConstants c, Tensor x, Tensor matrix, Tensor drive, Tensor y, History? history, Tensor? velocities, int start, int rows) : ILaneKernel
    {
        public void Run<V>() where V : unmanaged, ILane<V>
        {
            var count = rows * c.Padded;
            using var workspace = Workspace.Rent((history is null ? 4 : 2) * count);
            var q = workspace.Pointer;
            var p = q + count;
            CopyIn(c, x, start, rows, q);
            new Span<float>(p, count).Clear();
            var place = start * c.HistoryRows * c.Padded;
            fixed (float* m = matrix.Values, e = drive.Values)
            fixed (float* s = history is null ? [] : history.Sines.AsSpan()[place..], k = history is null ? [] : history.Cosines.AsSpan()[place..])
            {
                var block = new OscillatorBlock(c, rows, m, e);
                block.Forward<V>(q, p, history is null ? p + count : s, k, velocities is not null);
            }
            CopyOut(c, q, start, rows, y);
            if (velocities is not null)
                CopyOut(c, p, start, rows, velocities);
        }
    }

    private readonly unsafe struct BackwardKernel(
        OscillatorConstants c, Tensor dy, Tensor matrix, Tensor cosines, Tensor dAccelerations, Tensor dx, int start, int rows) : ILaneKernel
    {
        public void Run<V>() where V : unmanaged, ILane<V>
        {
            var count = rows * c.Padded;
            using var workspace = Workspace.Rent(2 * count);
            var dq = workspace.Pointer;
            var dp = dq + count;
            CopyIn(c, dy, start, rows, dq);
            new Span<float>(dp, count).Clear();
            var place = start * c.HistoryRows * c.Padded;
            fixed (float* m = matrix.Values, k = cosines.Values[place..], da = dAccelerations.AsSpan()[place..])
            {
                var block = new OscillatorBlock(c, rows, m, null);
                block.Backward<V>(dq, dp, k, da);
            }
            CopyOut(c, dq, start, rows, dx);
        }
    }

    private static unsafe void CopyIn(OscillatorConstants c, Tensor from, int start, int rows, float* to)
    {
        for (var row = 0; row < rows; row++)
        {
            var padded = new Span<float>(to + row * c.Padded, c.Padded);
            from.Row(start + row).CopyTo(padded);
            padded[c.N..].Clear();
        }
    }

    private static unsafe void CopyOut(OscillatorConstants c, float* from, int start, int rows, Tensor to)
    {
        for (var row = 0; row < rows; row++)
            new ReadOnlySpan<float>(from + row * c.Padded, c.N).CopyTo(to.Row(start + row));
    }
}

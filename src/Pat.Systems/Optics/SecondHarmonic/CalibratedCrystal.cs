using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Optimisers;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>
/// A twin with the structure of the thin crystal and constants fitted to the device: complex field of each shaper channel, crosstalk,
/// gain of each line, leak of the spectrometer. What it lacks is depletion and the length of the crystal.
/// </summary>
public static class CalibratedCrystal
{
    private const int BatchSize = 50;

    /// <summary>A fitted twin and how well it fits.</summary>
    /// <param name="Twin">The twin.</param>
    /// <param name="Unexplained">1 − R² on runs that were not fitted.</param>
    public sealed record Fit(IDigitalTwin Twin, double Unexplained);

    /// <summary>Runs the device on uniformly random inputs and programs and fits the twin.</summary>
    /// <param name="description">Nominal constants: where the fit starts.</param>
    /// <param name="laboratory">The device; its ledger counts the runs as calibration.</param>
    /// <param name="runs">Runs to fit; a tenth as many again are kept to test the fit.</param>
    /// <param name="epochs">Passes over the runs.</param>
    /// <param name="noise">Stream for the random programs and their order.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <remarks>Each run has a program of its own, so device time counts one programming for each.</remarks>
    public static Fit Measure(
        SecondHarmonicDescription description, Laboratory laboratory, int runs, int epochs, Noise noise, CancellationToken cancellation = default)
    {
        using var scope = new TensorScope();
        var settings = Settings(description, runs + runs / 10, noise.Split("settings"));
        var spectra = Record(laboratory, description, settings);
        var weights = InverseDeviation(spectra, runs);
        var constants = Nominal(description);
        var optimiser = new Adam();
        var batches = (runs + BatchSize - 1) / BatchSize;
        var rate = Schedules.CosineToZero(0.01, epochs * batches);
        for (var step = 0; step < epochs * batches; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var tape = new Tape();
            var order = noise.Split("order").Permutation(step / batches, runs);
            var chosen = order.AsSpan(step % batches * BatchSize, Math.Min(BatchSize, runs - step % batches * BatchSize));
            var variables = constants.ToDictionary(pair => pair.Key, pair => tape.Variable(pair.Value));
            var y = Model(description, tape.Constant(Rows(settings, chosen)), variables);
            var error = (y - tape.Constant(Rows(spectra, chosen))) * tape.Constant(weights);
            tape.Backward(Op.Mean(Op.Square(error)));
            optimiser.Step(constants, variables.ToDictionary(pair => pair.Key, pair => tape.Gradient(pair.Value)), rate(step));
        }
        var twin = new FunctionTwin(SecondHarmonicPorts.Of(description), (x, theta) =>
        {
            var setting = Op.Interleave(Op.BroadcastRows(theta, x.Value.Rows), x);
            return Model(description, setting, constants.ToDictionary(pair => pair.Key, pair => x.Tape.Constant(pair.Value)));
        });
        return new(twin, Unexplained(description, constants, settings, spectra, runs));
    }

    // All constants are of the order of 1 or 0: the field is given in units of the largest nominal one.
    private static SortedDictionary<string, Tensor> Nominal(SecondHarmonicDescription description)
    {
        var envelope = description.Envelope();
        var largest = envelope.Max();
        return new(StringComparer.Ordinal)
        {
            ["field re"] = new(Array.ConvertAll(envelope, e => (float)(e / largest)), description.Channels),
            ["field im"] = new(description.Channels),
            ["crosstalk"] = new(1),
            ["line gain"] = new(Enumerable.Repeat(1f, description.Channels).ToArray(), description.Channels),
            ["leak"] = new(1),
        };
    }

    // Settings [batch, Channels] -> spectrum [batch, Lines].
    private static Var Model(SecondHarmonicDescription description, Var setting, Dictionary<string, Var> constants)
    {
        var (tape, batch, lines) = (setting.Tape, setting.Value.Rows, description.Lines);
        var signed = setting * 2f - 1f;
        var neighbours = Op.MatMul(signed, tape.Constant(Neighbours(description.Channels))) - signed * 2f;
        var amplitude = signed + Op.Scale(neighbours, constants["crosstalk"]);
        var field = SelfConvolution.Apply(Op.ConcatenateColumns(amplitude * constants["field re"], amplitude * constants["field im"]));
        var largest = description.Envelope().Max();
        var power = Op.Square(Op.SliceColumns(field, 0, description.Channels)) + Op.Square(Op.SliceColumns(field, description.Channels, description.Channels));
        power = power * constants["line gain"] * (float)(Math.Pow(largest, 4) / description.PowerAtOne());
        var pairs = Op.Reshape(power, batch * lines, 2);
        var (before, own) = (Op.Reshape(Op.SliceColumns(pairs, 0, 1), batch, lines), Op.Reshape(Op.SliceColumns(pairs, 1, 1), batch, lines));
        return own + Op.Scale(before - own, constants["leak"]);
    }

    private static Tensor Neighbours(int channels)
    {
        var matrix = Tensor.Create(channels, channels);
        for (var m = 0; m < channels; m++)
        {
            if (m > 0)
                matrix.Row(m)[m - 1] = 1;
            if (m < channels - 1)
                matrix.Row(m)[m + 1] = 1;
        }
        return matrix;
    }

    private static Tensor Settings(SecondHarmonicDescription description, int runs, Noise noise)
    {
        var settings = Tensor.CreateUninitialized(runs, description.Channels);
        noise.Uniforms(0, settings);
        return settings;
    }

    // One run for each row: even channels are the program, odd ones the data.
    private static Tensor Record(Laboratory laboratory, SecondHarmonicDescription description, Tensor settings)
    {
        var spectra = Tensor.CreateUninitialized(settings.Rows, description.Lines);
        var program = new Tensor(description.Lines);
        var data = new Tensor(1, description.Lines);
        for (var row = 0; row < settings.Rows; row++)
        {
            using var scope = new TensorScope();
            for (var j = 0; j < description.Lines; j++)
            {
                program.AsSpan()[j] = settings.Row(row)[2 * j];
                data.AsSpan()[j] = settings.Row(row)[2 * j + 1];
            }
            laboratory.Run(data, program, Purpose.Calibrate).Values.CopyTo(spectra.Row(row));
        }
        return spectra;
    }

    private static Tensor Rows(Tensor source, ReadOnlySpan<int> chosen)
    {
        var rows = Tensor.CreateUninitialized(chosen.Length, source.RowLength);
        for (var i = 0; i < chosen.Length; i++)
            source.Row(chosen[i]).CopyTo(rows.Row(i));
        return rows;
    }

    private static Tensor InverseDeviation(Tensor spectra, int runs)
    {
        var weights = Tensor.CreateUninitialized(spectra.RowLength);
        for (var i = 0; i < weights.Length; i++)
        {
            var (mean, square) = (0.0, 0.0);
            for (var row = 0; row < runs; row++)
            {
                mean += spectra.Row(row)[i] / (double)runs;
                square += (double)spectra.Row(row)[i] * spectra.Row(row)[i] / runs;
            }
            weights.AsSpan()[i] = (float)(1 / Math.Sqrt(square - mean * mean));
        }
        return weights;
    }

    private static double Unexplained(
        SecondHarmonicDescription description, SortedDictionary<string, Tensor> constants, Tensor settings, Tensor spectra, int fitted)
    {
        using var tape = new Tape(recording: false);
        var kept = Enumerable.Range(fitted, settings.Rows - fitted).ToArray();
        var y = Model(description, tape.Constant(Rows(settings, kept)), constants.ToDictionary(pair => pair.Key, pair => tape.Constant(pair.Value))).Value;
        var (residual, total) = (0.0, 0.0);
        for (var i = 0; i < description.Lines; i++)
        {
            var mean = kept.Average(row => (double)spectra.Row(row)[i]);
            for (var row = 0; row < kept.Length; row++)
            {
                residual += Math.Pow(spectra.Row(kept[row])[i] - y.Row(row)[i], 2);
                total += Math.Pow(spectra.Row(kept[row])[i] - mean, 2);
            }
        }
        return residual / total;
    }
}

using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Audio;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Speech;

/// <summary>A network that was trained to tell words apart on one device, and to which single words can be said.</summary>
public sealed class WordListener
{
    private readonly IFrontEnd frontEnd;
    private readonly SpeechData data;
    private readonly ClassifierSetup setup;
    private readonly Training training;
    private readonly int epochs;

    private WordListener(SpeechOptions options, IFrontEnd frontEnd, SpeechData data, ClassifierSetup setup, Training training, MethodResult result) =>
        (this.frontEnd, this.data, this.setup, this.training, epochs, Result) = (frontEnd, data, setup, training, options.Epochs, result);

    /// <summary>How good the network is, on the test recordings.</summary>
    public MethodResult Result { get; }

    /// <summary>Trains a network with the first method of the options, in the first of their runs: seed i is on the device in place i mod (number of devices).</summary>
    /// <param name="options">What is run.</param>
    /// <param name="onProgress">Called after each epoch.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="Data.DataException">The recordings cannot be used.</exception>
    /// <exception cref="ArgumentException">There is no such system, front end or method, or the system cannot take the front end.</exception>
    public static WordListener Train(SpeechOptions options, Action<TrainingProgress>? onProgress = null, CancellationToken cancellation = default)
    {
        var (seed, device) = options.Runs()[0];
        var training = new Training(options.Methods[0], seed, device);
        var (system, frontEnd) = (SpeechSystems.Named(options.System), FrontEnds.Named(options.FrontEnd));
        if (!system.FrontEnds.Contains(frontEnd.Name))
            throw new ArgumentException($"Front end: expected one that '{system.Name}' can take ({string.Join(", ", system.FrontEnds)}), got '{frontEnd.Name}'.", nameof(options));
        if (!ClassifierMethods.IsPhysical(training.Method))
            throw new ArgumentException($"Method: expected one whose network runs on a device, got '{training.Method}'.", nameof(options));
        var data = SpeechData.Open(options.Data, options.Split, !options.AllTrainingRecordings)(seed).WithFirst(options.Recordings ?? int.MaxValue);
        var setup = new ClassifierSetup(system.With(frontEnd, data.Classes), options, SpeechRows.Of(frontEnd, data), seed, device);
        var run = new ClassifierRun(options.Epochs) { AfterEpoch = (epoch, validation) => onProgress?.Invoke(new(training, epoch, validation)) };
        return new(options, frontEnd, data, setup, training, ClassifierMethods.Run(training, setup, run, cancellation));
    }

    /// <summary>Sends a WAV file through the network, on the device and on its twin. The network stays as it is.</summary>
    /// <exception cref="Data.DataException">The file is missing, damaged, empty or longer than <see cref="RecordingFolder.MostSeconds"/>.</exception>
    public WordOnDevice Hear(string path) => Hear(RecordingFolder.WordOf(path), Path.GetFileName(path));

    /// <summary>Sends a sound through the network.</summary>
    /// <param name="original">Any rate, any number of channels.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="NonFiniteException">An output is not finite.</exception>
    public WordOnDevice Hear(Sound original, string name)
    {
        var sound = Resampler.To(original.Mono(), SpeechData.Rate);
        var x = Encode(sound);
        var (uses, logits, twinLogits) = Send(x);
        return new()
        {
            Name = name,
            Original = original,
            Sound = sound,
            Origin = OriginOf(sound),
            Row = [.. x.Values],
            FrontEnd = frontEnd,
            Uses = uses,
            ClassNames = data.ClassNames,
            DeviceLogits = logits,
            TwinLogits = twinLogits,
            Training = training,
            System = setup.System.Name,
            SystemText = setup.System.Description,
            DataText = $"{data.Description}; {data.Counts}; {epochs} epoch{(epochs == 1 ? "" : "s")}",
            Result = Result,
        };
    }

    // Scaled by the training recordings, as they were.
    private Tensor Encode(Sound sound) => SpeechRows.Of(frontEnd, data with { Validation = [], Test = [new(sound, 0, "", 0)] }).Test.Part(0, 1).X;

    private (IReadOnlyList<WordUse> Uses, double[] Device, double[] Twin) Send(Tensor x)
    {
        var laboratories = setup.Shadow(quiet: false);
        var (onDevice, onTwin) = (PhysicalSteps.Measured(laboratories, Purpose.Evaluate), PhysicalSteps.Computed(setup.Twins, laboratories));
        List<(Tensor Again, Tensor Twin)> beside = [];
        var (measured, logits) = Through(x, (drive, theta, apparatus) =>
        {
            var y = onDevice(drive, theta, apparatus);
            beside.Add((onDevice(drive, theta, apparatus).Value.Clone(), onTwin(drive, theta, apparatus).Value.Clone()));
            return y;
        });
        var (computed, twinLogits) = Through(x, onTwin);
        return (
            [.. measured.Select((use, i) => new WordUse(
                i + 1, laboratories[use.Apparatus].Apparatus.Ports, First(use.X), First(use.Y), First(beside[i].Again), First(beside[i].Twin), First(computed[i].Y)))],
            logits, twinLogits);
    }

    private (List<PhysicalUse> Uses, double[] Logits) Through(Tensor x, PhysicalStep step)
    {
        using var tape = new Tape(recording: false);
        List<PhysicalUse> uses = [];
        var pass = new Pass(tape, setup.Parameters, step) { Watch = use => uses.Add(use with { X = use.X.Clone(), Y = use.Y.Clone() }) };
        var logits = setup.Network.Forward(tape.Constant(x), pass).Value;
        NonFiniteException.Check("the logits", setup.Network.Name, logits);
        return (uses, [.. logits.Row(0)]);
    }

    private static float[] First(Tensor rows) => [.. rows.Row(0)];

    private string OriginOf(Sound sound)
    {
        foreach (var (part, name) in new[] { (data.Train, "training recordings: the network has learned from it"), (data.Validation, "validation recordings"), (data.Test, "test recordings: the network has not learned from it") })
        {
            if (part.Any(recording => IsSame(recording.Sound.Samples, sound.Samples)))
                return $"one of the {name}";
        }
        return "not one of the recordings that the network was trained or tested with";
    }

    // Up to the rounding of a file of 16 bits.
    private static bool IsSame(float[] a, float[] b) => a.Length == b.Length && a.Zip(b).All(pair => Math.Abs(pair.First - pair.Second) <= 1f / 32768);
}

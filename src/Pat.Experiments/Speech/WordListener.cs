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
    private readonly ClassifierSetup setup;
    private readonly Training training;
    private readonly HeardData data;

    private WordListener(ClassifierSetup setup, Training training, HeardData data, MethodResult result) =>
        (this.setup, this.training, this.data, Result) = (setup, training, data, result);

    // What is left of the recordings that the network was trained with: how words become rows as theirs did, and how they are known again.
    private sealed record HeardData(IFrontEnd FrontEnd, ValueScale? Scale, IReadOnlyList<string> ClassNames, WordOrigins Origins, string Text);

    /// <summary>How good the network is, on the test recordings.</summary>
    public MethodResult Result { get; }

    /// <summary>What a reader should know of a network that was trained earlier: that another version of the program trained it. Mostly nothing.</summary>
    public IReadOnlyList<string> Remarks { get; private init; } = [];

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
        var (system, frontEnd) = Chosen(options, training.Method);
        var data = SpeechData.Open(options.Data, options.Split, !options.AllTrainingRecordings)(seed).WithFirst(options.Recordings ?? int.MaxValue);
        var (rows, scale) = SpeechRows.WithScale(frontEnd, data);
        var setup = new ClassifierSetup(system.With(frontEnd, data.Classes), options, rows, seed, device);
        var run = new ClassifierRun(options.Epochs) { AfterEpoch = (epoch, validation) => onProgress?.Invoke(new(training, epoch, validation)) };
        var heard = new HeardData(frontEnd, scale, data.ClassNames, WordOrigins.Of(data), TextOf(SpeechTables.TextOf(data.Description, data.Counts), options));
        return new(setup, training, heard, ClassifierMethods.Run(training, setup, run, cancellation));
    }

    /// <summary>Takes a trained network from the folder of `pat run spoken-digits`. It hears as it did when its training ended; its recordings are not needed.</summary>
    /// <param name="runFolder">The run folder.</param>
    /// <param name="method">One of the methods of the run, with a device.</param>
    /// <param name="seed">Run seed; null for the first of the run.</param>
    /// <param name="device">Device seed; null for the one that the run took for the seed.</param>
    /// <exception cref="Data.DataException">
    /// It is no such folder, it has no such training, its checkpoint is missing, damaged or that of another network, or an option or a table is missing, as it is in folders of earlier versions.
    /// </exception>
    /// <exception cref="ArgumentException">The program has no such system, front end or method.</exception>
    public static WordListener Load(string runFolder, string method = "pat", long? seed = null, long? device = null)
    {
        var run = TrainedRun.Open(runFolder, "run spoken-digits");
        var options = run.Options<SpeechOptions>();
        var training = run.Find(options, method, seed, device);
        var (system, frontEnd) = Chosen(options, training.Method);
        var checkpoint = ClassifierCheckpoint.Read(run, options, training);
        checkpoint.Require("frontEnd", options.FrontEnd);
        string[] classNames = [.. run.Table($"confusion-{training.Method}.csv").Columns.Skip(1)];
        var setup = new ClassifierSetup(system.With(frontEnd, classNames.Length), options, SpeechRows.None(frontEnd), training.Seed, training.Device!.Value);
        checkpoint.CopyTo(setup);
        var heard = new HeardData(
            frontEnd, SpeechTables.ScaleOf(run, training.Seed, frontEnd), classNames, SpeechTables.OriginsOf(run, training.Seed), TextOf(SpeechTables.TextOf(run, training.Seed), options));
        return new(setup, training, heard, run.Result(training, checkpoint, classNames.Length))
        {
            Remarks = run.Remarks,
        };
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
            Origin = data.Origins.TextOf(sound),
            Row = [.. x.Values],
            FrontEnd = data.FrontEnd,
            Uses = uses,
            ClassNames = data.ClassNames,
            DeviceLogits = logits,
            TwinLogits = twinLogits,
            Training = training,
            System = setup.System.Name,
            SystemText = setup.System.Description,
            DataText = data.Text,
            Result = Result,
        };
    }

    private static (ISpeechSystem System, IFrontEnd FrontEnd) Chosen(SpeechOptions options, string method)
    {
        var (system, frontEnd) = (SpeechSystems.Named(options.System), FrontEnds.Named(options.FrontEnd));
        if (!system.FrontEnds.Contains(frontEnd.Name))
            throw new ArgumentException($"Front end: expected one that '{system.Name}' can take ({string.Join(", ", system.FrontEnds)}), got '{frontEnd.Name}'.", nameof(options));
        if (!ClassifierMethods.IsPhysical(method))
            throw new ArgumentException($"Method: expected one whose network runs on a device, got '{method}'.", nameof(options));
        return (system, frontEnd);
    }

    private static string TextOf(string data, SpeechOptions options) => $"{data}; {options.Epochs} epoch{(options.Epochs == 1 ? "" : "s")}";

    // Scaled as the training recordings were.
    private Tensor Encode(Sound sound)
    {
        var x = new Tensor(1, data.FrontEnd.Steps * data.FrontEnd.Values);
        data.FrontEnd.Encode(new(sound, 0, "", 0), x.Row(0));
        data.Scale?.Apply(x);
        return x;
    }

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
}

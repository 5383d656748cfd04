using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Diagnostics;
using Pat.Experiments.Images;
using Pat.Experiments.Runs;
using Pat.Experiments.Tests.Images;
using Pat.Experiments.Vowels;
using Pat.Systems;

namespace Pat.Experiments.Tests.Diagnostics;

public sealed class GradientObserverTests
{
    private static readonly VowelOptions vowels = new() { Seeds = [1], Devices = [1], Epochs = 2 };
    private static readonly ImageOptions images = new() { System = "tiny", Seeds = [1], Devices = [1], Epochs = 2, Methods = ["pat", "in-silico-noise-aware"] };

    [Fact]
    public void Vowel_trainings_have_the_same_bits_with_and_without_it()
    {
        var options = vowels with { Methods = ["ideal", "pat", "in-silico-noise-aware"] };
        Assert.Equal(Bits(null), Bits(RunDiagnostics.To(new Recorded(), (1, 1), new(), _ => true)));

        string[] Bits(ITrainingObserver? observer) =>
            [.. VowelExperiment.Run(options, SyntheticVowels.Draw, observer: observer, cancellation: TestContext.Current.CancellationToken).Results.SelectMany(Numbers)];
    }

    [Fact]
    public void Image_trainings_have_the_same_bits_with_and_without_it()
    {
        Assert.Equal(Bits(null), Bits(RunDiagnostics.To(new Recorded(), (1, 1), new(), _ => true)));

        static string[] Bits(ITrainingObserver? observer) =>
            [.. ClassifierExperiment.Run(new TinySystem(), images, Few, observer: observer, cancellation: TestContext.Current.CancellationToken).Results.SelectMany(Numbers)];
    }

    [Fact]
    public void Every_estimator_and_layer_has_a_row_at_every_look()
    {
        var tables = Vowels(vowels with { Methods = ["in-silico"] });
        var rows = tables.Rows("gradients.csv");
        Assert.Equal("method,seed,device,epoch,estimator,layer,cosine,cosine_se,norm_ratio,norm_ratio_se", tables.Columns("gradients.csv"));
        Assert.Equal(["0", "1", "2"], rows.Select(row => $"{row[3]}").Distinct());
        Assert.Equal(["pat", "block-pat", "in-silico"], rows.Select(row => $"{row[4]}").Distinct());
        Assert.Equal(["layer 1", "layer 2", "layer 3", "layer 4", "layer 5", "all"], rows.Select(row => $"{row[5]}").Distinct());
        Assert.Equal(3 * 3 * 6, rows.Count);
        Assert.All(rows, row => Assert.InRange((double)row[6]!, -1, 1));
        Assert.All(rows, row => Assert.True(row[7] is > 0.0 && row[8] is > 0.0 && row[9] is > 0.0));
        Assert.Equal("method,seed,device,epoch,analytic,sampled,standard_error", tables.Columns("gradient-check.csv"));
        Assert.Equal(["2"], tables.Rows("gradient-check.csv").Select(row => $"{row[3]}"));
    }

    [Fact]
    public void Without_a_gap_every_estimator_has_the_gradient_of_the_device()
    {
        var rows = Vowels(vowels with { Gap = vowels.Gap.Scaled(0), Methods = ["pat"] }).Rows("gradients.csv");
        Assert.All(rows, row => Assert.True((double)row[6]! > 0.999, string.Join(", ", row)));
        Assert.All(rows, row => Assert.InRange((double)row[8]!, 0.99, 1.01));
    }

    [Fact]
    public void The_loss_on_the_noisy_device_has_the_slope_of_the_mean_field_gradient()
    {
        // Two layers of sines, whose loss is straight within the step: the rest is what read noise leaves, four draws each.
        var tables = new Recorded();
        ClassifierExperiment.Run(new TinySystem(), images with { Methods = ["pat"] }, Few, observer: new GradientObserver(tables, _ => true), cancellation: TestContext.Current.CancellationToken);
        var check = tables.Rows("gradient-check.csv");
        Assert.Single(check);
        Assert.All(check, row => Assert.Equal((double)row[4]!, (double)row[5]!, 6 * (double)row[6]! + 0.01 * (double)row[4]!));
    }

    [Theory]
    [InlineData(175, 100, 1, "0 12 100")]
    [InlineData(55_000, 8, 8, "0 1 2 4 6 8")]
    [InlineData(3_000, 3, 1, "0 1 3")]
    [InlineData(500, 1, 1, "0 1")]
    public void Looks_follow_from_rows_and_epochs_alone(int rows, int epochs, int factor, string at)
    {
        var looks = GradientLooks.Of(rows, epochs);
        Assert.Equal((factor, at), (looks.Factor, string.Join(' ', looks.Epochs)));
        Assert.Equal(64 * factor, looks.At(epochs)!.Value.Rows);
        Assert.Null(looks.At(epochs + 1));
        Assert.Equal(16 * factor, looks.PartsOfCheck(epochs) * looks.At(epochs)!.Value.PerPart);
    }

    [Fact]
    public void Rows_are_taken_from_all_classes_alike()
    {
        var sorted = new Batch(new Tensor([0, 1, 2, 3, 4, 5, 6], 7, 1), [0, 0, 0, 1, 1, 2, 2]);
        using var scope = new TensorScope();
        var balanced = DeviceGradients.Balanced(sorted, 5);
        Assert.Equal([0, 1, 2, 0, 1], balanced.Labels);
        Assert.Equal([0f, 3, 5, 1, 4], balanced.X.Values.ToArray());
    }

    [Fact]
    public void The_converter_in_front_of_the_physics_sets_the_step()
    {
        var setup = new VowelSetup(vowels, SyntheticVowels.Draw(1), 1, 1);
        Assert.Equal(1.0 / 255, DeviceGradients.ConverterStep(setup.Device), 1e-12);
        Assert.Equal(0, DeviceGradients.ConverterStep(setup.Twin));
        // A coarser one of the library, 7 bits on 0 to 1.
        var coarser = new VowelSetup(vowels with { Added = [new("dac", Place.Parameters)] }, SyntheticVowels.Draw(1), 1, 1);
        Assert.Equal(1.0 / 126, DeviceGradients.ConverterStep(coarser.Device), 1e-12);
    }

    [Fact]
    public void An_angle_beyond_90_degrees_is_told_at_the_end_of_the_training()
    {
        var told = new List<(Training Training, IReadOnlyList<int> Epochs)>();
        var observer = new GradientObserver(new Recorded(), _ => true, (training, epochs) => told.Add((training, epochs)));
        var (beyond, within, tried) = (new ClassifierSetup(new TinySystem(), images with { Strength = 5 }, Few(1), 1, 1), new ClassifierSetup(new TinySystem(), images with { Strength = 0 }, Few(1), 1, 1), 0);
        // Large gains turn sines around, until the twin's slopes have another sign than the device's.
        while (DeviceGradients.Compare(beyond, 64, 16).Report.Over("pat").Alignment.Cosine >= 0)
        {
            Assert.True(++tried < 20);
            foreach (var (_, tensor) in beyond.Parameters.Where(pair => beyond.IsPhysical(pair.Key)))
                tensor.AsSpan().Fill(tried);
        }
        foreach (var (training, setups) in new[] { (new Training("pat", 1, 1), (ClassifierSetup[])[within, beyond]), (new("pat", 2, 1), [within, within]), (new("ideal", 1, 1), [beyond, beyond]) })
        {
            observer.Look(training, setups[0], 0, 4);
            observer.Look(training, setups[1], 4, 4);
            observer.End(training, setups[1], null!);
        }
        Assert.Equal("pat, seed 1, device 1: 4", string.Join(';', told.Select(one => $"{one.Training}: {string.Join(' ', one.Epochs)}")));
    }

    private static ClassifierData Few(long seed) => ImageRows.Of(new TinySystem(), DrawnDigits.Draw(seed, train: 300, validation: 100, test: 200));

    private static IEnumerable<string> Numbers(MethodResult result) =>
    [
        $"{result.Method} {result.DeviceAccuracy:R} {result.TwinAccuracy:R} {result.ValidationAccuracy:R} {result.GradientCosine:R} {result.WorstViolation:R}",
        .. result.Predictions.Select(predicted => $"{predicted}"),
        .. result.Parameters.SelectMany(pair => pair.Value.Values.ToArray().Select(value => $"{pair.Key} {BitConverter.SingleToInt32Bits(value)}")),
        .. result.Ledger is { } ledger ? [$"{ledger.Total} {ledger.TwinRuns}"] : Array.Empty<string>(),
    ];

    private static Recorded Vowels(VowelOptions options)
    {
        var tables = new Recorded();
        VowelExperiment.Run(options, SyntheticVowels.Draw, observer: new GradientObserver(tables, _ => true), cancellation: TestContext.Current.CancellationToken);
        return tables;
    }

    private sealed class Recorded : IRunTables
    {
        private readonly Dictionary<string, (string Columns, List<object?[]> Rows)> tables = [];

        public void Append(string file, string[] columns, params object?[] values)
        {
            lock (tables)
            {
                if (!tables.TryGetValue(file, out var table))
                    tables[file] = table = (string.Join(',', columns), []);
                Assert.Equal(columns.Length, values.Length);
                table.Rows.Add(values);
            }
        }

        public string Columns(string file) => tables[file].Columns;

        public List<object?[]> Rows(string file) => tables[file].Rows;
    }
}

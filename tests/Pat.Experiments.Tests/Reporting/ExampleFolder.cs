using Pat.Core.Diagnostics;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Tests.Reporting;

/// <summary>A run folder that has every table a report can show, with plausible numbers that were never measured.</summary>
internal sealed class ExampleFolder
{
    /// <summary>A name that breaks pages whose texts are not escaped.</summary>
    public const string Hostile = "<b>&\"dc, 'bias'</b>";

    private static readonly string[] methods = ["ideal", "pat", "block-pat", "in-silico"];
    private static readonly long[] seeds = [1, 2, 3];
    private static readonly string[] views = ["layer", "chain"];
    private static readonly string[] rangedThings = ["input", "parameters"];
    private static readonly string[] attributed = ["pat", "in-silico"];
    private static readonly int[] lookedAt = [1, 10, 20, 40];
    private static readonly int[] checkedAt = [0, 20, 40];
    private static readonly int[] alignedAt = [0, 5, 10, 20, 40];
    private static readonly (int Layer, string Unit)[] sampled = [(1, "s"), (2, "THz")];
    private static readonly (string Name, double Cosine)[] estimators = [("pat", 0.75), ("block-pat", 0.5), ("in-silico", -0.05)];
    private static readonly (string Purpose, int Runs)[] purposes = [("train", 87500), ("evaluate", 10675), ("calibrate", 875), ("fit-twin", 0), ("twin", 3125)];
    private static readonly string[] classes = ["ae", "ah", "aw", "uw", "er", "iy", "ih"];

    private static readonly (string Name, string Group, string Kind, string Place, double Rms)[] terms =
    [
        ("modulator levels", "input", "trial", "Input", 0.004), ("spatially correlated fabrication error", "input", "fixed", "Input", 0.08), ("gain spread", "input", "fixed", "Input", 0.03),
        (Hostile, "input", "fixed", "Input", 0), ("shot noise", "read-out", "trial", "Output", 0.02), ("read noise", "read-out", "trial", "Output", 0.011), ("drift", "read-out", "slow", "Output", 0.15),
    ];

    // The numbers only have to look real; they are the same in every run.
    private readonly Random random = new(5);
    private readonly RunFolder folder;

    private ExampleFolder(RunFolder folder) => this.folder = folder;

    /// <summary>Writes the folder.</summary>
    /// <param name="path">Where; a numbered sibling where something is there.</param>
    /// <param name="strengths">Strengths of metrics.csv.</param>
    /// <returns>Where it is.</returns>
    public static string Write(string path, params double[] strengths)
    {
        var example = new ExampleFolder(RunFolder.Create(path));
        example.WriteHead();
        example.WriteMetrics(strengths.Length == 0 ? [1] : strengths);
        example.WriteTrainings();
        example.WriteGap();
        example.WriteGradients();
        example.WriteRange();
        example.WriteTerms();
        example.WriteSamples();
        example.WriteStatistics();
        example.WriteAttribution();
        example.WriteYield();
        example.WriteDrift();
        return example.folder.FullPath;
    }

    private void WriteHead()
    {
        folder.WriteConfig(new { seeds, Devices = seeds, methods, Epochs = 40, Data = (string?)null, Noise = 1.0, Gap = new { Crosstalk = 1.0, Phase = 0.5 }, Note = Hostile });
        folder.WriteRun(RunInfo.Begin("run vowels", seeds, [1, 2, 3], DateTimeOffset.UnixEpoch.AddYears(56)).End(TimeSpan.FromSeconds(412.3), true));
        Table("data.csv", "seed,source,split,training_rows,validation_rows,test_rows,description",
            seeds.Select(seed => (object?[])[seed, "synthetic", "authors", 175, 35, 700, $"SYNTHETIC vowels of seed {seed}, drawn from published means and covariances; 175 training, 35 validation, 700 test rows"]));
    }

    private void WriteMetrics(double[] strengths)
    {
        Table("metrics.csv", "strength,method,seed,device,device_accuracy_percent,twin_accuracy_percent,validation_accuracy_percent,train_runs,evaluate_runs,calibrate_runs,fit_twin_runs,twin_runs,programmings,hardware_seconds,gradient_cosine,seconds",
            strengths.SelectMany(strength => Trainings().Select(run => (object?[])
                [strength, run.Method, run.Seed, run.Seed, AccuracyOf(run.Method, strength), run.Method == "in-silico" ? Near(94, 1) : Near(60, 8), Near(85, 3),
                    run.Method == "in-silico" ? 0 : 87500, 10675, 875, 0, 3125, 3500, 17.6, run.Method == "in-silico" ? Near(-0.1, 0.1) : Near(0.8, 0.05), Near(4, 0.4)])));
        Table("ledger.csv", "method,seed,device,purpose,runs,programmings,seconds,joules", Trainings().SelectMany(run => purposes
            .Select(entry => (object?[])[run.Method, run.Seed, run.Seed, entry.Purpose, run.Method == "in-silico" && entry.Purpose == "train" ? 0 : entry.Runs, entry.Runs / 35, entry.Runs * 2e-4, entry.Purpose == "twin" ? null : entry.Runs * 1.3e-6])));
    }

    private void WriteTrainings()
    {
        Table("epochs.csv", "method,seed,device,epoch,loss,validation_accuracy_percent,gradient_norm layer 1", Trainings().SelectMany(run => Enumerable.Range(1, 40).Select(epoch =>
        {
            var end = AccuracyOf(run.Method, 1);
            return (object?[])[run.Method, run.Seed, run.Seed, epoch, 0.05 + 2 * Math.Exp(-epoch / 7.0) * Near(1, 0.05) + (95 - end) / 60, end - 70 * Math.Exp(-epoch / 6.0) + Near(0, 1), Near(2, 0.3)];
        })));
        foreach (var method in methods)
        {
            var matrix = new ConfusionMatrix(classes.Length);
            for (var i = 0; i < 2100; i++)
                matrix.Add(i % classes.Length, random.NextDouble() < AccuracyOf(method, 1) / 100 ? i % classes.Length : random.Next(classes.Length));
            folder.WriteConfusion(method, matrix, classes);
        }
        Table("classes.csv", "method,class,precision,recall,f1,support", methods.SelectMany(method => classes.Select(name => (object?[])[method, name, Near(0.9, 0.03), Near(0.9, 0.03), Near(0.9, 0.03), 300])));
        Table("agreement.csv", "method,accuracy_percent,low,high,kappa,macro_f1", methods.Select(method => (object?[])[method, AccuracyOf(method, 1), 80, 95, Near(0.85, 0.02), Near(0.9, 0.02)]));
    }

    private void WriteGap() => Table("gap.csv", "method,seed,device,epoch,layer,view,rows,repeats,total,trial,fixed_pattern,structural,signal,total_se",
        Trainings().Where(run => run.Method is "pat" or "in-silico").SelectMany(run => lookedAt.SelectMany(epoch => Enumerable.Range(1, 5).SelectMany(layer => views.Select(view =>
        {
            var depth = view == "chain" ? Math.Pow(1.7, layer - 1) : 1 + 0.1 * layer;
            var (trial, pattern, structural) = (Near(0.004, 4e-4) * depth, Near(0.03, 0.004) * depth, Near(0.012, 0.002) * depth);
            return (object?[])[run.Method, run.Seed, run.Seed, epoch, layer, view, 64, 8, (trial + pattern + structural) * 0.7, trial * 0.7, pattern * 0.7, structural * 0.7, 0.7, 0.002 * depth];
        })))));

    private void WriteGradients()
    {
        string[] layers = ["layer 1", "layer 2", "layer 3", "layer 4", "layer 5", "read-out", "all"];
        Table("gradients.csv", "method,seed,device,epoch,estimator,layer,cosine,cosine_se,norm_ratio,norm_ratio_se", Trainings().Where(run => run.Method == "pat").SelectMany(run => alignedAt.SelectMany(epoch =>
            estimators.SelectMany(estimator => layers.Select((layer, i) => (object?[])
                [run.Method, run.Seed, run.Seed, epoch, estimator.Name, layer, Math.Clamp((estimator.Cosine + 0.03 * i) * (1 - Math.Exp(-(epoch + 1) / 6.0)) - (epoch == 0 ? 0.2 : 0) + Near(0, 0.03), -1, 1), 0.02, Near(1.2, 0.1), 0.03])))));
        Table("gradient-check.csv", "method,seed,device,epoch,analytic,sampled,standard_error", Trainings().Where(run => run.Method is "pat" or "in-silico").SelectMany(run => checkedAt.Select(epoch =>
        {
            var slope = Near(0, 0.4);
            return (object?[])[run.Method, run.Seed, run.Seed, epoch, slope, slope + Near(0, 0.03), 0.03];
        })));
    }

    private void WriteRange() => Table("range.csv", "method,seed,device,epoch,layer,what,below_percent,above_percent,shift,outside_start_percent",
        Trainings().Where(run => run.Method is "pat" or "in-silico").SelectMany(run => lookedAt.SelectMany(epoch => Enumerable.Range(1, 3).SelectMany(layer => rangedThings.Select(what => (object?[])
            [run.Method, run.Seed, run.Seed, epoch, $"layer {layer}", what, Near(0.4, 0.1) * layer, Near(0.9, 0.2), Math.Sqrt(epoch) * 0.2 * layer, Math.Min(100, epoch * 0.8)])))));

    private void WriteTerms()
    {
        Table("terms.csv", "name,group,kind,acts,size,factor,formula,source", terms.Select(term => (object?[])[term.Name, term.Group, term.Kind, term.Place, "0.05 of full scale", 1, "y = x + σ n", "our choice"]));
        Table("effects.csv", "method,seed,device,place,imperfection,kind,relative_rms,changed_percent",
            Trainings().SelectMany(run => terms.Select(term => (object?[])[run.Method, run.Seed, run.Seed, term.Place, term.Name, term.Kind, term.Rms, term.Rms == 0 ? 0 : 100])));
    }

    private void WriteSamples() => Table("samples.csv", "method,seed,device,layer,example,position,position_unit,input,device_output,twin_output",
        sampled.SelectMany(layer => Enumerable.Range(0, 2).SelectMany(example => Enumerable.Range(0, 128).Select(i =>
        {
            var wave = Math.Sin(0.21 * i) * Math.Exp(-i / 60.0) + 0.4 * Math.Sin(0.9 * i + example);
            return (object?[])["pat", 1, 1, layer.Layer, example, layer.Unit == "s" ? i * 2e-6 : 380 + 0.1 * i, layer.Unit, i < 64 ? 0.3 * Math.Sin(0.1 * i) : null, wave + Near(0, 0.04), 0.9 * wave + 0.05];
        }))));

    private void WriteStatistics() => Table("pairs.csv", "first,second,runs,difference_points,low,high,bootstrap_low,bootstrap_high,only_first_right,only_second_right,mcnemar_p",
    [
        ["pat", "in-silico", 3, 62.1, 55.2, 69, 57, 67.3, 1321, 12, 1e-30], ["pat", "ideal", 3, -3.2, -7.1, 0.7, -6, -0.4, 40, 107, 3e-4], ["pat", "block-pat", 3, 0.9, -1.2, 3, -0.8, 2.6, 66, 48, 0.11],
    ]);

    private void WriteAttribution()
    {
        string[] modes = ["leave-one-out", "alone"];
        Table("attribution.csv", "method,seed,device,term,group,mode,accuracy_percent,reference_percent,cost_points", seeds.SelectMany(seed => terms.SelectMany(term => modes.Select(mode => (object?[])
            ["pat", seed, seed, term.Name, term.Group, mode, 90, 92, 60 * term.Rms + Near(0, 0.3)]))));
        Table("attribution-summary.csv", "method,term,group,mode,cost_points,low,high,runs", attributed.SelectMany(method => terms.SelectMany(term => modes.Select(mode =>
        {
            var cost = 60 * term.Rms * (method == "pat" ? 1 : 4) + Near(0, 0.2);
            return (object?[])[method, term.Name, term.Group, mode, cost, cost - 1.1, cost + 1.1, 3];
        }))));
    }

    private void WriteYield()
    {
        (string Policy, string Method, double Mean, double Spread)[] groups = [("deployed", "pat", 80, 5), ("fine-tuned", "pat", 91, 1.5), ("trained-on-each", "pat", 92, 1.2), ("deployed", "in-silico", 31, 9)];
        Table("yield.csv", "policy,method,seed,trained_on,device,accuracy_percent,train_runs", groups.SelectMany(group => Enumerable.Range(1, 40).Select(device => (object?[])
            [group.Policy, group.Method, 1, 1, device, Math.Clamp(Near(group.Mean, group.Spread), 0, 100), 87500])));
        Table("yield-summary.csv", "policy,method,count,mean,low,high,minimum,p5,p25,median,p75,p95,maximum,threshold_percent,share_above,worst_5_percent_mean", groups.Select(group => (object?[])
            [group.Policy, group.Method, 40, group.Mean, group.Mean - 1, group.Mean + 1, group.Mean - 12, group.Mean - 8, group.Mean - 3, group.Mean, group.Mean + 3, group.Mean + 6, group.Mean + 8, 75, group.Mean > 75 ? 0.85 : 0.0, group.Mean - 10]));
    }

    private void WriteDrift()
    {
        double[] hours = [0, 1, 3, 10, 30, 100];
        double Left(string policy, double hour) => policy == "once" ? 93 - 9 * Math.Log10(1 + hour) : 92.5;
        double Runs(string policy, int i) => policy == "once" ? 0 : 17500 * i;
        string[] policies = ["once", "continued"];
        Table("drift.csv", "policy,method,seed,device,hours,accuracy_percent,device_runs", policies.SelectMany(policy => seeds.SelectMany(seed => hours.Select((hour, i) => (object?[])
            [policy, "pat", seed, seed, hour, Left(policy, hour) + Near(0, 1), Runs(policy, i)]))));
        Table("drift-summary.csv", "policy,method,hours,accuracy_percent,low,high,device_runs", policies.SelectMany(policy => hours.Select((hour, i) => (object?[])
            [policy, "pat", hour, Left(policy, hour), Left(policy, hour) - 2, Left(policy, hour) + 2, Runs(policy, i)])));
    }

    private static IEnumerable<(string Method, long Seed)> Trainings() => seeds.SelectMany(seed => methods.Select(method => (method, seed)));

    private double AccuracyOf(string method, double strength) => Math.Clamp(method switch
    {
        "ideal" => Near(95, 0.6),
        "pat" => Near(94 - 3 * strength, 1.5),
        "block-pat" => Near(93 - 4 * strength, 1.5),
        _ => Near(94 * Math.Exp(-1.1 * strength), 3),
    }, 0, 100);

    // About normal: a sum of uniform numbers.
    private double Near(double mean, double deviation) => mean + deviation * (Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6);

    private void Table(string file, string columns, IEnumerable<object?[]> rows)
    {
        using var table = folder.OpenTable(file, columns.Split(','));
        foreach (var row in rows)
            table.Append(row);
    }
}

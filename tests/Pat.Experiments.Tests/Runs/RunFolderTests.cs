using System.Text.Json;
using Pat.Core.Diagnostics;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Data;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2022, 1, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly string root = Directory.CreateTempSubdirectory("pat-").FullName;

    public void Dispose() => Directory.Delete(root, true);

    [Fact]
    public void A_folder_with_anything_in_it_is_left_alone_and_a_numbered_sibling_is_made()
    {
        var wanted = Path.Combine(root, "runs", "vowels");
        Assert.Equal(wanted, RunFolder.Create(wanted).FullPath);
        Assert.Equal(wanted + "-2", RunFolder.Create(wanted + "/").FullPath);
        Directory.CreateDirectory(wanted + "-3");
        File.WriteAllText(wanted + "-3/notes.txt", "mine");
        Assert.Equal(wanted + "-4", RunFolder.Create(wanted).FullPath);
        Assert.Equal("mine", File.ReadAllText(wanted + "-3/notes.txt"));
    }

    [Fact]
    public void An_empty_folder_is_used()
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "empty")).FullName;
        Assert.Equal(folder, RunFolder.Create(folder).FullPath);
    }

    [Fact]
    public void Runs_that_start_together_get_different_folders()
    {
        var folders = new string[2, 50];
        using var together = new Barrier(2);
        void Start(int program)
        {
            for (var i = 0; i < 50; i++)
            {
                together.SignalAndWait();
                folders[program, i] = RunFolder.Create(Path.Combine(root, $"vowels{i}")).FullPath;
            }
        }
        var other = new Thread(() => Start(1)) { IsBackground = true };
        other.Start();
        Start(0);
        other.Join();
        Assert.Equal(100, folders.Cast<string>().Distinct().Count());
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_at_once()
    {
        var file = Path.Combine(root, "file");
        File.WriteAllText(file, "");
        foreach (var path in new[] { file, Path.Combine(file, "runs", "vowels") })
        {
            var error = Assert.Throws<DataException>(() => RunFolder.Create(path));
            Assert.StartsWith($"Run folder, {path}: expected a place to write to, got ", error.Message);
            Assert.EndsWith("Choose another output folder or check permissions and free space.", error.Message);
        }
    }

    [Fact]
    public void A_folder_that_vanishes_during_the_run_gives_the_declared_error()
    {
        var folder = RunFolder.Create(Path.Combine(root, "vowels"));
        Directory.Delete(folder.FullPath, true);
        Assert.Throws<DataException>(() => folder.WriteConfig(new { seeds = 5 }));
        Assert.Throws<DataException>(() => folder.OpenTable("metrics.csv", "loss"));
        Assert.Throws<DataException>(() => folder.WriteCheckpoint("pat", new Dictionary<string, Tensor>()));
    }

    [Fact]
    public void Run_json_tells_what_made_the_numbers_and_not_on_whose_machine()
    {
        var folder = RunFolder.Create(Path.Combine(root, "vowels"));
        var run = RunInfo.Begin("run vowels", [1, 2], [1], Start);
        folder.WriteRun(run);
        using (var begun = JsonDocument.Parse(File.ReadAllText(folder.PathOf("run.json"))))
        {
            Assert.False(begun.RootElement.GetProperty("complete").GetBoolean());
            Assert.Equal(JsonValueKind.Null, begun.RootElement.GetProperty("durationSeconds").ValueKind);
        }
        folder.WriteRun(run.End(TimeSpan.FromSeconds(1.5), complete: true));
        var text = File.ReadAllText(folder.PathOf("run.json"));
        var ended = JsonDocument.Parse(text).RootElement;
        Assert.True(ended.GetProperty("complete").GetBoolean());
        Assert.Equal(1.5, ended.GetProperty("durationSeconds").GetDouble());
        Assert.Equal("2022-01-26T12:00:00+00:00", ended.GetProperty("started").GetString());
        Assert.Equal([1, 2], ended.GetProperty("seeds").EnumerateArray().Select(seed => seed.GetInt32()));
        Assert.Equal(32 * Pat.Core.Lanes.Widest.Count, ended.GetProperty("vectorBits").GetInt32());
        Assert.StartsWith("0.", ended.GetProperty("version").GetString());
        Assert.DoesNotContain(Environment.MachineName, text);
    }

    [Fact]
    public void A_table_can_be_read_while_it_grows()
    {
        var folder = RunFolder.Create(Path.Combine(root, "vowels"));
        using var table = folder.OpenTable("metrics.csv", "method", "epoch", "loss");
        table.Append("pat", 1, 0.1);
        Assert.Equal("method,epoch,loss\npat,1,0.1\n", ReadShared(folder.PathOf("metrics.csv")));
        table.Append("pat", 2, 1f / 3);
        Assert.Equal("pat,2,0.33333334", ReadShared(folder.PathOf("metrics.csv")).Split('\n')[2]);
    }

    [Fact]
    public void Fields_of_a_table_are_quoted_where_they_must_be()
    {
        var folder = RunFolder.Create(Path.Combine(root, "vowels"));
        using (var table = folder.OpenTable("t.csv", "a, b", "c", "d", "e"))
            table.Append("say \"x\"", null, double.NaN, -1e-300);
        Assert.Equal("\"a, b\",c,d,e\n\"say \"\"x\"\"\",,NaN,-1E-300\n", File.ReadAllText(folder.PathOf("t.csv")));
    }

    [Fact]
    public void A_row_with_a_value_too_few_is_refused()
    {
        using var table = RunFolder.Create(Path.Combine(root, "vowels")).OpenTable("metrics.csv", "epoch", "loss");
        Assert.Contains("metrics.csv: expected 2 values, got 1.", Assert.Throws<ArgumentException>(() => table.Append(1)).Message);
    }

    [Fact]
    public void Rows_from_many_threads_stay_whole()
    {
        var folder = RunFolder.Create(Path.Combine(root, "vowels"));
        using (var table = folder.OpenTable("metrics.csv", "i", "square"))
            Parallel.For(0, 200, i => table.Append(i, i * i));
        var rows = File.ReadAllLines(folder.PathOf("metrics.csv"))[1..].Select(line => line.Split(',')).ToArray();
        Assert.Equal(200, rows.Length);
        Assert.All(rows, row => Assert.Equal(int.Parse(row[0]) * int.Parse(row[0]), int.Parse(row[1])));
    }

    [Fact]
    public void A_confusion_matrix_has_a_row_for_each_actual_class()
    {
        var folder = RunFolder.Create(Path.Combine(root, "vowels"));
        var matrix = new ConfusionMatrix(2);
        matrix.Add(0, 1);
        matrix.Add(1, 1);
        folder.WriteConfusion("pat", matrix, ["ae", "ah"]);
        Assert.Equal("actual\\predicted,ae,ah\nae,0,1\nah,0,1\n", File.ReadAllText(folder.PathOf("confusion-pat.csv")));
    }

    [Fact]
    public void A_checkpoint_is_read_back()
    {
        var folder = RunFolder.Create(Path.Combine(root, "vowels"));
        folder.WriteCheckpoint("pat", new Dictionary<string, Tensor> { ["theta"] = new([1, 2], 2) }, new Dictionary<string, string> { ["seed"] = "3" });
        var read = Safetensors.Read(folder.PathOf("checkpoint-pat.safetensors"));
        Assert.Equal([1f, 2f], read.Tensors["theta"].Values.ToArray());
        Assert.Equal("3", read.Metadata["seed"]);
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}

#!/usr/bin/env dotnet
#:project ../src/Pat.Experiments/Pat.Experiments.csproj

// What does a device make of one spoken word? Sound, front end, device against twin, and the word that comes out; the page with all plots is in runs/one-word/.
// Run: dotnet run samples/one_spoken_word.cs                                 a synthesised talker says "seven" to a network that is trained first
//      dotnet run samples/one_spoken_word.cs FILE.wav RUN [METHOD [SEED]]    to a network of a folder that `pat run spoken-digits` wrote, in a second; pat and the first seed if there are none
//      dotnet run samples/one_spoken_word.cs FILE.wav DATA [plate|circuit|shg [waveform|log-mel|mfcc [own|speaker]]]
//                                                                            to a network that is trained first, on the recordings LABEL_SPEAKER_INDEX.wav in DATA (docs/sound.md)

using Pat.Experiments.Audio;
using Pat.Experiments.Data;
using Pat.Experiments.Reporting;
using Pat.Experiments.Speech;

const string folder = "runs/one-word";
string? Argument(int place) => args.ElementAtOrDefault(place);
var isRun = Argument(1) is { } given && File.Exists(Path.Combine(given, "run.json"));
if (args.Length == 1 || args.Length > (isRun ? 4 : 5) || isRun && Argument(3) is { } text && !long.TryParse(text, out _))
{
    Console.Error.WriteLine("""
        one_spoken_word: expected nothing, or
          FILE.wav RUN [METHOD [SEED]]                       RUN is a folder that `pat run spoken-digits` wrote: its trained network hears FILE.wav
          FILE.wav DATA [SYSTEM [FRONT-END [own|speaker]]]   DATA holds recordings LABEL_SPEAKER_INDEX.wav, on which a network is trained first
        """);
    return 2;
}

var options = new SpeechOptions { System = Argument(2) ?? "plate", FrontEnd = Argument(3) ?? "log-mel", Split = Argument(4) ?? "own", Data = Argument(1), Seeds = [1], Devices = [1], Methods = ["pat"] };
try
{
    if (Argument(0) is { } file)
        AudioFile.Read(file); // what cannot be heard is said before a network is trained
    var network = isRun ? WordListener.Load(args[1], Argument(2) ?? "pat", Argument(3) is { } seed ? long.Parse(seed) : null) : Trained();
    Console.WriteLine($"\rtrained by {network.Result.Method}, seed {network.Result.Seed}, device {network.Result.Device}: {network.Result.DeviceAccuracy:P1} of {network.Result.Labels.Count} test recordings right on the device, {network.Result.TwinAccuracy:P1} on its twin");
    foreach (var remark in network.Remarks)
        Console.WriteLine($"Warning: {remark}");
    var word = network.Hear(Argument(0) ?? Synthesised());
    Console.WriteLine($"{word.Name}: {word.Sound.Seconds:F2} s, {word.Origin}");
    if (word.FrontEnd.Values > 1)
        Picture(word);
    Console.WriteLine();
    Console.WriteLine("use   rms: drive  device  twin   difference to the device: twin, same drive   twin alone   noise of a run");
    foreach (var use in word.Uses)
        Console.WriteLine($"{use.Number,3}{WordUse.Rms(use.Drive),13:F3}{WordUse.Rms(use.Device),8:F3}{WordUse.Rms(use.Twin),6:F3}{use.Difference,46:P1}{use.DifferenceAlone,13:P1}{use.Noise,17:P1}");
    Console.WriteLine();
    foreach (var (i, name) in word.ClassNames.Index())
        Console.WriteLine($"{name,10}  device {word.DeviceProbabilities[i],6:P1} {Bar(word.DeviceProbabilities[i])}  twin {word.TwinProbabilities[i],6:P1} {Bar(word.TwinProbabilities[i])}");
    Console.WriteLine($"all plots: {WordPage.Write(folder, word)}");
    return 0;
}
catch (Exception e) when (e is DataException or ArgumentException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

WordListener Trained()
{
    var recipe = SpeechSystems.Named(options.System).With(FrontEnds.Named(options.FrontEnd), classes: 10).Recipe;
    var network = options with { Epochs = args.Length == 0 ? 24 : recipe.Epochs };
    return WordListener.Train(network, progress => Console.Write(progress.Epoch is { } epoch ? $"\repoch {epoch.Epoch} of {network.Epochs}, loss {epoch.Loss:F2} " : ""));
}

// A test recording of the talkers that the program makes up, written and read like anybody's.
string Synthesised()
{
    var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "seven.wav");
    WavWriter.WritePcm16(path, SyntheticSpokenDigits.Draw(options.Seeds[0]).Test.First(recording => recording.Label == 7).Sound);
    return path;
}

// Dark is loud; time goes to the right, the value of a step (a band, a coefficient) up.
static void Picture(WordOnDevice word)
{
    const string shades = " .:-=+*#%@";
    Console.WriteLine($"front end {word.FrontEnd.Name}: {word.FrontEnd.Description}");
    for (var value = word.FrontEnd.Values - 1; value >= 0; value--)
    {
        var row = Enumerable.Range(0, word.FrontEnd.Steps).Select(step => word.Row[step * word.FrontEnd.Values + value]);
        Console.WriteLine("    " + string.Concat(row.Select(x => new string(shades[Math.Clamp((int)(5 + x / 0.2f), 0, 9)], 2))));
    }
}

static string Bar(double share) => new string('#', (int)Math.Round(20 * share)).PadRight(20, '.');

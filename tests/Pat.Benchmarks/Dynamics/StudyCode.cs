using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pat.Benchmarks.Dynamics;

/// <summary>The feasibility study's hand-written C, compiled where its folder and gcc are found; it is not part of this repository.</summary>
internal static unsafe class StudyCode
{
    private const string Variable = "PAT_STUDY_PLATE_CIRCUIT", Source = "phys.c";
    private static readonly string[] Flags = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", "-o"];

    private static (nint Library, string Reason)? loaded;

    /// <summary>The compiled code; 0 with the reason where there is none.</summary>
    public static (nint Library, string Reason) Library => loaded ??= Load();

    /// <summary>Drives and outputs are [time][row].</summary>
    public static void Run(string problem, float* parameters, int steps, int rows, int substeps, float* drive, float* y) =>
        ((delegate* unmanaged<float*, int, int, int, float*, float*, float*, void>)NativeLibrary.GetExport(Library.Library, problem + "_fwd"))(parameters, steps, rows, substeps, drive, y, null);

    /// <summary>Its own forward run is part of it.</summary>
    public static void Gradient(string problem, float* parameters, int steps, int rows, int substeps, float* drive, float* dy, float* dDrive) =>
        ((delegate* unmanaged<float*, int, int, int, float*, float*, float*, void>)NativeLibrary.GetExport(Library.Library, problem + "_vjp"))(parameters, steps, rows, substeps, drive, dy, dDrive);

    private static (nint, string) Load()
    {
        if (!System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated)
            return (0, "the study's code needs 512-bit vectors");
        if (Folder() is not { } folder)
            return (0, $"no {Source}: {Variable} is not set and ../shared/prototypes/plate-circuit is not there");
        var library = Path.Combine(Directory.CreateTempSubdirectory("pat-study").FullName, "libstudy.so");
        try
        {
            using var gcc = Process.Start("gcc", [.. Flags, library, Path.Combine(folder, Source), "-lm"]);
            gcc.WaitForExit();
            return gcc.ExitCode == 0 ? (NativeLibrary.Load(library), "") : (0, $"gcc ended with exit code {gcc.ExitCode}");
        }
        catch (Win32Exception)
        {
            return (0, "gcc is not found");
        }
    }

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return named;
        var repository = new DirectoryInfo(AppContext.BaseDirectory);
        while (repository is not null && !File.Exists(Path.Combine(repository.FullName, "Pat.sln")))
            repository = repository.Parent;
        var folder = repository is null ? null : Path.Combine(repository.FullName, "..", "shared", "prototypes", "plate-circuit");
        return File.Exists(Path.Combine(folder ?? ".", Source)) ? folder : null;
    }
}

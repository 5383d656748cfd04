using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Pat.Experiments.Data;

namespace Pat.Experiments.Devices;

/// <summary>A device that was read from a file, and what says which one: it stands in config.json.</summary>
/// <param name="File">The file.</param>
/// <param name="Name">Name of the device.</param>
/// <param name="Sha256">SHA-256 of the file, in hexadecimal digits.</param>
/// <param name="Saved">The device.</param>
public sealed record DeviceSource(string File, string Name, string Sha256, [property: JsonIgnore] SavedDevice Saved)
{
    private const int ShortDigits = 12;

    /// <summary>Reads a device.</summary>
    /// <exception cref="DataException">The file cannot be read, is damaged, or is of no device that this program can make.</exception>
    public static DeviceSource Read(string path)
    {
        var (saved, bytes) = DeviceFile.ReadWithBytes(path);
        return new(path, saved.Device.Name, Convert.ToHexStringLower(SHA256.HashData(bytes)), saved);
    }

    /// <summary>"plate.json (oscillating plate 4, SHA-256 0123456789ab)".</summary>
    [JsonIgnore]
    public string Text => $"{File} ({Name}, SHA-256 {Sha256[..ShortDigits]})";
}

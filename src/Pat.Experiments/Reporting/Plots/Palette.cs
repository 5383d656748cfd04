namespace Pat.Experiments.Reporting.Plots;

/// <summary>The shape of the points of a series.</summary>
internal enum Marker
{
    Circle,
    Square,
    Triangle,
    Diamond,
    Cross,
    DownTriangle,
    Plus,
    None,
}

/// <summary>How a series is drawn. No two of the first 49 agree in colour and shape, so that colour is never the only difference.</summary>
/// <param name="Colour">Colour of line and points.</param>
/// <param name="Dash">Dashes of the line; empty for a solid one.</param>
/// <param name="Marker">Shape of the points.</param>
internal sealed record Look(string Colour, string Dash, Marker Marker);

/// <summary>Colours that people with any kind of colour vision can tell apart.</summary>
/// <remarks>Okabe and Ito, Color Universal Design, 2008; its yellow, which is too pale for lines on white, is left out, and grey stands for it.</remarks>
internal static class Palette
{
    /// <summary>Text and axes.</summary>
    public const string Ink = "#1f2933";

    /// <summary>What explains: units, captions.</summary>
    public const string Muted = "#52606d";

    /// <summary>Lines of the grid.</summary>
    public const string Grid = "#e4e7eb";

    private static readonly string[] colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#4d4d4d"];
    private static readonly string[] dashes = ["", "7 3", "2 2.5", "9 3 2 3", "4 2", "12 4", "6 2 1 2 1 2"];

    /// <summary>The look of a series.</summary>
    /// <param name="place">Its place, from 0.</param>
    public static Look Of(int place)
    {
        var round = place / colours.Length;
        return new(colours[place % colours.Length], dashes[(place + round) % dashes.Length], (Marker)((place + round) % colours.Length));
    }

    /// <summary>From white (0) to dark blue (1), and the colour of text on it.</summary>
    public static (string Fill, string Text) Shade(double share)
    {
        int Between(int light, int dark) => (int)Math.Round(light + (dark - light) * share);
        return ($"#{Between(255, 0):x2}{Between(255, 75):x2}{Between(255, 130):x2}", share > 0.5 ? "#ffffff" : Ink);
    }
}

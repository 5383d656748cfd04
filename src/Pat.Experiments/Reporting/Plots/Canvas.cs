using System.Globalization;
using System.Xml.Linq;

namespace Pat.Experiments.Reporting.Plots;

/// <summary>How a text is set against its place.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>A drawing as SVG. Lengths are in its own units, of which most figures are <see cref="Width"/> wide.</summary>
/// <param name="width">Its width.</param>
internal sealed class Canvas(double width = Canvas.Width)
{
    /// <summary>Width of a figure: narrow enough that its text can be read on a telephone.</summary>
    public const double Width = 400;

    /// <summary>Width of a figure that is scrolled where there is less room.</summary>
    public const double Wide = 920;

    /// <summary>Size of the letters.</summary>
    public const double Letters = 12;

    private static readonly XNamespace svg = "http://www.w3.org/2000/svg";

    private readonly List<XElement> elements = [];

    /// <summary>Width of this one.</summary>
    public double Extent => width;

    /// <summary>About how wide a text is; rather more than less.</summary>
    public static double WidthOf(string text)
    {
        var width = 0.0;
        foreach (var letter in text)
            width += Letters * (letter is 'm' or 'w' or 'M' or 'W' or '%' or '@' or '…' ? 0.98 : letter is 'i' or 'l' or 'j' or 't' or 'f' or 'r' or 'I' or ' ' or ',' or '.' or '-' ? 0.4 : 0.64);
        return width;
    }

    /// <summary>The text, cut to a width with an ellipsis.</summary>
    public static string Fit(string text, double width)
    {
        if (WidthOf(text) <= width)
            return text;
        var most = text.Length - 1;
        while (most > 0 && WidthOf(text[..most] + "…") > width)
            most--;
        return text[..most].TrimEnd() + "…";
    }

    /// <summary>The text in two lines of a width, divided between words where it can be.</summary>
    public static (string First, string Second) Halves(string text, double width)
    {
        var most = text.Length;
        while (most > 1 && WidthOf(text[..most]) > width)
            most--;
        var space = text.LastIndexOf(' ', Math.Min(most, text.Length - 1));
        var cut = space > most / 3 ? space : Math.Min(most, text.Length);
        return (Fit(text[..cut], width), Fit(text[cut..].Trim(), width));
    }

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string colour, double width = 1, string dash = "", bool mark = false) =>
        Add("line", mark, ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("stroke", colour), ("stroke-width", width), ("stroke-dasharray", dash));

    /// <summary>A line through points. Where a point is missing, it is interrupted.</summary>
    public void Path(IEnumerable<(double X, double Y)?> points, Look look, double width = 1.8)
    {
        var (text, pen) = ("", "M");
        foreach (var point in points)
        {
            text += point is { } place ? $"{pen}{Number(place.X)} {Number(place.Y)}" : "";
            pen = point is null ? "M" : "L";
        }
        if (text.Contains('L', StringComparison.Ordinal))
            Add("path", true, ("d", text), ("fill", "none"), ("stroke", look.Colour), ("stroke-width", width), ("stroke-dasharray", look.Dash), ("stroke-linejoin", "round"));
    }

    /// <summary>A filled outline.</summary>
    public void Area(IEnumerable<(double X, double Y)> outline, string colour, double opacity, bool mark = true) =>
        Add("polygon", mark, ("points", string.Join(' ', outline.Select(point => $"{Number(point.X)},{Number(point.Y)}"))), ("fill", colour), ("fill-opacity", opacity));

    /// <summary>A rectangle.</summary>
    public void Box(double x, double y, double width, double height, string fill, string? title = null, string stroke = "none", double opacity = 1, bool mark = true)
    {
        Add("rect", mark, ("x", x), ("y", y), ("width", Math.Max(0, width)), ("height", Math.Max(0, height)), ("fill", fill), ("stroke", stroke), ("fill-opacity", opacity == 1 ? "" : opacity));
        if (title is not null)
            elements[^1].Add(new XElement(svg + "title", title));
    }

    /// <summary>A picture, stretched over a rectangle without smoothing.</summary>
    /// <param name="x">Left.</param>
    /// <param name="y">Top.</param>
    /// <param name="width">Width.</param>
    /// <param name="height">Height.</param>
    /// <param name="png">The picture as a PNG file.</param>
    public void Picture(double x, double y, double width, double height, byte[] png) =>
        Add("image", true, ("x", x), ("y", y), ("width", width), ("height", height), ("preserveAspectRatio", "none"), ("style", "image-rendering: pixelated"), ("href", "data:image/png;base64," + Convert.ToBase64String(png)));

    /// <summary>A point of a series.</summary>
    public void Point(double x, double y, Look look, double size = 3.6, string? title = null, bool mark = true)
    {
        if (look.Marker == Marker.None)
            return;
        var open = look.Marker is Marker.Cross or Marker.Plus;
        Add("path", mark, ("d", Shape(look.Marker, x, y, size)), ("fill", open ? "none" : look.Colour), ("stroke", open ? look.Colour : "#ffffff"), ("stroke-width", open ? 1.8 : 0.8));
        if (title is not null)
            elements[^1].Add(new XElement(svg + "title", title));
    }

    /// <summary>A text; y is its base line.</summary>
    public void Text(double x, double y, string text, Anchor anchor = Anchor.Start, string colour = Palette.Ink, bool bold = false, double turn = 0, string? title = null, double size = Letters, bool halo = false)
    {
        Add("text", false, ("x", x), ("y", y), ("fill", colour), ("text-anchor", anchor == Anchor.Start ? "" : anchor.ToString().ToLowerInvariant()),
            ("font-weight", bold ? "600" : ""), ("font-size", size == Letters ? "" : size), ("stroke", halo ? "#ffffff" : ""), ("stroke-width", halo ? "3" : ""), ("paint-order", halo ? "stroke" : ""), ("transform", turn == 0 ? "" : $"rotate({Number(turn)} {Number(x)} {Number(y)})"));
        elements[^1].Add(text);
        if (title is not null)
            elements[^1].Add(new XElement(svg + "title", title));
    }

    /// <summary>The drawing.</summary>
    /// <param name="id">Of its title, once in a page.</param>
    /// <param name="height">Its height.</param>
    /// <param name="title">What it is.</param>
    /// <param name="description">What it shows, for those who cannot see it.</param>
    public XElement Finish(string id, double height, string title, string description) => new(
        svg + "svg",
        new XAttribute("class", "plot"), new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"), new XAttribute("role", "img"),
        new XAttribute("aria-labelledby", $"{id}-title {id}-desc"),
        new XAttribute("font-family", "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"), new XAttribute("font-size", Number(Letters)),
        new XElement(svg + "title", new XAttribute("id", $"{id}-title"), title),
        new XElement(svg + "desc", new XAttribute("id", $"{id}-desc"), description),
        elements);

    private void Add(string name, bool mark, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var element = new XElement(svg + name);
        if (mark)
            element.SetAttributeValue("class", "mark");
        foreach (var (attribute, value) in attributes)
        {
            var text = value is double number ? Number(number) : (string)value;
            if (text != "")
                element.SetAttributeValue(attribute, text);
        }
        elements.Add(element);
    }

    private static string Shape(Marker marker, double x, double y, double r)
    {
        string P(double dx, double dy) => $"{Number(x + r * dx)} {Number(y + r * dy)}";
        return marker switch
        {
            Marker.Circle => $"M{P(-1, 0)}A{Number(r)} {Number(r)} 0 1 0 {P(1, 0)}A{Number(r)} {Number(r)} 0 1 0 {P(-1, 0)}Z",
            Marker.Square => $"M{P(-0.9, -0.9)}L{P(0.9, -0.9)}L{P(0.9, 0.9)}L{P(-0.9, 0.9)}Z",
            Marker.Triangle => $"M{P(0, -1.2)}L{P(1.1, 0.8)}L{P(-1.1, 0.8)}Z",
            Marker.DownTriangle => $"M{P(0, 1.2)}L{P(1.1, -0.8)}L{P(-1.1, -0.8)}Z",
            Marker.Diamond => $"M{P(0, -1.25)}L{P(1.25, 0)}L{P(0, 1.25)}L{P(-1.25, 0)}Z",
            Marker.Cross => $"M{P(-0.9, -0.9)}L{P(0.9, 0.9)}M{P(-0.9, 0.9)}L{P(0.9, -0.9)}",
            _ => $"M{P(-1.1, 0)}L{P(1.1, 0)}M{P(0, -1.1)}L{P(0, 1.1)}",
        };
    }

    private static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}

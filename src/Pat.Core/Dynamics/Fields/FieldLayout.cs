namespace Pat.Core.Dynamics.Fields;

/// <summary>How the values of each array follow one another: a number takes one place, a field as many as the index is long.</summary>
internal sealed class FieldLayout(int length)
{
    private readonly bool[][] isField = new bool[(int)Space.Temporary + 1][];
    private readonly int[][] offsets = new int[(int)Space.Temporary + 1][];

    public int Length => length;

    /// <summary>The same with another array described.</summary>
    public FieldLayout With(Space space, IReadOnlyList<bool> fields)
    {
        var layout = new FieldLayout(length);
        isField.CopyTo(layout.isField, 0);
        offsets.CopyTo(layout.offsets, 0);
        layout.isField[(int)space] = [.. fields];
        var starts = layout.offsets[(int)space] = new int[fields.Count + 1];
        for (var i = 0; i < fields.Count; i++)
            starts[i + 1] = checked(starts[i] + (fields[i] ? length : 1));
        return layout;
    }

    public bool IsField(Place place) => isField[(int)place.Space][place.Index];

    /// <summary>The same while the temporaries are not in the layout yet.</summary>
    public bool IsFieldOr(Place place, IReadOnlyList<bool> temporaries) => place.Space == Space.Temporary ? temporaries[place.Index] : IsField(place);

    /// <summary>How many places lie before it.</summary>
    public int OffsetOf(Place place) => offsets[(int)place.Space][place.Index];

    /// <summary>How many places the array takes.</summary>
    public int Total(Space space) => offsets[(int)space][^1];
}

namespace Pat.Core.Dynamics.Fields;

/// <summary>Carries out the same plans for one row in double: slow, and exact enough to check gradients by differences to 1e-6 and below.</summary>
internal sealed class FieldDoubleEvaluator(FieldStepPlans plans, Timetable times, bool constantDrive)
{
    private readonly FieldQuantities quantities = plans.Quantities;
    private readonly int n = plans.Quantities.Length;

    private int Row => quantities.StateLength + plans.SavedLength;

    /// <summary>The outputs of one row.</summary>
    public double[] Run(double[] drive, double[] initial, double[] theta) => Forward(drive, initial, theta).Output;

    /// <summary>The outputs of one row and the gradients for the gradient of the outputs that <paramref name="dyOf"/> gives.</summary>
    public (double[] Y, double[] DDrive, double[] DInitial, double[] DTheta) Linearize(
        double[] drive, double[] initial, double[] theta, Func<double[], double[]> dyOf)
    {
        var (output, rows) = Forward(drive, initial, theta);
        var (dDrive, dHoisted, dTheta) = (new double[drive.Length], new double[plans.HoistedLength], new double[theta.Length]);
        var arrays = Arrays(rows, drive);
        arrays[(int)Space.DriveGradient] = dDrive;
        arrays[(int)Space.StateGradient] = new double[quantities.StateLength];
        arrays[(int)Space.NextStateGradient] = new double[quantities.StateLength];
        arrays[(int)Space.HoistedGradient] = dHoisted;
        arrays[(int)Space.OutputGradient] = dyOf(output);
        var uniforms = Uniforms(theta, plans.Backward, plans.BackwardSampled);
        for (var t = times.Steps - 1; t >= 0; t--)
        {
            Execute(IsSampled(t) ? plans.BackwardSampled : plans.Backward, arrays, t, uniforms, theta, dTheta);
            (arrays[(int)Space.StateGradient], arrays[(int)Space.NextStateGradient]) = (arrays[(int)Space.NextStateGradient], arrays[(int)Space.StateGradient]);
        }
        plans.PullBack.Evaluate(theta, dHoisted).CopyTo(dTheta, 0);
        return (output, dDrive, arrays[(int)Space.StateGradient], dTheta);
    }

    private (double[] Output, double[] Rows) Forward(double[] drive, double[] initial, double[] theta)
    {
        var (rows, output) = (new double[(times.Steps + 1) * Row], new double[times.Samples * quantities.OutputLength]);
        initial.CopyTo(rows, 0);
        var arrays = Arrays(rows, drive);
        arrays[(int)Space.Output] = output;
        var uniforms = Uniforms(theta, plans.Saving, plans.SavingSampled);
        for (var t = 0; t < times.Steps; t++)
            Execute(IsSampled(t) ? plans.SavingSampled : plans.Saving, arrays, t, uniforms, theta, []);
        return (output, rows);
    }

    private bool IsSampled(int step) => times.SamplesBefore(step + 1) > times.SamplesBefore(step);

    private Dictionary<FieldPlan, double[]> Uniforms(double[] theta, params FieldPlan[] of) =>
        of.ToDictionary(plan => plan, plan => plans.UniformsOf(plan).Evaluate(theta));

    private static double[][] Arrays(double[] rows, double[] drive)
    {
        var arrays = new double[(int)Space.Temporary + 1][];
        arrays[(int)Space.State] = arrays[(int)Space.Saved] = arrays[(int)Space.NextState] = rows;
        arrays[(int)Space.Drive] = drive;
        return arrays;
    }

    private void Execute(FieldPlan plan, double[][] arrays, int step, Dictionary<FieldPlan, double[]> uniforms, double[] theta, double[] dTheta)
    {
        var layout = plan.Layout;
        arrays[(int)Space.Uniform] = uniforms[plan];
        arrays[(int)Space.Temporary] = new double[layout.Total(Space.Temporary)];
        Span<double> Field(Place place) => arrays[(int)place.Space].AsSpan(Offset(place.Space, step) + layout.OffsetOf(place), n);
        foreach (var level in plan.Levels)
        {
            Execute(level.Before, layout, arrays, step, 0);
            foreach (var sum in level.Sums)
                arrays[(int)sum.Space][Offset(sum.Space, step) + layout.OffsetOf(sum)] = 0;
            for (var i = 0; i < n && level.Loop.Instructions.Count > 0; i++)
                Execute(level.Loop, layout, arrays, step, i);
            foreach (var product in level.Products)
                Multiply(Field(product.X), Matrix(theta, product.Matrix), product.Transposed, Field(product.Y));
            foreach (var outer in level.Outer)
                AddOuter(Field(outer.X), Field(outer.Dy), Matrix(dTheta, outer.Matrix));
        }
    }

    private Span<double> Matrix(double[] theta, int matrix) => theta.AsSpan(quantities.MatrixStart + matrix * n * n, n * n);

    private void Multiply(ReadOnlySpan<double> x, ReadOnlySpan<double> m, bool transposed, Span<double> y)
    {
        for (var i = 0; i < n; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < n; j++)
                sum += x[j] * (transposed ? m[i * n + j] : m[j * n + i]);
            y[i] = sum;
        }
    }

    private void AddOuter(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dM)
    {
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
                dM[j * n + i] += x[j] * dy[i];
        }
    }

    private void Execute(Plan plan, FieldLayout layout, double[][] arrays, int step, int element)
    {
        var registers = arrays[(int)Space.Register] = new double[plan.Registers];
        ref double At(Place place)
        {
            if (place.Space == Space.Register)
                return ref registers[place.Index];
            return ref arrays[(int)place.Space][Offset(place.Space, step) + layout.OffsetOf(place) + (layout.IsField(place) ? element : 0)];
        }
        foreach (var i in plan.Instructions)
        {
            var (a, b, c) = (At(i.A), i.Operands > 1 ? At(i.B) : 0, i.Operands > 2 ? At(i.C) : 0);
            ref var to = ref At(i.To);
            to = DoubleEvaluator.Of(i.Op, a, b, c, to);
        }
    }

    private int Offset(Space space, int step) => space switch
    {
        Space.State => step * Row,
        Space.Saved => step * Row + quantities.StateLength,
        Space.NextState => (step + 1) * Row,
        Space.Drive or Space.DriveGradient => constantDrive ? 0 : step * quantities.DriveLength,
        Space.Output or Space.OutputGradient => times.SamplesBefore(step) * quantities.OutputLength,
        _ => 0,
    };
}

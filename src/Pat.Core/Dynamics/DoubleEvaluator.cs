namespace Pat.Core.Dynamics;

/// <summary>Carries out the same plans for one row in double: slow, and exact enough to check gradients by differences to 1e-6 and below.</summary>
internal sealed class DoubleEvaluator(StepPlans plans, Timetable times, bool constantDrive)
{
    private readonly int states = plans.Quantities.States.Count, drives = plans.Quantities.Drives.Count, outputs = plans.Quantities.Outputs.Count;

    private int Row => states + plans.SavedCount;

    /// <summary>The outputs of one row.</summary>
    public double[] Run(double[] drive, double[] initial, double[] theta) => Forward(drive, initial, theta).Output;

    /// <summary>The outputs of one row and the gradients for the gradient of the outputs that <paramref name="dyOf"/> gives.</summary>
    public (double[] Y, double[] DDrive, double[] DInitial, double[] DTheta) Linearize(
        double[] drive, double[] initial, double[] theta, Func<double[], double[]> dyOf)
    {
        var (output, rows) = Forward(drive, initial, theta);
        var (dDrive, dState, dHoisted) = (new double[drive.Length], new double[states], new double[plans.HoistedCount]);
        var arrays = Arrays(rows, drive);
        arrays[(int)Space.DriveGradient] = dDrive;
        arrays[(int)Space.StateGradient] = dState;
        arrays[(int)Space.HoistedGradient] = dHoisted;
        arrays[(int)Space.OutputGradient] = dyOf(output);
        var uniforms = Uniforms(theta, plans.Backward, plans.BackwardSampled);
        for (var t = times.Steps - 1; t >= 0; t--)
            Execute(IsSampled(t) ? plans.BackwardSampled : plans.Backward, arrays, t, uniforms);
        return (output, dDrive, dState, plans.PullBack.Evaluate(theta, dHoisted));
    }

    private (double[] Output, double[] Rows) Forward(double[] drive, double[] initial, double[] theta)
    {
        var (rows, output) = (new double[(times.Steps + 1) * Row], new double[times.Samples * outputs]);
        initial.CopyTo(rows, 0);
        var arrays = Arrays(rows, drive);
        arrays[(int)Space.Output] = output;
        var uniforms = Uniforms(theta, plans.Saving, plans.SavingSampled);
        for (var t = 0; t < times.Steps; t++)
            Execute(IsSampled(t) ? plans.SavingSampled : plans.Saving, arrays, t, uniforms);
        return (output, rows);
    }

    private bool IsSampled(int step) => times.SamplesBefore(step + 1) > times.SamplesBefore(step);

    private Dictionary<Plan, double[]> Uniforms(double[] theta, params Plan[] of) =>
        of.ToDictionary(plan => plan, plan => new UniformProgram(plans.Graph, plan.Uniforms).Evaluate(theta));

    private static double[][] Arrays(double[] rows, double[] drive)
    {
        var arrays = new double[(int)Space.OutputGradient + 1][];
        arrays[(int)Space.State] = arrays[(int)Space.Saved] = arrays[(int)Space.NextState] = rows;
        arrays[(int)Space.Drive] = drive;
        return arrays;
    }

    private void Execute(Plan plan, double[][] arrays, int step, Dictionary<Plan, double[]> uniforms)
    {
        arrays[(int)Space.Register] = new double[plan.Registers];
        arrays[(int)Space.Uniform] = uniforms[plan];
        ref double At(Place place) => ref arrays[(int)place.Space][place.Index + Offset(place.Space, step)];
        foreach (var i in plan.Instructions)
        {
            var (a, b, c) = (At(i.A), i.Operands > 1 ? At(i.B) : 0, i.Operands > 2 ? At(i.C) : 0);
            ref var to = ref At(i.To);
            to = Of(i.Op, a, b, c, to);
        }
    }

    /// <summary>The result of an operation on a, b and c where <paramref name="to"/> was before.</summary>
    internal static double Of(Opcode op, double a, double b, double c, double to) => op switch
    {
        Opcode.Add => a + b,
        Opcode.Subtract => a - b,
        Opcode.Multiply => a * b,
        Opcode.Divide => a / b,
        Opcode.Negate => -a,
        Opcode.Sin => Math.Sin(a),
        Opcode.Cos => Math.Cos(a),
        Opcode.Tanh => Math.Tanh(a),
        Opcode.Exp => Math.Exp(a),
        Opcode.Log => Math.Log(a),
        Opcode.Sqrt => Math.Sqrt(a),
        Opcode.MultiplyAdd => Math.FusedMultiplyAdd(a, b, c),
        Opcode.NegatedMultiplyAdd => Math.FusedMultiplyAdd(-a, b, c),
        Opcode.MultiplySubtract => Math.FusedMultiplyAdd(a, b, -c),
        Opcode.Copy => a,
        Opcode.Accumulate => to + a,
        Opcode.AccumulateProduct => Math.FusedMultiplyAdd(a, b, to),
        _ => throw new InvalidOperationException($"{op} is not an operation of the double evaluator."),
    };

    private int Offset(Space space, int step) => space switch
    {
        Space.State => step * Row,
        Space.Saved => step * Row + states,
        Space.NextState => (step + 1) * Row,
        Space.Drive or Space.DriveGradient => constantDrive ? 0 : step * drives,
        Space.Output or Space.OutputGradient => times.SamplesBefore(step) * outputs,
        _ => 0,
    };
}
